/**
 * Opens a tar, plain or in gzip: one pass over the headers lists it, another reads contents and insists on the same entries. Formats: ustar, GNU with
 * long names, pax with path, linkpath, size and mtime. What programs read differently is refused: sparse files, parts, contents behind links.
 */
import type { ArrivalLimits, ArrivedEntry, SourceKind } from "../../core/arrival.ts";
import { archiveDamaged, beyondLimit, type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { refuseBeyond } from "../../core/arrival-limits.ts";
import { decodeName } from "../../core/bytes.ts";
import type { Archive, Sink } from "./archive.ts";
import { checkedSink } from "./checked-sink.ts";
import { entryList, folderName } from "./entry-list.ts";
import type { OpenFile } from "./file-parts.ts";
import { type Extended, extendedIn } from "./tar-extended.ts";
import { BLOCK, headerIn, isZero, type TarHeader } from "./tar-header.ts";
import type { TarStream } from "./tar-stream.ts";

/** An extended header holds a name or two. */
const LONGEST_EXTENDED = 1024 * 1024;
const KINDS: Readonly<Record<string, ArrivedEntry["kind"]>> = {
  "0": "file",
  "7": "file",
  "5": "directory",
  "1": "hard-link",
  "2": "link",
  "3": "other",
  "4": "other",
  "6": "other",
};
const OTHERS: Readonly<Record<string, string>> = { "3": "a character device", "4": "a block device", "6": "a FIFO" };

/** Lists a tar; `begin` opens its stream anew. Throws by name for what is damaged or not read. */
export function openTar(
  file: OpenFile,
  begin: () => TarStream,
  { kind, limits }: { readonly kind: SourceKind; readonly limits: ArrivalLimits },
): Pick<Archive, "entries" | "readThrough"> {
  const entries = entryList({ source: file.path, limits });
  let bytes = 0;
  walk(file, begin(), (entry) => {
    entries.add(entry);
    bytes += entry.size;
    // What is not compressed ends where its file ends.
    if (kind === "tar-gz") refuseBeyond({ source: file.path, kind, size: file.size }, bytes, limits);
    if (entries.length > limits.entries)
      throw beyondLimit({ source: file.path }, `it has more than ${limits.entries} entries`, "--max-entries");
    return null;
  });
  return {
    entries,
    readThrough: (sinkOf) => {
      let index = 0;
      walk(file, begin(), (entry) => {
        const listed = entries.at(index);
        if (listed?.name !== entry.name || listed.kind !== entry.kind || listed.size !== entry.size)
          throw archiveDamaged({ source: file.path, entry: entry.name }, "the archive was changed while it was read");
        return sinkOf(index++);
      });
      if (index !== entries.length)
        throw archiveDamaged({ source: file.path }, "the archive was changed while it was read");
    },
  };
}

/** What headers before an entry say of it. */
interface Said {
  readonly everything: Extended;
  readonly next: Extended;
  readonly longName?: string;
  readonly longLink?: string;
}

const NOTHING: Said = { everything: {}, next: {} };

/** Goes through the entries; `visit` gives a sink for the content of one, or null. */
function walk(file: OpenFile, stream: TarStream, visit: (entry: ArrivedEntry) => Sink | null): void {
  let said = NOTHING;
  for (;;) {
    const block = blockOf(file, stream);
    if (isZero(block)) {
      if (said !== NOTHING && !isOnlyGlobal(said))
        throw damaged(file, "it ends behind a header that belongs to an entry");
      readEnd(file, stream);
      return;
    }
    const header = headerIn(block);
    if ("fault" in header) throw damaged(file, header.fault);
    const more = saidBy(file, stream, { header, said });
    if (more !== null) {
      said = more;
      continue;
    }
    const entry = entryOf(file, header, said);
    readContent(file, stream, { entry, sink: visit(entry) });
    said = { everything: said.everything, next: {} };
  }
}

function isOnlyGlobal({ next, longName, longLink }: Said): boolean {
  return Object.keys(next).length === 0 && longName === undefined && longLink === undefined;
}

/** What is known after a header that only speaks of others; null for an entry's own. */
function saidBy(
  file: OpenFile,
  stream: TarStream,
  { header, said }: { readonly header: TarHeader; readonly said: Said },
): Said | null {
  const { type, size } = header;
  if (!["x", "g", "L", "K"].includes(type)) return null;
  if (size > LONGEST_EXTENDED) throw damaged(file, "a header in it is longer than any name");
  // What a stream gives is only lent, and it is read on before this is looked at.
  const bytes = Buffer.from(take(file, stream, size));
  if (!stream.skip(padding(size))) throw cutOff(file);
  if (type === "L") return { ...said, longName: longText(bytes) };
  if (type === "K") return { ...said, longLink: longText(bytes) };
  const extended = extendedIn(bytes);
  if (extended === null) throw damaged(file, "an extended header in it is broken");
  if (type !== "g") return { ...said, next: { ...said.next, ...extended } };
  if (extended.path !== undefined || extended.linkpath !== undefined || extended.size !== undefined)
    throw entryRefused(
      { source: file.path },
      "it gives one name or size to all entries, which programs read differently",
    );
  return { ...said, everything: { ...said.everything, ...extended } };
}

function longText(bytes: Buffer): string {
  return decodeName(bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);
}

/** What an entry is by its own header and by those before it; the nearer one counts. */
interface Known {
  readonly type: string;
  readonly name: string;
  readonly size: number;
  readonly target: string;
  readonly mtime: number;
  readonly sparse: boolean;
}

function known(header: TarHeader, said: Said): Known {
  const extended = { ...said.everything, ...said.next };
  return {
    type: header.type,
    name: extended.path ?? said.longName ?? header.name,
    size: extended.size ?? header.size,
    target: extended.linkpath ?? said.longLink ?? header.linkName,
    mtime: extended.mtime ?? header.mtime,
    sparse: extended.sparse === true || header.type === "S",
  };
}

function entryOf(file: OpenFile, header: TarHeader, said: Said): ArrivedEntry {
  const { type, name, size, target, mtime, sparse } = known(header, said);
  const culprit: Culprit = { source: file.path, entry: name };
  if (sparse) throw entryRefused(culprit, "it is a sparse file, which programs unpack differently", UNSPARSE);
  const mode = header.mode & 0o7777;
  const kind = KINDS[type];
  if (kind === undefined) throw entryRefused(culprit, `it is of a type that is not read (${JSON.stringify(type)})`);
  // Before tar knew types, the slash at its end told a folder.
  if (kind === "directory" || (kind === "file" && name.endsWith("/")))
    return { name: folderName(name), kind: "directory", size, mode, mtime };
  if (kind === "file") return { name, kind, size, mode, mtime };
  if (size > 0) throw entryRefused(culprit, "it is no file and has a content all the same");
  return kind === "other"
    ? { name, kind, size, mode, mtime, what: OTHERS[type] ?? "" }
    : { name, kind, size, mode, mtime, target };
}

const UNSPARSE = "Make the archive without --sparse";

function readContent(
  file: OpenFile,
  stream: TarStream,
  { entry, sink }: { readonly entry: ArrivedEntry; readonly sink: Sink | null },
): void {
  const { size } = entry;
  if (sink === null) {
    if (!stream.skip(size + padding(size))) throw cutOff(file);
    return;
  }
  const checked = checkedSink(sink, { size }, { source: file.path, entry: entry.name });
  for (let left = size; left > 0; ) {
    const part = stream.some(left);
    if (part === null) throw cutOff(file);
    checked.write(part);
    left -= part.length;
  }
  checked.end();
  if (!stream.skip(padding(size))) throw cutOff(file);
}

/** Two blocks of zeros, and zeros up to the end: whatever else stands there is seen by some programs only. */
function readEnd(file: OpenFile, stream: TarStream): void {
  if (!isZero(blockOf(file, stream))) throw damaged(file, "a single block of zeros stands between its entries");
  for (let part = stream.some(BLOCK); part !== null; part = stream.some(BLOCK * BLOCK))
    if (!isZero(part)) throw damaged(file, "something stands behind its end");
}

function blockOf(file: OpenFile, stream: TarStream): Buffer {
  return take(file, stream, BLOCK);
}

function take(file: OpenFile, stream: TarStream, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let left = length; left > 0; ) {
    const part = stream.some(left);
    if (part === null) throw cutOff(file);
    parts.push(part);
    left -= part.length;
  }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function cutOff(file: OpenFile): Error {
  return damaged(file, "it ends without the mark of its end; it may be cut off");
}

function damaged(file: OpenFile, what: string): Error {
  return archiveDamaged({ source: file.path }, what);
}
