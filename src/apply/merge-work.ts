/** What the steps of a merge have in common: the two sides, what was noted of them, and names that change while they are settled. */
import type { Merge } from "../plan/operation.ts";
import { type Dir, isVanished, look, type Spot } from "../system/dir.ts";
import { incarnationOf } from "../system/facts.ts";
import type { FolderSyncs } from "./folder-syncs.ts";
import type { Rescued, Run } from "./run.ts";

/** Names below the entry that lead, in shared, to the app's own inode: name to its incarnation. */
type LinkedNames = Map<string, string>;

/** What a merge works with. */
export interface MergeWork {
  readonly operation: Pick<Merge, "path" | "nodeKind" | "live" | "winner">;
  readonly run: Run;
  readonly linked: LinkedNames;
  /**
   * What the app had at a name when it was last accounted for in another way than by a link: the incarnation, where it is rescued, or the
   * signature, where shared had the same content. A folder's name ends with a slash.
   */
  readonly seen: Map<string, string>;
  readonly rescued: Rescued[];
  /** How many names of shared this pass changed. */
  readonly changes: { count: number };
  readonly syncs: FolderSyncs;
  readonly fromApp: ReadonlySet<string>;
  readonly staysDeleted: ReadonlySet<string>;
}

/** A folder on both sides. */
export interface Level {
  readonly app: Dir;
  readonly shared: Dir;
  /** Its path below the entry with a slash at the end; empty for the entry itself. */
  readonly prefix: string;
}

/** One name on both sides. */
export interface Pair {
  readonly app: Spot;
  readonly shared: Spot;
  /** Relative to the entry; empty for a file entry itself. */
  readonly path: string;
}

/** How often a name is settled anew that becomes something else each time we look. */
const ROUNDS = 5;

/**
 * Settles one name of a folder that its application works in. Where the application takes the name away, or gives it to something else, between
 * our look and our call, nothing went wrong: what stands there then is settled, or nothing is. Every other error is thrown.
 */
export function inMotion(pair: Pair, work: MergeWork, settle: (pair: Pair, work: MergeWork) => void): void {
  for (let round = 1; ; round++) {
    try {
      settle(pair, work);
      return;
    } catch (error) {
      if (!isVanished(error) || round === ROUNDS) throw error;
      work.changes.count++;
    }
  }
}

/** Notes that shared's name leads to the inode that is there now. */
export function noteLinked(pair: Pair, work: MergeWork): void {
  const linked = look(pair.shared);
  if (linked !== null) work.linked.set(pair.path, incarnationOf(linked));
}
