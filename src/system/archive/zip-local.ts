/**
 * The local headers of a ZIP. Programs that read a ZIP as a stream see these and not the directory; an archive in which the two differ shows another
 * content to each, so name, size, method and checksum must be the same in both, and no two entries may share bytes.
 */
import { archiveDamaged } from "../../core/arrival-error.ts";
import { bytesAt, eachPart, type OpenFile } from "./file-parts.ts";
import type { ZipRecord } from "./zip-directory.ts";
import { extraFields, largeNumber, nameIn, UNICODE_PATH, wideNumbers } from "./zip-fields.ts";
import type { ZipPlaces } from "./zip-places.ts";

const LOCAL = { signature: 0x04034b50, length: 30 };
const DESCRIPTOR = 0x08074b50;
/** Sizes and checksum follow the data (bit 3 of the flags). */
const FOLLOWS = 1 << 3;

/** Where the packed data of one entry lies. */
export interface DataRange {
  readonly start: number;
  readonly end: number;
}

/** Where one entry lies in the file, from its own header to what follows its data. */
export interface Extent {
  readonly data: DataRange;
  readonly end: number;
}

/** How its content is packed, and where its own header begins. */
export type Packed = Pick<ZipRecord, "offset" | "packed" | "crc" | "method">;

/** Insists that the entries neither overlap nor leave anything between them; `directory` is where that begins. */
export function refuseOverlaps(
  file: OpenFile,
  { names, places, directory }: { readonly names: NameAt; readonly places: ZipPlaces; readonly directory: number },
): void {
  let before = 0;
  for (const index of places.inOrder()) {
    const { offset, end } = places.at(index);
    if (offset < before) throw damaged(file, names(index), "it shares bytes with another entry");
    if (end > directory) throw damaged(file, names(index), "it reaches into the directory");
    refuseUnclaimed(file, before, offset);
    before = end;
  }
  refuseUnclaimed(file, before, directory);
}

type NameAt = (index: number) => string;

/** What lies between the entries: zeros, as some programs pad; anything else may be an entry that only some programs see. */
function refuseUnclaimed(file: OpenFile, start: number, end: number): void {
  eachPart(file, { start, end }, (part) => {
    if (part.some((byte) => byte !== 0))
      throw archiveDamaged({ source: file.path }, "it holds bytes that belong to no entry of its directory");
  });
}

/** Where an entry lies; throws `archive-damaged` where its own header disagrees with the directory. */
export function extentOf(file: OpenFile, record: ZipRecord, nameBytes: Buffer): Extent {
  const head = bytesAt(file, record.offset, LOCAL.length);
  if (head.readUInt32LE(0) !== LOCAL.signature)
    throw damaged(file, record.name, "its own header is not where the directory says");
  const [nameLength, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)];
  const rest = bytesAt(file, record.offset + LOCAL.length, nameLength + extraLength);
  compare(file, record, { head, rest, nameBytes });
  const start = record.offset + LOCAL.length + rest.length;
  const data = { start, end: start + record.packed };
  return { data, end: (record.flags & FOLLOWS) === 0 ? data.end : descriptorEnd(file, record, data.end) };
}

/** The two parts of a local header, and the name in the directory. */
interface Headers {
  readonly head: Buffer;
  readonly rest: Buffer;
  readonly nameBytes: Buffer;
}

function compare(file: OpenFile, record: ZipRecord, { head, rest, nameBytes }: Headers): void {
  const nameLength = head.readUInt16LE(26);
  const differs = (what: string): Error =>
    damaged(file, record.name, `its own header has another ${what} than the directory`);
  if (!rest.subarray(0, nameLength).equals(nameBytes)) throw differs("name");
  if (head.readUInt16LE(8) !== record.method) throw differs("method");
  if (((head.readUInt16LE(6) ^ record.flags) & (FOLLOWS | 1)) !== 0) throw differs("set of flags");
  const extra = extraFields(rest.subarray(nameLength));
  if (extra === null) throw damaged(file, record.name, "its additional fields are broken");
  if (extra.has(UNICODE_PATH) && nameIn(nameBytes, extra) !== record.name) throw differs("name");
  const crc = head.readUInt32LE(14);
  const [size, packed] = wideNumbers(extra, [head.readUInt32LE(22), head.readUInt32LE(18)]);
  const isLater = (record.flags & FOLLOWS) !== 0;
  const agrees = (here: number | undefined, there: number): boolean => here === there || (isLater && (here ?? 0) === 0);
  if (!agrees(size, record.size) || !agrees(packed, record.packed)) throw differs("size");
  if (!agrees(crc, record.crc)) throw differs("checksum");
}

/** What follows the data says the same as the directory, with or without a signature, in 32 or 64 bits; the end of it. */
function descriptorEnd(file: OpenFile, record: ZipRecord, at: number): number {
  const bytes = bytesAt(file, at, Math.min(24, file.size - at));
  for (const head of [4, 0]) {
    if (head === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== DESCRIPTOR)) continue;
    if (bytes.length >= head + 12 && saysSmall(bytes.subarray(head), record)) return at + head + 12;
    if (bytes.length >= head + 20 && saysLarge(bytes.subarray(head), record)) return at + head + 20;
  }
  throw damaged(file, record.name, "what follows its data is not what the directory says");
}

function saysSmall(bytes: Buffer, { crc, packed, size }: ZipRecord): boolean {
  return bytes.readUInt32LE(0) === crc && bytes.readUInt32LE(4) === packed && bytes.readUInt32LE(8) === size;
}

function saysLarge(bytes: Buffer, { crc, packed, size }: ZipRecord): boolean {
  return bytes.readUInt32LE(0) === crc && largeNumber(bytes, 4) === packed && largeNumber(bytes, 12) === size;
}

function damaged(file: OpenFile, entry: string, what: string): Error {
  return archiveDamaged({ source: file.path, entry }, what);
}
