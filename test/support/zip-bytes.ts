/** Writes ZIPs byte by byte: every field of every header can be set, also to what no ZIP program would write. */
import { crc32, deflateRawSync } from "node:zlib";

/** Fields of a local header or of a record of the directory. */
interface ZipFields {
  readonly signature: number;
  readonly version: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly name: string | Buffer;
  readonly extra: Buffer;
}

/** One entry. What is not said is as an honest program on Unix writes it. */
export interface ZipEntry extends Partial<ZipFields> {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  /** Stands in place of the packed data. */
  readonly raw?: Buffer;
  /** With its type bits; 0o100644 where it is not said. */
  readonly mode?: number;
  /** 3 is Unix, 0 is DOS. */
  readonly madeBy?: number;
  readonly attributes?: number;
  readonly disk?: number;
  readonly offset?: number;
  readonly comment?: Buffer;
  /** What the local header says differently. */
  readonly local?: Partial<ZipFields>;
  /** Sizes behind the data: signed as most write it, bare, with 64 bits, or these bytes. */
  readonly descriptor?: "signed" | "bare" | "wide" | Buffer;
  /** True: sizes and place stand in the field of 64-bit numbers. */
  readonly wide?: boolean;
  /** True: the directory does not name it. */
  readonly hidden?: boolean;
}

/** What stands around the entries. */
export interface ZipFrame {
  readonly prefix?: Buffer;
  readonly beforeDirectory?: Buffer;
  readonly beforeEnd?: Buffer;
  readonly comment?: Buffer;
  readonly trailing?: Buffer;
  /** Numbers of the end record. */
  readonly end?: Partial<ZipEnd>;
  /** An end record with 64-bit numbers, and what it says differently. */
  readonly wideEnd?: Partial<ZipEnd> & { readonly locator?: number };
}

interface ZipEnd {
  readonly disk: number;
  readonly startDisk: number;
  readonly countHere: number;
  readonly count: number;
  readonly length: number;
  readonly start: number;
  readonly commentLength: number;
}

const NOTHING = Buffer.alloc(0);
const DEFLATED = 8;
const FOLLOWS = 8;
const FULL = 0xffffffff;
const AN_HOUR_IN_2025 = { time: 0x6000, date: (45 << 9) | (6 << 5) | 1 };

/** A ZIP. */
export function zipOf(entries: readonly ZipEntry[], frame: ZipFrame = {}): Buffer {
  const { prefix = NOTHING, beforeDirectory = NOTHING, beforeEnd = NOTHING, trailing = NOTHING } = frame;
  const parts: Buffer[] = [];
  const records: Buffer[] = [];
  let position = 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    position += part.length;
  };
  add(prefix);
  for (const entry of entries) {
    const { local, record } = writtenEntry(entry, position);
    add(local);
    if (entry.hidden !== true) records.push(record);
  }
  add(beforeDirectory);
  const start = position;
  for (const record of records) add(record);
  const honest = { count: records.length, length: position - start, start };
  if (frame.wideEnd !== undefined) add(wideEndOf(honest, frame.wideEnd, position));
  add(beforeEnd);
  add(endOf({ ...honest, ...frame.end }, frame.comment));
  add(trailing);
  return Buffer.concat(parts);
}

/** An additional field. */
export function extraField(id: number, data: Buffer): Buffer {
  return Buffer.concat([u16(id), u16(data.length), data]);
}

/** The field of Info-ZIP that gives an entry a second name in UTF-8. */
export function unicodePath(header: string | Buffer, name: string, crc: number = crc32(Buffer.from(header))): Buffer {
  return extraField(0x7075, Buffer.concat([Buffer.of(1), u32(crc), Buffer.from(name)]));
}

/** The field of 64-bit numbers. */
export function wideField(...numbers: readonly (number | bigint)[]): Buffer {
  return extraField(1, Buffer.concat(numbers.map(u64)));
}

/** Every field with a value: as said, else as an honest program has it. */
function filled(entry: ZipEntry): { readonly fields: ZipFields; readonly raw: Buffer } {
  const data = Buffer.from(entry.data ?? "");
  const method = entry.method ?? (entry.data === undefined ? 0 : DEFLATED);
  const raw = entry.raw ?? (method === DEFLATED ? deflateRawSync(data) : data);
  const fields = {
    signature: 0x02014b50,
    version: 20,
    flags: entry.descriptor === undefined ? 0 : FOLLOWS,
    ...AN_HOUR_IN_2025,
    crc: crc32(data),
    packed: raw.length,
    size: data.length,
    extra: NOTHING,
    ...entry,
    method,
  };
  return { fields, raw };
}

