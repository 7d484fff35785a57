/** Gives a node of our own making the owner, mode, attributes and times that were noted of another, by the rules of a copy: it never gains privilege. */
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsyncSync, lchownSync, openSync } from "node:fs";
import type { Lost } from "./copy-file.ts";
import { at, look, type Spot } from "./dir.ts";
import type { NativeFiles } from "./native-files.ts";

/** What was noted. */
export interface NotedFacts {
  readonly kind: "directory" | "file" | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
  readonly attributes: ReadonlyMap<string, Buffer>;
}

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const MARKS = 0o6000;

interface How {
  readonly native: NativeFiles;
  readonly durable: boolean;
}

/** Sets them; what may not be set is said. With `durable` the node is durable on return; of a folder, the names in it are too. */
export function giveFacts(spot: Spot, facts: NotedFacts, how: How): Lost[] {
  if (facts.kind === "link") return give(spot, facts, { ...how, fd: null });
  // Opened before its mode may shut it.
  const fd = openSync(at(spot), READ);
  try {
    const lost = give(spot, facts, { ...how, fd });
    if (how.durable) fsyncSync(fd);
    return lost;
  } finally {
    closeSync(fd);
  }
}

function give(spot: Spot, facts: NotedFacts, how: How & { readonly fd: number | null }): Lost[] {
  const lost: Lost[] = [];
  const keepsOwner = giveOwner(spot, facts, how.fd);
  if (!keepsOwner) lost.push("owner");
  const mayKeepMarks = keepsOwner && facts.uid !== 0;
  for (const [name, value] of facts.attributes) {
    const set = (): void => {
      how.native.setAttribute(spot, name, value);
    };
    if (name === "security.capability" && !mayKeepMarks) lost.push("set-uid");
    else if (!isAllowed(set)) lost.push("attributes");
  }
  const marks = facts.kind === "file" ? facts.mode & MARKS : 0;
  if (marks !== 0 && !mayKeepMarks) lost.push("set-uid");
  if (how.fd !== null) giveMode(how.fd, mayKeepMarks ? facts.mode : facts.mode & ~marks);
  how.native.setTimesNs(spot, { atimeNs: facts.mtimeNs, mtimeNs: facts.mtimeNs });
  return [...new Set(lost)];
}

function giveOwner(spot: Spot, { uid, gid }: NotedFacts, fd: number | null): boolean {
  const now = look(spot);
  if (now?.uid === uid && now.gid === gid) return true;
  return isAllowed(() => {
    if (fd === null) lchownSync(at(spot), uid, gid);
    else fchownSync(fd, uid, gid);
  });
}

function giveMode(fd: number, mode: number): void {
  if ((fstatSync(fd).mode & 0o7777) !== mode) fchmodSync(fd, mode);
}

/** False where we may not, or this file system cannot. */
function isAllowed(set: () => void): boolean {
  try {
    set();
    return true;
  } catch (error) {
    if (["EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}
