/**
 * The central directory of a ZIP (PKWARE's APPNOTE 6.3.x: 4.3.12 to 4.3.16). Where two readers could see two archives in the same bytes, it is
 * refused: the directory must end where its end record begins, and that record where the file ends.
 */
import { decodeName } from "../../core/bytes.ts";
import { archiveDamaged, entryRefused } from "../../core/arrival-error.ts";
import { bytesAt, type OpenFile } from "./file-parts.ts";
import { extraFields, largeNumber, nameIn, smallTime, wideNumbers } from "./zip-fields.ts";

/** One entry of the directory. */
export interface ZipRecord {
  readonly name: string;
  /** The system that made it, by whose rules `attributes` are read: 3 and 19 are Unix. */
  readonly madeBy: number;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly attributes: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** Where the directory is, and how many entries it says it has. */
export interface Directory {
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

const END = { signature: 0x06054b50, length: 22, longestComment: 0xffff };
/** The mark as bytes: a comment that holds it is one that some programs take for the end record. */
const END_MARK = Buffer.from("PK\x05\x06", "latin1");
const LOCATOR = { signature: 0x07064b50, length: 20 };
const WIDE_END = { signature: 0x06064b50, length: 56 };
/** 200,000 entries have 20 MB; their names are held in memory. */
const LARGEST = 64 * 1024 * 1024;
const RECORD = { signature: 0x02014b50, length: 46 };
/** Three parts of a record have a length of 16 bits each. */
const LONGEST_RECORD = RECORD.length + 3 * 0xffff;
const PIECE = 256 * 1024;

/** Finds the directory; throws `archive-damaged` or `archive-refused` by name, and `tooMany` where it says that it has more than `most` entries. */
export function directoryOf(file: OpenFile, most: number, tooMany: (count: number) => Error): Directory {
  const directory = endOf(file);
  const { length, count } = directory;
  if (count > most) throw tooMany(count);
  if (count * RECORD.length > length) throw damaged(file, "its directory is shorter than the number of its entries");
  if (length > LARGEST) throw damaged(file, "its directory is larger than that of any archive which is read here");
  return directory;
}

/** The directory's records one by one, with the bytes of their names, lent until the next; throws where there are not as many as it says. */
export function* recordsIn(file: OpenFile, directory: Directory): Generator<FoundRecord> {
  const { count } = directory;
  let found = 0;
  for (const record of recordsOf(file, directory)) {
    found += 1;
    // One more than were counted shows that they are too many.
    if (found > count) break;
    yield record;
  }
  if (found === count) return;
  const what = found > count ? "more" : "fewer";
  throw damaged(file, `its directory holds ${what} entries than the ${count} that it says`);
}

interface FoundRecord {
  readonly record: ZipRecord;
  readonly nameBytes: Buffer;
}

function* recordsOf(file: OpenFile, { start, length }: Directory): Generator<ReturnType<typeof recordAt>> {
  for (let position = 0; position < length; ) {
    const piece = bytesAt(file, start + position, Math.min(PIECE, length - position));
    const isLast = position + piece.length === length;
    // A record that may reach out of a piece begins the next one.
    const last = isLast ? piece.length - 1 : piece.length - LONGEST_RECORD;
    let at = 0;
    while (at <= last) {
      const found = recordAt(file, piece, at);
      yield found;
      at = found.next;
    }
    position += at;
  }
}

function endOf(file: OpenFile): Directory {
  const tail = bytesAt(
    file,
    Math.max(0, file.size - END.length - END.longestComment),
    Math.min(file.size, END.length + END.longestComment),
  );
  const found = endPositions(tail);
  const at = found.at(-1);
  if (at === undefined) throw damaged(file, "it has no end record, or something stands behind it; it may be cut off");
  if (found.length > 1 || tail.includes(END_MARK, at + 1))
    throw damaged(file, "it has two end records, and programs would disagree about what it holds");
  const position = file.size - tail.length + at;
  const record = tail.subarray(at);
  const disks = [record.readUInt16LE(4), record.readUInt16LE(6), record.readUInt16LE(8) - record.readUInt16LE(10)];
  const small: Directory = {
    start: record.readUInt32LE(16),
    length: record.readUInt32LE(12),
    count: record.readUInt16LE(10),
  };
  const wide = wideEnd(file, position, small);
  if (wide === null && disks.some((number) => number !== 0)) throw split(file);
  const { end, endsAt } = wide ?? { end: small, endsAt: position };
  if (end.start + end.length !== endsAt)
    throw damaged(
      file,
      "its directory does not end where its end record begins; something was put before, between or behind",
    );
  return end;
}

/** Where in the tail an end record stands whose comment reaches exactly to the end. */
function endPositions(tail: Buffer): number[] {
  const found: number[] = [];
  for (let at = tail.length - END.length; at >= 0; at--)
    if (tail.readUInt32LE(at) === END.signature && at + END.length + tail.readUInt16LE(at + 20) === tail.length)
      found.push(at);
  return found;
}

/** The end record with 64-bit numbers; null where there is none. Both must say the same. */
function wideEnd(
  file: OpenFile,
  position: number,
  small: Directory,
): { readonly end: Directory; readonly endsAt: number } | null {
  const locator = position < LOCATOR.length ? null : bytesAt(file, position - LOCATOR.length, LOCATOR.length);
  if (locator?.readUInt32LE(0) !== LOCATOR.signature) {
    if (small.start === FULL || small.length === FULL)
      throw damaged(file, "its numbers are too large for it, and the record with larger ones is missing");
    return null;
  }
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) throw split(file);
  const endsAt = largeNumber(locator, 8);
  const end = wideRecord(bytesAt(file, endsAt, WIDE_END.length), { file, length: position - LOCATOR.length - endsAt });
  if (
    !saysSame(small.start, end.start) ||
    !saysSame(small.length, end.length) ||
    !saysSame(small.count, end.count, FULL_COUNT)
  )
    throw damaged(file, "its two end records say different things");
  return { end, endsAt };
}

const FULL = 0xffffffff;
const FULL_COUNT = 0xffff;

function saysSame(small: number, wide: number, full: number = FULL): boolean {
  return small === full || small === wide;
}

function wideRecord(record: Buffer, { file, length }: { readonly file: OpenFile; readonly length: number }): Directory {
  if (record.readUInt32LE(0) !== WIDE_END.signature || 12 + largeNumber(record, 4) !== length)
    throw damaged(file, "its end record with 64-bit numbers is not where it should be");
  const [here, all] = [largeNumber(record, 24), largeNumber(record, 32)];
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0 || here !== all) throw split(file);
  return { start: largeNumber(record, 48), length: largeNumber(record, 40), count: all };
}

