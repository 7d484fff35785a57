/**
 * Directories held open by descriptor. Every change of Holdfast's goes through a directory opened component by component with
 * O_NOFOLLOW and then through `/proc/self/fd/N/name`, which is openat(2) in plain Node: a component that somebody swaps
 * for a link while we work cannot lead us out of the tree (rsync's SECURITY.md says why
 * O_NOFOLLOW on the last component alone is not enough).
 *
 * All calls are synchronous, so that their order is the same in every run and each can be interrupted in a test.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { decodeName, encodeName, hasEscapedBytes } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import { type AbsPath, abs, type RelPath, segmentsOf, under } from "../core/path.ts";
import { bytes } from "./bytes-path.ts";
import { factOf, lookAt, type NodeFact } from "./facts.ts";
import { named, naming, withName } from "./named-error.ts";

/** An open directory. `path` is for messages only. */
export interface Dir {
  readonly fd: number;
  readonly path: AbsPath;
}

/** One name in an open directory. */
export interface Spot {
  readonly dir: Dir;
  readonly name: string;
}

/**
 * Only Linux has `/proc/self/fd` and is changed on; elsewhere, and in a jail without `/proc`, a directory is a path and
 * read, and only `init` makes new files there (`cli/applying.ts` refuses the rest).
 */
export const HAS_DESCRIPTORS = process.platform === "linux" && existsSync("/proc/self/fd");
export const NO_DESCRIPTOR = -1;
/** `O_PATH` (asm-generic/fcntl.h), which Node does not name: enough to go through a folder that may be entered but not listed, as /home often is. */
const O_PATH = 0o10000000;
const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Opens a folder that may be entered, through no link. */
export const WAY = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Opens a physical path. Throws a {@link HoldfastError} `parent-is-a-link` where a component is a link by now, and the
 * system's own error where one is missing.
 */
export function openDir(path: AbsPath): Dir {
  if (!HAS_DESCRIPTORS) return { fd: NO_DESCRIPTOR, path };
  const segments = segmentsOf(path);
  let fd = openSync("/", segments.length === 0 ? DIRECTORY : WAY);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const next = openStep({ fd, segment, path }, isLast ? DIRECTORY : WAY);
    closeSync(fd);
    fd = next;
  }
  return { fd, path };
}

/** Opens a directory inside an open one, never through a link. */
export function openChild(dir: Dir, name: string): Dir {
  if (!HAS_DESCRIPTORS) return { fd: NO_DESCRIPTOR, path: abs(`${dir.path}/${name}`) };
  const path = name === "." ? dir.path : under(dir.path, name as RelPath);
  try {
    return { fd: openSync(at({ dir, name }), DIRECTORY), path };
  } catch (error) {
    throw named(error, path);
  }
}

