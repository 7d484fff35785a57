import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { HoldfastError } from "../core/error.ts";
import { addName, at, type Dir, dropOwnName, look, rename, type Spot, syncDir } from "./dir.ts";
import { factOf } from "./facts.ts";
import { fileSystemOf } from "./mounts.ts";
import { naming } from "./named-error.ts";

/** What a file that we write shall be. */
export interface FileContent {
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** The temporary name, where it must be known beforehand; what an interrupted run left at it is dropped. Random otherwise. */
  readonly temporary?: string;
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Puts a file at `spot`, replacing a file or link there, by way of a temporary name in `stage` (same file system). When it
 * returns, the content and the name are durable; killed at any instant, `spot` has the old content or the new one.
 */
export function replaceFile(spot: Spot, stage: Dir, content: FileContent): void {
  putInPlace(writeStaged(stage, content), spot);
}

function putInPlace(temporary: Spot, spot: Spot): void {
  rename(temporary, spot);
  syncDir(spot.dir);
}

/** Like {@link replaceFile}, but only over a file that still holds exactly `was`: false when it is gone or holds something else by now. */
export function replaceKnown(spot: Spot, was: Uint8Array, content: FileContent): boolean {
  const temporary = writeStaged(spot.dir, content);
  if (readFileAt(spot, Number.MAX_SAFE_INTEGER)?.equals(was) !== true) {
    dropOwnName(temporary);
    return false;
  }
  putInPlace(temporary, spot);
  return true;
}

/** Like {@link replaceFile}, but never replaces: false when something already stood there. */
export function createFile(spot: Spot, stage: Dir, content: FileContent): boolean {
  const temporary = writeStaged(stage, content);
  try {
    addName(temporary, spot);
    return true;
  } catch (error) {
    // A lost reply over NFS: the link count says that the name was made after all.
    if (look(temporary)?.links === 2) return true;
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS"].includes(code)) throw noSecondNames(spot, error);
    if (code !== "EEXIST") throw error;
    return false;
  } finally {
    dropOwnName(temporary);
    syncDir(spot.dir);
  }
}

/**
 * Reads a regular file, never through a link and never blocking on a FIFO. Null when nothing or something else is there.
 * Throws `file-too-large` above `limit` bytes.
 */
export function readFileAt(spot: Spot, limit: number): Buffer | null {
  const found = look(spot);
  if (found?.kind !== "file") return null;
  const fd = openSync(at(spot), READ);
  try {
    const fact = factOf(fstatSync(fd, { bigint: true }));
    if (fact.kind !== "file") return null;
    if (fact.size > limit) throw tooLarge(spot, fact.size, limit);
    return readAll(fd, fact.size, limit);
  } finally {
    closeSync(fd);
  }
}

/** The first bytes of a regular file; null when nothing or something else is there. */
export function readHead(spot: Spot, length: number): Buffer | null {
  if (look(spot)?.kind !== "file") return null;
  const fd = openSync(at(spot), READ);
  try {
    if (!fstatSync(fd).isFile()) return null;
    const head = Buffer.alloc(length);
    return head.subarray(0, readSync(fd, head, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}

/** Makes a file at a temporary name in `stage`, whole and durable; the name is when its folder is. What an interrupted run left at a given name is dropped. */
export function writeStaged(stage: Dir, content: FileContent): Spot {
  const temporary: Spot = { dir: stage, name: content.temporary ?? `.tmp-${randomBytes(8).toString("hex")}` };
  if (content.temporary !== undefined && look(temporary)?.kind === "file") dropOwnName(temporary);
  makeFile(temporary, content);
  return temporary;
}

/** Makes a file at a name that is free, never over anything (EEXIST); its content is durable, its name when its folder is. A failure may leave it half written. */
export function makeFile(spot: Spot, content: Omit<FileContent, "temporary">): void {
  naming(`${spot.dir.path}/${spot.name}`, () => {
    const fd = openSync(at(spot), CREATE, 0o600);
    try {
      writeAll(fd, content.bytes);
      if (fstatSync(fd).size !== content.bytes.length) throw shortWrite(spot);
      if (content.owner) fchownSync(fd, content.owner.uid, content.owner.gid);
      fchmodSync(fd, content.mode);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done);
}

/** Reads to the end, at once where the file is as long as it is said to be; a little more than the limit where it grows beyond. */
function readAll(fd: number, size: number, limit: number): Buffer {
  let bytes = Buffer.allocUnsafeSlow(size + 1);
  let filled = 0;
  for (;;) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, null);
    filled += count;
    if (count === 0 || filled > limit) return bytes.subarray(0, filled);
    if (filled === bytes.length) bytes = Buffer.concat([bytes], 2 * filled + GROWS_BY);
  }
}

const GROWS_BY = 1 << 16;

/** link(2) says so with EPERM. Our locks and journals have to appear whole or not at all, and never over another. */
function noSecondNames(spot: Spot, cause: unknown): HoldfastError {
  return new HoldfastError({
    code: "hard-links-refused",
    message: `${capital(fileSystemOf(spot.dir.path))} refuses second names (hard links), which the lock and the journal in "${spot.dir.path}" need`,
    hint: "Put shared on a file system that has them (ext4, xfs, btrfs), together with the application",
    exit: "problems",
    cause,
  });
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function shortWrite(spot: Spot): HoldfastError {
  return new HoldfastError({
    code: "short-write",
    message: `"${spot.dir.path}/${spot.name}" came out shorter than what was written`,
    hint: "Look whether the disk or your quota is full, then run the command again",
    exit: "problems",
  });
}

function tooLarge(spot: Spot, size: number, limit: number): HoldfastError {
  return new HoldfastError({
    code: "file-too-large",
    message: `"${spot.dir.path}/${spot.name}" has ${size} bytes, more than the ${limit} that such a file may have`,
    hint: "It is not one that Holdfast wrote; move it away and run the command again",
  });
}
