/**
 * Copies one node with everything that belongs to it. Not Node's own copyFile: that never ends where the source shrinks, and cuts short one that
 * grows. Here a file is read to its end, whatever it was said to be long; holes stay holes. The signature is taken before the first byte is read, so that
 * whoever compares it later sees any change made during the copy.
 */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lchownSync,
  lstatSync,
  openSync,
  readSync,
  writeSync,
  type BigIntStats,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { HoldfastError } from "../core/error.ts";
import { at, type Dir, dropOwnName, makeLink, type Spot } from "./dir.ts";
import { factOf, lookAt, signatureOf } from "./facts.ts";
import type { NativeFiles } from "./native-files.ts";

/** What a copy could not keep, as words: for the report. */
export type Lost = "owner" | "set-uid" | "attributes" | "node";

/** A copy that was made; `signature` is the source's from before it was read. */
export interface Copied {
  readonly signature: string;
  readonly lost: readonly Lost[];
  /** The file begins as a SQLite database does (sqlite.org/fileformat.html). */
  readonly database: boolean;
}

/** What a copy needs beyond what Node offers. */
export type CopyCalls = Pick<NativeFiles, "attributesOf" | "setAttribute" | "setTimesNs" | "makeSpecial">;

/** How copies are made; `durable` is false where the caller makes the whole file system durable afterwards. */
export interface Copier {
  readonly native: CopyCalls;
  readonly durable: boolean;
  /** Where blocks may be shared with the source, as long as the file system goes along; a copy of every byte where it is absent. */
  readonly clones?: Clones;
}

/** Whether this pair of file systems can clone; found out by the first try. */
export interface Clones {
  works: boolean;
}

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const WRITE = constants.O_RDWR | constants.O_NOFOLLOW;
const CHUNK = 1 << 18;
const PAGE = 4096;
const ZEROS = Buffer.alloc(PAGE);
const SQLITE = Buffer.from("SQLite format 3\0");

/**
 * Makes a copy of anything but a folder at a free name. Null where the source is gone or has become something else meanwhile, and then
 * nothing stands at `to`. A file is durable with `durable`; names are durable when their folder is.
 */