function writtenEntry(entry: ZipEntry, place: number): { readonly local: Buffer; readonly record: Buffer } {
  const { fields, raw } = filled(entry);
  const { crc, packed, size } = fields;
  const isWide = entry.wide === true;
  const later = entry.descriptor === undefined ? { crc, packed, size } : { crc: 0, packed: 0, size: 0 };
  const small = isWide ? { size: FULL, packed: FULL } : {};
  const withWide = (...numbers: readonly number[]): Buffer =>
    isWide ? Buffer.concat([fields.extra, wideField(...numbers)]) : fields.extra;
  const local = localHeader({
    ...fields,
    ...later,
    ...small,
    signature: 0x04034b50,
    extra: withWide(later.size, later.packed),
    ...entry.local,
  });
  const offset = entry.offset ?? (isWide ? FULL : place);
  const record = directoryRecord({ ...fields, ...small, extra: withWide(size, packed, place) }, { ...entry, offset });
  return { local: Buffer.concat([local, raw, descriptorOf(entry.descriptor, { crc, packed, size })]), record };
}

function localHeader(fields: ZipFields): Buffer {
  const name = Buffer.from(fields.name);
  return Buffer.concat([
    u32(fields.signature),
    u16(fields.version),
    common(fields),
    u16(name.length),
    u16(fields.extra.length),
    name,
    fields.extra,
  ]);
}

function directoryRecord(fields: ZipFields, entry: ZipEntry): Buffer {
  const name = Buffer.from(fields.name);
  const comment = entry.comment ?? NOTHING;
  const mode = entry.mode ?? (name.at(-1) === 0x2f ? 0o040755 : 0o100644);
  return Buffer.concat([
    u32(fields.signature),
    Buffer.of(30, entry.madeBy ?? 3),
    u16(fields.version),
    common(fields),
    u16(name.length),
    u16(fields.extra.length),
    u16(comment.length),
    u16(entry.disk ?? 0),
    u16(0),
    u32(entry.attributes ?? (mode << 16) >>> 0),
    u32(entry.offset ?? 0),
    name,
    fields.extra,
    comment,
  ]);
}

function common({ flags, method, time, date, crc, packed, size }: ZipFields): Buffer {
  return Buffer.concat([u16(flags), u16(method), u16(time), u16(date), u32(crc), u32(packed), u32(size)]);
}

function descriptorOf(
  kind: ZipEntry["descriptor"],
  { crc, packed, size }: Pick<ZipFields, "crc" | "packed" | "size">,
): Buffer {
  if (kind === undefined) return NOTHING;
  if (Buffer.isBuffer(kind)) return kind;
  const head = kind === "bare" ? Buffer.alloc(0) : u32(0x08074b50);
  const number = kind === "wide" ? u64 : u32;
  return Buffer.concat([head, u32(crc), number(packed), number(size)]);
}

function wideEndOf(
  honest: Pick<ZipEnd, "count" | "length" | "start">,
  said: NonNullable<ZipFrame["wideEnd"]>,
  position: number,
): Buffer {
  const end = { disk: 0, startDisk: 0, ...honest, ...said };
  return Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45),
    u16(45),
    u32(end.disk),
    u32(end.startDisk),
    u64(said.countHere ?? end.count),
    u64(end.count),
    u64(end.length),
    u64(end.start),
    u32(0x07064b50),
    u32(0),
    u64(said.locator ?? position),
    u32(1),
  ]);
}

/** An end record by itself. */
export function endOf(end: Partial<ZipEnd>, comment: Buffer = NOTHING): Buffer {
  const { disk = 0, startDisk = 0, count = 0, length = 0, start = 0 } = end;
  return Buffer.concat([
    u32(0x06054b50),
    u16(disk),
    u16(startDisk),
    u16(end.countHere ?? count),
    u16(count),
    u32(length),
    u32(start),
    u16(end.commentLength ?? comment.length),
    comment,
  ]);
}

function u16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number & 0xffff);
  return bytes;
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number >>> 0);
  return bytes;
}

function u64(number: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes;
}
