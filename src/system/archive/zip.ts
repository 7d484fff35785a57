/** Opens a ZIP: its entries from the central directory, each compared with its own header, and their contents with length and checksum. */
import type { ArrivalLimits, ArrivedEntry } from "../../core/arrival.ts";
import { archiveDamaged, beyondLimit, type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { decodeName } from "../../core/bytes.ts";
import type { Archive, Sink } from "./archive.ts";
import { checkedSink } from "./checked-sink.ts";
import { eachPart, type OpenFile } from "./file-parts.ts";
import { BrokenStream, inflating } from "./inflate.ts";
import { type DataRange, dataRanges } from "./zip-local.ts";
import { readDirectory, type ZipRecord } from "./zip-directory.ts";

/** Bits of the flags that mean encryption: of the data, by a strong method, of the directory. */
const ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const PATCHED = 1 << 5;
const METHODS: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
};
const STORED = 0;
const DEFLATED = 8;
/** Systems by whose rules the attributes hold a mode: Unix, and macOS. */
const UNIX = [3, 19];
const LONGEST_LINK = 4095;

interface Zip {
  readonly file: OpenFile;
  readonly records: readonly ZipRecord[];
  readonly ranges: readonly DataRange[];
}

/** Lists a ZIP and compares its headers; throws by name for what is damaged, encrypted, split or packed by a method that is not read. */
export function openZip(file: OpenFile, limits: ArrivalLimits): Pick<Archive, "entries" | "readThrough"> {
  const { records, start } = readDirectory(file, limits.entries, (count) =>
    beyondLimit({ source: file.path }, `it has ${count} entries, more than ${limits.entries}`, "--max-entries"),
  );
  for (const record of records) refuseUnreadable(file, record);
  const zip: Zip = { file, records, ranges: dataRanges(file, records, start) };
  const order = records.map((_, index) => index).sort((a, b) => (records[a]?.offset ?? 0) - (records[b]?.offset ?? 0));
  return {
    entries: records.map((record, index) => entryOf(zip, record, index)),
    readThrough: (sinkOf) => {
      for (const index of order) {
        const sink = sinkOf(index);
        if (sink !== null) readOne(zip, index, sink);
      }
    },
  };
}

function refuseUnreadable(file: OpenFile, { name, flags, method, packed, size }: ZipRecord): void {
  const culprit: Culprit = { source: file.path, entry: name };
  if ((flags & ENCRYPTED) !== 0)
    throw entryRefused(culprit, "it is encrypted", "Unpack it with its password, look at it, and name the folder");
  if ((flags & PATCHED) !== 0) throw entryRefused(culprit, "it is a patch to another file, which is not read");
  if (method !== STORED && method !== DEFLATED)
    throw entryRefused(
      culprit,
      `it is packed by a method that is not read (${METHODS[method] ?? `number ${method}`})`,
      "Unpack it with another program (7z x FILE), look at it, and name the folder",
    );
  if (method === STORED && packed !== size) throw archiveDamaged(culprit, "it is not packed, but its two sizes differ");
}

function entryOf(zip: Zip, record: ZipRecord, index: number): ArrivedEntry {
  const { name, size, mtime } = record;
  const mode = UNIX.includes(record.madeBy) ? record.attributes >>> 16 : 0;
  const common = { name, size, mtime, mode: mode === 0 ? null : mode & 0o7777 };
  const kind = kindOf(record, mode);
  if (kind === "link") return { ...common, kind, target: linkText(zip, record, index) };
  return kind === "other" ? { ...common, kind, what: "a device, FIFO or socket" } : { ...common, kind };
}

function kindOf({ name, madeBy, attributes }: ZipRecord, mode: number): ArrivedEntry["kind"] {
  const type = mode & 0o170000;
  if (type === 0o120000) return "link";
  if (type === 0o040000 || name.endsWith("/")) return "directory";
  if (type !== 0 && type !== 0o100000) return "other";
  // DOS has a bit for folders.
  return !UNIX.includes(madeBy) && (attributes & 0x10) !== 0 ? "directory" : "file";
}

function linkText(zip: Zip, { name, size }: ZipRecord, index: number): string {
  if (size > LONGEST_LINK)
    throw entryRefused({ source: zip.file.path, entry: name }, "it is a link whose text is longer than any path");
  const parts: Buffer[] = [];
  readOne(zip, index, { write: (part) => parts.push(Buffer.from(part)), end: () => undefined });
  return decodeName(Buffer.concat(parts));
}

function readOne({ file, records, ranges }: Zip, index: number, to: Sink): void {
  const [record, range] = [records[index], ranges[index]];
  if (record === undefined || range === undefined) throw new Error(`No entry ${index}`);
  const culprit: Culprit = { source: file.path, entry: record.name };
  const sink = checkedSink(to, record, culprit);
  if (record.method === STORED) eachPart(file, range, sink.write);
  else inflate(file, range, { sink, culprit });
  sink.end();
}

function inflate(
  file: OpenFile,
  range: DataRange,
  { sink, culprit }: { readonly sink: Sink; readonly culprit: Culprit },
): void {
  const stream = inflating(sink.write);
  try {
    eachPart(file, range, stream.feed);
    stream.finish();
  } catch (error) {
    if (error instanceof BrokenStream)
      throw archiveDamaged(culprit, `its compressed data is broken: ${error.message}`, error);
    throw error;
  }
}