function recordAt(
  file: OpenFile,
  bytes: Buffer,
  at: number,
): { readonly record: ZipRecord; readonly nameBytes: Buffer; readonly next: number } {
  if (at + RECORD.length > bytes.length || bytes.readUInt32LE(at) !== RECORD.signature)
    throw damaged(file, "its directory is broken");
  const [nameLength, extraLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
  const nameEnd = at + RECORD.length + nameLength;
  const next = nameEnd + extraLength + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) throw damaged(file, "its directory is broken");
  const nameBytes = bytes.subarray(at + RECORD.length, nameEnd);
  const extra = extraFields(bytes.subarray(nameEnd, nameEnd + extraLength));
  if (extra === null) throw damaged(file, "its additional fields are broken", decodeName(nameBytes));
  const name = nameIn(nameBytes, extra);
  if (name === null)
    throw damaged(file, "it has two names, and programs would disagree about them", decodeName(nameBytes));
  const [size, packed, offset] = wideNumbers(extra, [
    bytes.readUInt32LE(at + 24),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 42),
  ]);
  if (size === undefined || packed === undefined || offset === undefined)
    throw damaged(file, "its 64-bit numbers are missing or too large", name);
  const disk = bytes.readUInt16LE(at + 34);
  if (disk !== 0 && disk !== 0xffff) throw split(file);
  const record: ZipRecord = {
    name,
    madeBy: bytes.readUInt8(at + 5),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed,
    size,
    attributes: bytes.readUInt32LE(at + 38),
    offset,
    mtime: smallTime(extra, bytes.readUInt16LE(at + 12), bytes.readUInt16LE(at + 14)),
  };
  return { record, nameBytes, next };
}

function split(file: OpenFile): Error {
  return entryRefused(
    { source: file.path },
    "it is one part of several, which are not read",
    "Join the parts into one: zip -s 0 FIRST.zip --out whole.zip",
  );
}

function damaged(file: OpenFile, what: string, entry?: string): Error {
  return archiveDamaged({ source: file.path, ...(entry === undefined ? {} : { entry }) }, what);
}
