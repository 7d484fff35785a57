/**
 * Reads the names in git's index, `.git/index` (git's own description: Documentation/gitformat-index.txt). Versions 2, 3 and 4,
 * with SHA-1 and SHA-256. What is not understood to the last byte is no evidence at all: a name read wrongly could make
 * somebody's upload pass for a file of the repository.
 */
import { decodeName } from "./bytes.ts";
import { parseRel, type RelPath } from "./path.ts";

/** What git knows of a work tree. */
export interface GitNames {
  /** Every file and link in the index. */
  readonly tracked: ReadonlySet<RelPath>;
  /** Submodules and folders left out of a sparse checkout: their contents are tracked, but not by name in this index. */
  readonly elsewhere: ReadonlySet<RelPath>;
}

export type GitIndexReading = GitNames | { readonly fault: string };

const HASHES = [20, 32] as const;
const HEAD = 12;
/** What precedes the hash: times, device, inode, mode, owner, size. */
const STAT = 40;
const MODE_AT = 24;
const EXTENDED = 0x4000;
const LENGTH_MASK = 0xfff;
/** Names share their beginnings in version 4: few bytes may spell very much. */
const LONGEST_NAME = 4096;
const MOST_NAME_BYTES = 64 * 1024 * 1024;

/** Reads an index; a fault says in a few words why it is no evidence. Never throws, whatever the bytes. */
export function readGitIndex(bytes: Uint8Array): GitIndexReading {
  if (bytes.length < HEAD + HASHES[0] || ascii(bytes, 0, 4) !== "DIRC") return { fault: "it is damaged" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return { fault: `its version is ${version}` };
  const readings = HASHES.map((hash) => readWith({ bytes, view, version, hash }));
  return readings.find((reading) => !("fault" in reading)) ?? readings[0] ?? { fault: "it is damaged" };
}

/** A file or link of the commit that is checked out: git's id of its content in hex. */
export interface GitBlob {
  readonly kind: "file" | "link";
  readonly id: string;
}

/**
 * The contents of the commit that a work tree was made from, or why the index does not tell them. It does where git noted in it which tree the whole index is
 * (the extension TREE): it notes that at a checkout and at a commit, and takes it back as soon as anything is staged.
 */
export function readGitBlobs(bytes: Uint8Array): ReadonlyMap<RelPath, GitBlob> | { readonly fault: string } {
  const names = readGitIndex(bytes);
  if ("fault" in names) return names;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readings = HASHES.map((hash) => blobsWith({ bytes, view, version: view.getUint32(4), hash }));
  return readings.find((reading) => !("fault" in reading)) ?? readings[0] ?? { fault: "it is damaged" };
}

function blobsWith(source: Source): ReadonlyMap<RelPath, GitBlob> | { readonly fault: string } {
  const blobs = new Map<RelPath, GitBlob>();
  let at = HEAD;
  let before: Uint8Array = new Uint8Array(0);
  for (let count = source.view.getUint32(8); count > 0; count--) {
    const entry = readEntry(source, at, before);
    if (entry === undefined || entry.name.length === 0) return { fault: "it is damaged" };
    if ((source.view.getUint16(at + STAT + source.hash) & STAGE_MASK) !== 0)
      return { fault: "a merge is not finished" };
    const kind = entry.type === LINK ? "link" : "file";
    const id = source.bytes.subarray(at + STAT, at + STAT + source.hash);
    if (entry.type === FILE || entry.type === LINK)
      blobs.set(decodeName(entry.name) as RelPath, { kind, id: Array.from(id, hexOf).join("") });
    before = entry.name;
    at = entry.end;
  }
  const fault = faultBehind(source, at);
  if (fault !== undefined) return { fault };
  return isOneTree(source, at) ? blobs : { fault: "something is staged that is not committed" };
}

const STAGE_MASK = 0x3000;

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** True where the extension TREE says how many entries the root has; `-1` stands there while it is out of date. */
function isOneTree({ bytes, view, hash }: Source, from: number): boolean {
  for (let at = from; at + 8 <= bytes.length - hash; at += 8 + view.getUint32(at + 4)) {
    if (ascii(bytes, at, at + 4) !== "TREE") continue;
    const head = ascii(bytes, at + 8, Math.min(at + 8 + 20, bytes.length));
    return /^\0\d+ /.test(head);
  }
  return false;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly version: number;
  readonly hash: number;
}

interface Entry {
  readonly name: Uint8Array;
  readonly type: number;
  readonly end: number;
}

function readWith(source: Source): GitIndexReading {
  const tracked = new Set<RelPath>();
  const elsewhere = new Set<RelPath>();
  const count = source.view.getUint32(8);
  let at = HEAD;
  let before: Uint8Array = new Uint8Array(0);
  let spelled = 0;
  for (let index = 0; index < count; index++) {
    const entry = readEntry(source, at, before);
    if (entry === undefined) return { fault: "it is damaged" };
    // Only where the names stand in another file has an entry none.
    if (entry.name.length === 0) return { fault: "it is split" };
    spelled += entry.name.length;
    if (spelled > MOST_NAME_BYTES) return { fault: "it is too large" };
    const path = parseRel(decodeName(entry.name));
    if (path === undefined) return { fault: "it is damaged" };
    if (entry.type === FILE || entry.type === LINK) tracked.add(path);
    else if (entry.type === SUBMODULE || entry.type === FOLDER) elsewhere.add(path);
    else return { fault: "it is damaged" };
    before = entry.name;
    at = entry.end;
  }
  const fault = faultBehind(source, at);
  return fault === undefined ? { tracked, elsewhere } : { fault };
}

/** The four high bits of a mode. */
const FILE = 0b1000;
const LINK = 0b1010;
const SUBMODULE = 0b1110;
const FOLDER = 0b0100;

function readEntry(source: Source, at: number, before: Uint8Array): Entry | undefined {
  const { view, version, hash } = source;
  const flagsAt = at + STAT + hash;
  if (flagsAt + 4 > view.byteLength) return undefined;
  const flags = view.getUint16(flagsAt);
  const extended = (flags & EXTENDED) !== 0;
  if (extended && version < 3) return undefined;
  const named = {
    start: flagsAt + (extended ? 4 : 2),
    length: flags & LENGTH_MASK,
    type: view.getUint32(at + MODE_AT) >>> 12,
  };
  return version === 4 ? readSharedName(source, named, before) : readWholeName(source, named, at);
}

interface Named {
  readonly start: number;
  /** As the flags say; {@link LENGTH_MASK} for any longer one. */
  readonly length: number;
  readonly type: number;
}

/** A name that stands whole, padded with one to eight NULs to a multiple of eight. */
function readWholeName({ bytes }: Source, { start, length, type }: Named, at: number): Entry | undefined {
  const nul = bytes.indexOf(0, start);
  if (nul < 0 || !fits(nul - start, length)) return undefined;
  const end = at + ((nul - at + 8) & ~7);
  if (end > bytes.length || bytes.subarray(nul, end).some((byte) => byte !== 0)) return undefined;
  return { name: bytes.subarray(start, nul), type, end };
}

/** Version 4: how many bytes to drop from the end of the name before, and what follows instead. */
function readSharedName({ bytes }: Source, { start, length, type }: Named, before: Uint8Array): Entry | undefined {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let drop = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    if (drop > LONGEST_NAME) return undefined;
    byte = bytes[at++] ?? 0;
    drop = (drop + 1) * 128 + (byte & 0x7f);
  }
  const nul = bytes.indexOf(0, at);
  const kept = before.length - drop;
  if (nul < 0 || kept < 0 || !fits(kept + nul - at, length)) return undefined;
  const name = new Uint8Array(kept + nul - at);
  name.set(before.subarray(0, kept));
  name.set(bytes.subarray(at, nul), kept);
  return { name, type, end: nul + 1 };
}

function fits(found: number, said: number): boolean {
  return found <= LONGEST_NAME && (said === LENGTH_MASK ? found >= LENGTH_MASK : found === said);
}

/** Extensions up to the checksum. One in lower case must be understood; `link` says that the names stand in another file. */
function faultBehind({ bytes, view, hash }: Source, from: number): string | undefined {
  const end = bytes.length - hash;
  let at = from;
  while (at < end) {
    if (at + 8 > end) return "it is damaged";
    const signature = ascii(bytes, at, at + 4);
    if (signature === "link") return "it is split";
    if (!/^[A-Z]/.test(signature) && signature !== "sdir") return "it is damaged";
    at += 8 + view.getUint32(at + 4);
  }
  return at === end ? undefined : "it is damaged";
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
