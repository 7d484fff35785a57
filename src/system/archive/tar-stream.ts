/** The bytes of a tar one after the other: of a plain file, or of a gzip file unpacked on the way, whose checksums and lengths are checked. */
import { crc32 } from "node:zlib";
import { archiveDamaged, beyondLimit } from "../../core/arrival-error.ts";
import { bytesAt, type OpenFile } from "./file-parts.ts";
import { BrokenStream, gunzipping } from "./inflate.ts";

/** Reads forward only. */
export interface TarStream {
  /** Up to `most` bytes, at least one, lent until the next call; null at the end. */
  readonly some: (most: number) => Buffer | null;
  /** Passes over this many bytes; false where the stream ends before. */
  readonly skip: (count: number) => boolean;
}

const LARGE_PART = 256 * 1024;

/** A plain tar. */
export function plainStream(file: OpenFile): TarStream {
  let position = 0;
  return {
    some: (most) => {
      const length = Math.min(most, LARGE_PART, file.size - position);
      if (length <= 0) return null;
      const bytes = bytesAt(file, position, length);
      position += length;
      return bytes;
    },
    skip: (count) => {
      position += count;
      return position <= file.size;
    },
  };
}

/** A tar in a gzip file; `most` bounds what it may unpack to, so that no bomb is unpacked to its end. */
export function gzipStream(file: OpenFile, most: number): TarStream {
  const left: Buffer[] = [];
  const decoder = checkedMembers(file, most, (part) => left.push(part));
  let position = 0;
  let isOpen = true;
  const fill = (): void => {
    while (left.length === 0 && isOpen) {
      const length = Math.min(decoder.wants(), file.size - position);
      isOpen = length > 0;
      const bytes = isOpen ? bytesAt(file, position, length) : null;
      decode(file, () => {
        if (bytes === null) decoder.finish();
        else decoder.feed(bytes);
      });
      position += length;
    }
  };
  const some = (wanted: number): Buffer | null => {
    fill();
    const part = left.shift();
    if (part === undefined) return null;
    if (part.length > wanted) left.unshift(part.subarray(wanted));
    return part.subarray(0, wanted);
  };
  return { some, skip: (count) => skipThrough(some, count) };
}

function skipThrough(some: TarStream["some"], count: number): boolean {
  for (let passed = 0; passed < count; ) {
    const part = some(count - passed);
    if (part === null) return false;
    passed += part.length;
  }
  return true;
}

/** Unpacks, and compares each member with the checksum and the length at its end (RFC 1952, 2.3.1). */
function checkedMembers(file: OpenFile, most: number, take: (part: Buffer) => void): ReturnType<typeof gunzipping> {
  let [crc, count, whole] = [0, 0, 0];
  return gunzipping({
    take: (part) => {
      crc = crc32(part, crc);
      count += part.length;
      whole += part.length;
      if (whole > most)
        throw beyondLimit(
          { source: file.path },
          "it unpacks to more than the limits allow",
          "--max-size or --max-ratio",
        );
      take(Buffer.from(part.buffer, part.byteOffset, part.length));
    },
    memberEnds: (end) => {
      const trailer = bytesAt(file, end - 8, 8);
      if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== count % 2 ** 32)
        throw archiveDamaged({ source: file.path }, "its compressed data does not match its checksum");
      [crc, count] = [0, 0];
    },
  });
}

function decode(file: OpenFile, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
    throw archiveDamaged({ source: file.path }, `its compressed data is broken: ${error.message}`, error);
  }
}