/** The same, in a tree that others work in; null where the name is gone, or no folder any more. */
export function openChildIfThere({ dir, name }: Spot): Dir | null {
  try {
    return openChild(dir, name);
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

/** True for the error of a call on a name that is gone, or has become something else: what happens in a tree that others work in. */
export function isVanished(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ESTALE"].includes(
    (withName(error) as NodeJS.ErrnoException).code ?? "",
  );
}

/** True for what the system answered to a call, whatever it was; false for an error of the program's own. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

export function closeDir(dir: Dir): void {
  if (dir.fd !== NO_DESCRIPTOR) closeSync(dir.fd);
}

/** Opens a directory, runs `work`, closes it in every case. */
export function withDir<T>(path: AbsPath, work: (dir: Dir) => T): T {
  const dir = openDir(path);
  try {
    return work(dir);
  } finally {
    closeDir(dir);
  }
}

/** A path that names the spot whatever has become of the directory's own path; bytes only where the name is none as text. */
export function at(spot: Spot): Buffer | string {
  if (spot.dir.fd === NO_DESCRIPTOR) return bytes(`${spot.dir.path}/${spot.name}`);
  const folder = `/proc/self/fd/${spot.dir.fd}/`;
  if (!hasEscapedBytes(spot.name)) return folder + spot.name;
  return Buffer.concat([Buffer.from(folder), encodeName(spot.name)]);
}

/** The same in bytes, with the NUL that ends a path for the system's own calls. */
export function terminatedAt(spot: Spot): Buffer {
  return Buffer.concat([Buffer.from(at(spot)), Buffer.from([0])]);
}

/** A spot's path, for messages. */
export function shown(spot: Spot): string {
  return `${spot.dir.path}/${spot.name}`;
}

/** Looks at a spot without following it; null when nothing is there. */
export function look(spot: Spot): NodeFact | null {
  try {
    return lookAt(at(spot));
  } catch (error) {
    throw named(error, shown(spot));
  }
}

/** What a spot's link leads to, as every program finds it, or why nobody gets through. */
export type Through = { readonly fact: NodeFact } | { readonly fact: null; readonly answer: string };

/** Looks through a spot's link: ENOENT, ELOOP (also from a mount with nosymfollow), EACCES are answers, not errors. */
export function lookThrough(spot: Spot): Through {
  try {
    return { fact: factOf(statSync(at(spot), { bigint: true })) };
  } catch (error) {
    return { fact: null, answer: (error as NodeJS.ErrnoException).code ?? "" };
  }
}

/** The facts of an open directory itself. */
export function lookAtSelf(dir: Dir): NodeFact {
  if (dir.fd === NO_DESCRIPTOR) return factOf(lstatSync(bytes(dir.path), { bigint: true }));
  return factOf(fstatSync(dir.fd, { bigint: true }));
}

/** The names in an open directory, sorted by their code units so that runs are alike. */
export function namesIn(dir: Dir): string[] {
  const names = listedIn(dir);
  return (names.some(isOdd) ? bytesIn(dir) : names).sort();
}

/** The names in an open directory in any order, those that are no text not as they are: for counting. */
export function listedIn(dir: Dir): string[] {
  return naming(dir.path, () => readdirSync(at({ dir, name: "." })));
}

function bytesIn(dir: Dir): string[] {
  const names = naming(dir.path, () => readdirSync(at({ dir, name: "." }), { encoding: "buffer" }));
  return names.map((name) => decodeName(name));
}

/** True where bytes that are no text may have been replaced. */
function isOdd(name: string): boolean {
  return name.includes("\ufffd");
}

/** Makes a directory; EEXIST where anything is there. Durable after {@link syncDir} of the parent. */
export function makeDir(spot: Spot, mode: number): void {
  naming(shown(spot), () => mkdirSync(at(spot), { mode }));
}

/** Makes a symbolic link; EEXIST where anything is there. */
export function makeLink(spot: Spot, text: string): void {
  naming(shown(spot), () => {
    symlinkSync(Buffer.from(encodeName(text)), at(spot));
  });
}

/** Gives an existing node a second name; never follows, never replaces. */
export function addName(from: Spot, to: Spot): void {
  naming(shown(to), () => {
    linkSync(at(from), at(to));
  });
}

/** rename(2): replaces a file or link at `to`. */
export function rename(from: Spot, to: Spot): void {
  naming(shown(to), () => {
    renameSync(at(from), at(to));
  });
}

/** Removes a name of our own making: a link, a temporary file, or a second name of a node that stays. */
export function dropOwnName(spot: Spot): void {
  naming(shown(spot), () => {
    unlinkSync(at(spot));
  });
}

/** Removes an empty directory of our own making. */
export function dropOwnDir(spot: Spot): void {
  naming(shown(spot), () => {
    rmdirSync(at(spot));
  });
}

/** Makes the names in a directory durable. A failure ends the run; it is never retried (ATC'20: retrying after fsync fails is wrong). */
export function syncDir(dir: Dir): void {
  if (dir.fd === NO_DESCRIPTOR) return;
  naming(dir.path, () => {
    fsyncSync(dir.fd);
  });
}

function openStep(
  { fd, segment, path }: { readonly fd: number; readonly segment: string; readonly path: AbsPath },
  flags: number,
): number {
  const step = Buffer.concat([Buffer.from(`/proc/self/fd/${fd}/`), encodeName(segment)]);
  try {
    return openSync(step, flags);
  } catch (error) {
    const parentIsLink = lookAt(step)?.kind === "link";
    closeSync(fd);
    if (!parentIsLink) throw error;
    throw new HoldfastError({
      code: "parent-is-a-link",
      message: `"${segment}" on the way to "${path}" has become a link while Holdfast was working`,
      hint: "Look who put it there, then run the command again",
      exit: "problems",
      cause: error,
    });
  }
}
