/** Reads regular files of a tree that somebody else writes to: through no link, held up by no FIFO, up to a size. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { isAboutThePath } from "./path-error.ts";

const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What came of reading a file; `seconds` is when it was last written, since 1970. */
export type SmallFile =
  | { readonly kind: "read"; readonly bytes: Buffer; readonly seconds: number }
  /** Nothing there, a folder, a link, a FIFO, or not wanted at its size. */
  | { readonly kind: "none" }
  | { readonly kind: "too large" }
  /** `code` is the system's own word: EACCES, ELOOP. */
  | { readonly kind: "not readable"; readonly code: string };

/** How much of a file to read. */
interface Appetite {
  readonly most: number;
  /** Asked with the size before anything is read. */
  readonly wants?: (size: number) => boolean;
}

/** Reads the file at a path. Throws where the disk fails. */
export function readSmallFile(path: Buffer, appetite: Appetite): SmallFile {
  let fd: number;
  try {
    fd = openSync(path, READ_ONLY);
  } catch (error) {
    return refused(error);
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { kind: "none" };
    if (stats.size > appetite.most) return { kind: "too large" };
    if (appetite.wants?.(stats.size) === false) return { kind: "none" };
    return { kind: "read", bytes: readAll(fd, stats.size), seconds: Math.floor(stats.mtimeMs / 1000) };
  } catch (error) {
    return refused(error);
  } finally {
    closeSync(fd);
  }
}

function refused(error: unknown): SmallFile {
  if (!isAboutThePath(error)) throw error;
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return { kind: "none" };
  return { kind: "not readable", code: error.code ?? "" };
}

function readAll(fd: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(fd, buffer, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** The beginning of a regular file, and whether that is all of it; null where it is none, or may not be read. */
export function readBeginning(
  path: Buffer,
  most: number,
): { readonly bytes: Buffer; readonly isWhole: boolean } | null {
  let fd: number;
  try {
    fd = openSync(path, READ_ONLY);
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    return null;
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return null;
    return { bytes: readAll(fd, Math.min(stats.size, most)), isWhole: stats.size <= most };
  } finally {
    closeSync(fd);
  }
}
