/** Reading an open archive by position, in parts of bounded size. */
import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { archiveDamaged } from "../../core/arrival-error.ts";

/** An open archive. */
export interface OpenFile {
  readonly fd: number;
  readonly path: string;
  readonly size: number;
  /** What was read last around a small piece: the next ones mostly lie beside it. */
  readonly near: { start: number; bytes: Buffer };
}

/** An archive of `size` bytes, open for reading as `fd`. */
export function openFile(fd: number, path: string, size: number): OpenFile {
  return { fd, path, size, near: { start: 0, bytes: Buffer.alloc(0) } };
}

const LARGE_PART = 256 * 1024;
/** A header and a small content or two. */
const SMALL_PART = 16 * 1024;

/** Exactly these bytes; throws `archive-damaged` where the file ends before. */
export function bytesAt(file: OpenFile, position: number, length: number): Buffer {
  if (position < 0 || length < 0 || position + length > file.size)
    throw archiveDamaged({ source: file.path }, "it ends too soon; it may be cut off");
  if (length <= SMALL_PART / 4) return nearBytes(file, position, length);
  const bytes = Buffer.allocUnsafe(length);
  fill(file, bytes, position);
  return bytes;
}

/** A small piece, read with what follows it, since a call of the system costs more than the bytes. What was handed out before stays as it is. */
function nearBytes(file: OpenFile, position: number, length: number): Buffer {
  const { near } = file;
  if (position < near.start || position + length > near.start + near.bytes.length) {
    const bytes = Buffer.allocUnsafe(Math.min(SMALL_PART, file.size - position));
    fill(file, bytes, position);
    Object.assign(near, { start: position, bytes });
  }
  return near.bytes.subarray(position - near.start, position - near.start + length);
}

/** Hands on the bytes of a range, part by part. */
export function eachPart(
  file: OpenFile,
  { start, end }: { readonly start: number; readonly end: number },
  take: (part: Buffer) => void,
): void {
  if (end - start <= SMALL_PART / 4) {
    if (end > start) take(bytesAt(file, start, end - start));
    return;
  }
  const buffer = Buffer.allocUnsafe(Math.min(LARGE_PART, end - start));
  for (let position = start; position < end; ) {
    const piece = buffer.subarray(0, Math.min(buffer.length, end - position));
    fill(file, piece, position);
    position += piece.length;
    take(piece);
  }
}

/** The sha256 of the whole file, in hex. */
export function digestOf(file: OpenFile): string {
  const hash = createHash("sha256");
  eachPart(file, { start: 0, end: file.size }, (part) => {
    hash.update(part);
  });
  return hash.digest("hex");
}

function fill(file: OpenFile, into: Buffer, position: number): void {
  for (let done = 0; done < into.length; ) {
    const count = readSync(file.fd, into, done, into.length - done, position + done);
    if (count === 0) throw archiveDamaged({ source: file.path }, "it became shorter while it was read");
    done += count;
  }
}