export function copyNode(from: Spot, to: Spot, copier: Copier): Copied | null {
  const { native } = copier;
  const stats = lstatSync(at(from), { bigint: true, throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) return null;
  if (stats.isFile()) return copyFile({ from, to, stats }, copier);
  const signature = signatureOf(factOf(stats));
  if (stats.isSymbolicLink()) {
    const text = lookAt(at(from))?.linkText;
    if (text === undefined) return null;
    makeLink(to, text);
  } else {
    try {
      native.makeSpecial(to, { mode: Number(stats.mode), rdev: stats.rdev });
    } catch {
      return { signature, lost: ["node"], database: false };
    }
  }
  return { signature, lost: copyFacts({ from, to, stats }, native), database: false };
}

/** Gives a folder that we made what {@link copyFacts} gives a copy. */
export function copyFolderFacts(from: Spot, to: Spot, native: CopyCalls): Lost[] {
  return copyFacts({ from, to, stats: lstatSync(at(from), { bigint: true }) }, native);
}

/** The files are given open where they can be: a name may have become another node's. */
interface Facts extends Copying {
  readonly open?: { readonly source: number; readonly target: number };
}

interface Copying {
  readonly from: Spot;
  readonly to: Spot;
  readonly stats: BigIntStats;
}

function copyFile(copying: Copying, { native, durable, clones }: Copier): Copied | null {
  const source = openOrNull(copying.from);
  if (source === null) return null;
  try {
    const stats = fstatSync(source, { bigint: true });
    if (!stats.isFile()) return null;
    const isClone = clones?.works === true && cloneBytes(source, copying.to, clones);
    const target = openSync(at(copying.to), isClone ? WRITE : CREATE, 0o600);
    try {
      const database = isClone ? beginsAsDatabase(target) : copyBytes(source, target, isSparse(stats));
      const lost = copyFacts({ ...copying, stats, open: { source, target } }, native);
      if (durable) fsyncSync(target);
      return { signature: signatureOf(factOf(stats)), lost, database };
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

function openOrNull(spot: Spot): number | null {
  try {
    return openSync(at(spot), READ);
  } catch (error) {
    if (["ENOENT", "ELOOP", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

function isSparse(stats: BigIntStats): boolean {
  return stats.blocks * 512n < stats.size;
}

/**
 * Makes a new file that shares the blocks of an open one (FICLONE, ioctl_ficlonerange(2)); false where the file system cannot, and then nothing stands at
 * the name. The source is named by its descriptor, so nothing is followed.
 */
function cloneBytes(source: number, to: Spot, clones: Clones): boolean {
  try {
    copyFileSync(`/proc/self/fd/${source}`, at(to), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if (!CANNOT_CLONE.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    clones.works = false;
    return false;
  }
}

/** Whether files in an open folder of ours can share their blocks with others there; what is made to try it is gone on return. */
export function probeClone(dir: Dir): boolean {
  const [from, to]: readonly [Spot, Spot] = [
    { dir, name: `.tmp-${randomBytes(8).toString("hex")}` },
    { dir, name: `.tmp-${randomBytes(8).toString("hex")}` },
  ];
  const clones: Clones = { works: true };
  const source = openSync(at(from), CREATE, 0o600);
  try {
    writePart(source, ZEROS, { position: 0, sparse: false });
    if (cloneBytes(source, to, clones)) dropOwnName(to);
    return clones.works;
  } finally {
    closeSync(source);
    dropOwnName(from);
  }
}

const CANNOT_CLONE: readonly string[] = ["ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENOTTY", "EINVAL", "EXDEV", "EPERM"];

function beginsAsDatabase(file: number): boolean {
  const head = Buffer.alloc(SQLITE.length);
  return readSync(file, head, 0, head.length, 0) === head.length && head.equals(SQLITE);
}

/** Reads to the end and writes all of it; true for a database. Throws where the copy is not as long as what was read. */
function copyBytes(source: number, target: number, sparse: boolean): boolean {
  const part = Buffer.allocUnsafe(CHUNK);
  let done = 0;
  let database = false;
  for (;;) {
    const count = readSync(source, part, 0, CHUNK, done);
    if (count === 0) break;
    if (done === 0) database = part.subarray(0, Math.min(count, SQLITE.length)).equals(SQLITE);
    writePart(target, part.subarray(0, count), { position: done, sparse });
    done += count;
  }
  if (sparse) ftruncateSync(target, done);
  if (fstatSync(target).size !== done) throw shortCopy();
  return database;
}

function writePart(
  target: number,
  part: Buffer,
  { position, sparse }: { readonly position: number; readonly sparse: boolean },
): void {
  for (let start = 0; start < part.length; start += sparse ? PAGE : part.length) {
    const piece = sparse ? part.subarray(start, start + PAGE) : part;
    if (sparse && isZero(piece)) continue;
    let done = 0;
    while (done < piece.length) done += writeSync(target, piece, done, piece.length - done, position + start + done);
  }
}

function isZero(piece: Buffer): boolean {
  return piece.equals(ZEROS.subarray(0, piece.length));
}

function shortCopy(): HoldfastError {
  return new HoldfastError({
    code: "short-write",
    message: "A copy came out shorter than what was read",
    hint: "Look whether the disk or your quota is full, then run the command again",
    exit: "problems",
  });
}

/**
 * Gives a node that we made owner, mode, attributes and times of another. A copy never gains privilege: set-uid and set-gid bits and file
 * capabilities are kept only where the owner is kept and is not root.
 */
function copyFacts(copying: Facts, native: CopyCalls): Lost[] {
  const { to, stats } = copying;
  const lost: Lost[] = [];
  const keepsOwner = giveTo(copying);
  if (!keepsOwner) lost.push("owner");
  const mayKeepBits = keepsOwner && stats.uid !== 0n;
  lost.push(...copyAttributes(copying, native, mayKeepBits));
  const mode = Number(stats.mode) & 0o7777;
  const bits = stats.isFile() ? mode & 0o6000 : 0;
  if (bits !== 0 && !mayKeepBits) lost.push("set-uid");
  setMode(copying, mayKeepBits ? mode : mode & ~bits);
  native.setTimesNs(to, { atimeNs: stats.atimeNs, mtimeNs: stats.mtimeNs });
  return [...new Set(lost)];
}

function copyAttributes(copying: Facts, native: CopyCalls, mayKeepBits: boolean): Lost[] {
  const lost: Lost[] = [];
  for (const [name, value] of native.attributesOf(copying.open?.source ?? copying.from)) {
    if (name === "security.capability" && !mayKeepBits) lost.push("set-uid");
    else if (!setOrReport(() => native.setAttribute(copying.to, name, value))) lost.push("attributes");
  }
  return lost;
}

function giveTo({ to, stats, open }: Facts): boolean {
  const owner = [Number(stats.uid), Number(stats.gid)] as const;
  const now = lookAt(at(to));
  if (now?.uid === owner[0] && now.gid === owner[1]) return true;
  return setOrReport(() => {
    if (open === undefined) lchownSync(at(to), ...owner);
    else fchownSync(open.target, ...owner);
  });
}

/** A link has no mode of its own; a special file of ours is never opened, because that alone can set a device going. */
function setMode({ to, stats, open }: Facts, mode: number): void {
  if (open !== undefined) fchmodSync(open.target, mode);
  else if (!stats.isSymbolicLink()) chmodSync(at(to), mode);
}

/** False where we may not, or this file system cannot. */
function setOrReport(set: () => void): boolean {
  try {
    set();
    return true;
  } catch (error) {
    if (["EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}
