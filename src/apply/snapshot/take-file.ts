/** One file into a snapshot: as a second name of the same file in the snapshot before where it is unchanged, else cloned, else copied. */
import type { SnapshotNode } from "../../core/snapshot.ts";
import { addName, type Dir, dropOwnName, look, type Spot } from "../../system/dir.ts";
import { type Clones, type Copied, copyNode } from "../../system/copy-file.ts";
import { type NodeFact, signatureOf } from "../../system/facts.ts";
import { digestAt } from "../../system/file-digest.ts";
import type { NativeFiles } from "../../system/native-files.ts";

/** What a snapshot is being made with. */
export interface Taking {
  readonly native: NativeFiles;
  readonly durable: boolean;
  readonly clones: Clones;
  /** What the snapshot before says of each path; empty where there is none. */
  readonly before: ReadonlyMap<string, SnapshotNode>;
  /** Paths of the databases in it: one that is linked from there is not read, so that nothing else tells. */
  readonly databasesBefore: ReadonlySet<string>;
  /** Opens the folder in which the snapshot before has a path's parent; null where it has none. */
  readonly folderBefore: (path: string) => Dir | null;
  /** By `dev:ino`: the first name of a file that has several. */
  readonly firsts: Map<string, SnapshotNode>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A file as it came into the snapshot. */
export interface TakenFile {
  readonly sha256: string;
  readonly size: number;
  readonly fact: NodeFact;
  readonly database: boolean;
  /** What the snapshot before says of it, where its data is linked from there; all of that still holds, since any change shows in the change time. */
  readonly before: SnapshotNode | null;
  /** It was written to each time it was copied. */
  readonly moving: boolean;
}

const TRIES = 3;
/** A write within the same tick of the clock that stamps files leaves no trace in their times. */
const TOO_LATELY_MS = 2000;
const NS_IN_MS = 1_000_000n;

/** Takes a file that was just looked at; null where it is gone. */
export function takeFile(
  from: Spot,
  to: Spot,
  { path, fact, taking }: { readonly path: string; readonly fact: NodeFact; readonly taking: Taking },
): TakenFile | null {
  return linkUnchanged(fact, to, { path, taking }) ?? copyStill(from, to, taking);
}

/** By what the next snapshot knows that a file is unchanged; absent where it could be written to again without a trace. */
export function knownBy(fact: NodeFact, taking: Taking): { readonly known?: string } {
  const age = taking.clock() - Number(fact.ctimeNs / NS_IN_MS);
  return age < TOO_LATELY_MS ? {} : { known: keyOf(fact) };
}

/** True where a file is, by its inode, size and times, the one that the snapshot before has. */
export function isUnchanged(before: SnapshotNode | undefined, fact: NodeFact): boolean {
  if (before?.kind !== "file" || before.sha256 === undefined || before.sameAs !== undefined) return false;
  return before.known === keyOf(fact) && before.size === fact.size && before.mtime === String(fact.mtimeNs);
}

function keyOf(fact: NodeFact): string {
  return `${fact.id.slice(fact.id.indexOf(":") + 1)}:${fact.ctimeNs}`;
}

function linkUnchanged(
  fact: NodeFact,
  to: Spot,
  { path, taking }: { readonly path: string; readonly taking: Taking },
): TakenFile | null {
  const before = taking.before.get(path);
  if (before?.sha256 === undefined || !isUnchanged(before, fact)) return null;
  const folder = taking.folderBefore(path);
  if (folder === null) return null;
  try {
    addName({ dir: folder, name: to.name }, to);
  } catch (error) {
    // No second name to be had (too many, another file system, somebody removed it): a copy is as good.
    if (
      !["EMLINK", "EXDEV", "EPERM", "ENOENT", "EOPNOTSUPP", "ENOTSUP"].includes(
        (error as NodeJS.ErrnoException).code ?? "",
      )
    )
      throw error;
    return null;
  }
  return { sha256: before.sha256, size: fact.size, fact, database: false, before, moving: false };
}

/** Copies until nobody wrote to it meanwhile, at most three times. */
function copyStill(from: Spot, to: Spot, taking: Taking): TakenFile | null {
  for (let number = 1; ; number++) {
    const fact = look(from);
    if (fact?.kind !== "file") return null;
    const copied: Copied | null = copyNode(from, to, taking);
    if (copied === null) return null;
    const after = look(from);
    const isStill = after !== null && signatureOf(after) === copied.signature && signatureOf(fact) === copied.signature;
    if (isStill || number === TRIES) {
      const made = look(to);
      const sha256 = digestAt(to);
      if (made === null || sha256 === null) throw new Error(`The copy of ${from.name} is gone`);
      return { sha256, size: made.size, fact, database: copied.database, before: null, moving: !isStill };
    }
    dropOwnName(to);
  }
}
