/**
 * Drops from a retired folder what shared provably has: a name whose inode stands at the same path in shared, or in the rescue folder. A name
 * is moved aside first and looked at there, so that a file that somebody has put at it meanwhile goes back instead of away; a folder
 * goes only when it is empty. What is left stays.
 */
import { isDenied } from "../system/path-error.ts";
import { bytes } from "../system/bytes-path.ts";
import {
  closeDir,
  type Dir,
  dropOwnDir,
  dropOwnName,
  look,
  namesIn,
  openChild,
  rename,
  type Spot,
} from "../system/dir.ts";
import { lookAt, type NodeFact } from "../system/facts.ts";
import { endOf } from "../system/observe.ts";
import type { Run } from "./run.ts";

/** What dropping works with. */
export interface Dropping {
  readonly run: Run;
  /** Where the rescued versions of a name below the entry are. */
  readonly rescued: ReadonlyMap<string, readonly string[]>;
  /** A free name on the same file system, for a name of this path. */
  readonly aside: (path: string) => Spot;
  /** Says whether what stands at `here`, which is as `fact` says, is provably kept elsewhere. */
  readonly isKept: (names: Names, fact: NodeFact) => boolean;
  /** Says whether somebody should hear of a name that stays. */
  readonly isWorthNaming: (here: Spot, there: Spot | null) => boolean;
}

/** What stays: `left`: worth naming; `denied`: we may not remove it. Paths below the entry. */
export interface Rest {
  readonly left: string[];
  readonly denied: string[];
}

/** Drops what can be dropped. */
export function dropRetired(roots: { readonly retired: Spot; readonly shared: Spot }, dropping: Dropping): Rest {
  const rest: Rest = { left: [], denied: [] };
  dropName({ here: roots.retired, there: roots.shared, path: "" }, dropping, rest);
  return rest;
}

/** One name of the retired folder. */
export interface Names {
  readonly here: Spot;
  /** Its place in shared; null where shared has no such folder. */
  readonly there: Spot | null;
  readonly path: string;
}

function dropName(names: Names, dropping: Dropping, rest: Rest): void {
  const fact = look(names.here);
  if (fact === null) return;
  if (fact.kind === "directory") {
    dropFolder(names, dropping, rest);
    return;
  }
  if (isProvablyKept(names, fact, dropping)) {
    let isTaken = false;
    const take = (): void => {
      isTaken = takeAway(names, fact, dropping);
    };
    if (!isAllowed(take)) rest.denied.push(names.path);
    else if (!isTaken) rest.left.push(names.path);
  } else if (dropping.isWorthNaming(names.here, names.there)) rest.left.push(names.path);
}

function dropFolder(names: Names, dropping: Dropping, rest: Rest): void {
  const here = openChild(names.here.dir, names.here.name);
  let isInShared = false;
  try {
    const there = openIfFolder(names.there);
    isInShared = there !== null;
    try {
      for (const name of namesIn(here)) {
        const path = names.path === "" ? name : `${names.path}/${name}`;
        dropName({ here: { dir: here, name }, there: there && { dir: there, name }, path }, dropping, rest);
      }
    } finally {
      if (there !== null) closeDir(there);
    }
  } finally {
    closeDir(here);
  }
  // A folder that shared does not have stays with its owner and mode, though its files are in the rescue folder.
  if (isInShared && !isAllowed(() => dropIfEmpty(names.here))) rest.denied.push(names.path);
}

function openIfFolder(spot: Spot | null): Dir | null {
  return spot !== null && look(spot)?.kind === "directory" ? openChild(spot.dir, spot.name) : null;
}

/** Removes a folder that nothing is in; one that something came into meanwhile stays. */
export function dropIfEmpty(spot: Spot): void {
  try {
    dropOwnDir(spot);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Makes a change; false where the folder it is made in is another user's. */
export function isAllowed(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

function isProvablyKept(names: Names, fact: NodeFact, dropping: Dropping): boolean {
  if (dropping.isKept(names, fact)) return true;
  return (dropping.rescued.get(names.path) ?? []).some((kept) => lookAt(bytes(kept))?.id === fact.id);
}

/** The rule for a retired folder whose files have second names in shared: the very inode stands there, or a link of ours leads to what does. */
export function isSameNode({ here, there }: Names, fact: NodeFact): boolean {
  const other = there === null ? null : look(there);
  if (other === null) return false;
  return fact.id === other.id || (fact.kind === "link" && endOf(here.dir.path, fact.linkText ?? "").id === other.id);
}

/** False where something else was put at the name since we looked; it went back. */
function takeAway({ here, path }: Names, expected: NodeFact, dropping: Dropping): boolean {
  const aside = dropping.aside(path);
  rename(here, aside);
  const isIt = look(aside)?.id === expected.id;
  if (isIt) dropOwnName(aside);
  else dropping.run.native.renameNoReplace(aside, here);
  return isIt;
}
