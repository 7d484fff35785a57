/** Opens a ZIP: its entries from the central directory, each compared with its own header, and their contents with length and checksum. */
import type { ArrivalLimits, ArrivedEntry } from "../../core/arrival.ts";
import { archiveDamaged, beyondLimit, type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { decodeName } from "../../core/bytes.ts";
import type { Archive, Sink } from "./archive.ts";
import { checkedSink } from "./checked-sink.ts";
import { type EntryList, entryList, folderName } from "./entry-list.ts";
import { eachPart, type OpenFile } from "./file-parts.ts";
import { BrokenStream, inflating } from "./inflate.ts";
import { directoryOf, recordsIn, type ZipRecord } from "./zip-directory.ts";
import { type DataRange, type Extent, extentOf, refuseOverlaps } from "./zip-local.ts";
import { type ZipPlaces, zipPlaces } from "./zip-places.ts";

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
  readonly entries: EntryList;
  readonly places: ZipPlaces;
}

/** Lists a ZIP and compares its headers; throws by name for what is damaged, encrypted, split or packed by a method that is not read. */
export function openZip(file: OpenFile, limits: ArrivalLimits): Pick<Archive, "entries" | "readThrough"> {
  const zip = listed(file, limits);
  return {
    entries: zip.entries,
    readThrough: (sinkOf) => {
      for (const index of zip.places.inOrder()) {
        const sink = sinkOf(index);
        if (sink !== null) readOne(file, packedAt(zip, index), sink);
      }
    },
  };
}

function listed(file: OpenFile, limits: ArrivalLimits): Zip {
  const directory = directoryOf(file, limits.entries, (count) =>
    beyondLimit({ source: file.path }, `it has ${count} entries, more than ${limits.entries}`, "--max-entries"),
  );
  const [entries, places] = [entryList({ source: file.path, limits }), zipPlaces(directory.count)];
  const links: number[] = [];
  for (const { record, nameBytes } of recordsIn(file, directory)) {
    refuseUnreadable(file, record);
    places.add(record, extentOf(file, record, nameBytes));
    const entry = entryOf(record);
    if (entry.kind === "link") links.push(entries.length);
    entries.add(entry);
  }
  refuseOverlaps(file, { names: (index) => entries.at(index)?.name ?? "", places, directory: directory.start });
  const zip: Zip = { file, entries, places };
  // Only now is it known that no two entries share bytes: a small archive could have one text read a thousand times.
  for (const index of links) entries.retarget(index, linkText(file, packedAt(zip, index)));
  return zip;
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

function entryOf(record: ZipRecord): ArrivedEntry {
  const { name, size, mtime } = record;
  const bits = modeOf(record);
  const [kind, mode] = [kindOf(record), bits === 0 ? null : bits & 0o7777];
  if (kind === "other") return { name, kind, size, mode, mtime, what: "a device, FIFO or socket" };
  return { name: kind === "directory" ? folderName(name) : name, kind, size, mode, mtime };
}

function modeOf({ madeBy, attributes }: ZipRecord): number {
  return UNIX.includes(madeBy) ? attributes >>> 16 : 0;
}

function kindOf(record: ZipRecord): ArrivedEntry["kind"] {
  const { name, madeBy, attributes } = record;
  const type = modeOf(record) & 0o170000;
  if (type === 0o120000) return "link";
  if (type === 0o040000 || name.endsWith("/")) return "directory";
  if (type !== 0 && type !== 0o100000) return "other";
  // DOS has a bit for folders.
  return !UNIX.includes(madeBy) && (attributes & 0x10) !== 0 ? "directory" : "file";
}

/** A content to read: where it is, how it is packed, and what it must come to. */
type Content = Pick<ZipRecord, "name" | "size" | "crc" | "method"> & Pick<Extent, "data">;

function packedAt({ entries, places }: Zip, index: number): Content {
  const { name = "", size = 0 } = entries.at(index) ?? {};
  const { crc, method, data } = places.at(index);
  return { name, size, crc, method, data };
}

function linkText(file: OpenFile, content: Content): string {
  if (content.size > LONGEST_LINK)
    throw entryRefused({ source: file.path, entry: content.name }, "it is a link whose text is longer than any path");
  const parts: Buffer[] = [];
  readOne(file, content, { write: (part) => parts.push(Buffer.from(part)), end: () => undefined });
  return decodeName(Buffer.concat(parts));
}

function readOne(file: OpenFile, content: Content, to: Sink): void {
  const culprit: Culprit = { source: file.path, entry: content.name };
  const sink = checkedSink(to, content, culprit);
  if (content.method === STORED) eachPart(file, content.data, sink.write);
  else inflate(file, content.data, { sink, culprit });
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
