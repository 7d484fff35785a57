import type { AbsPath } from "../../core/path.ts";
import type { Transfer } from "../../plan/operation.ts";
import { type Copied, copyNode, type Lost } from "../../system/copy-file.ts";
import { look, type Spot } from "../../system/dir.ts";
import { signatureOf } from "../../system/facts.ts";
import type { NativeFiles } from "../../system/native-files.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import type { Retirement } from "../retirement.ts";
import type { Rescued, Run } from "../run.ts";

/** A copy that is no longer in use. */
interface Replaced {
  readonly path: string;
  readonly at: AbsPath;
  readonly size: number;
  readonly mtimeNs: bigint;
}

/** What a transfer works with. */
export interface TransferWork {
  readonly operation: Pick<Transfer, "path" | "nodeKind" | "live">;
  readonly run: Run;
  readonly native: NativeFiles;
  /** Names of the old tree: to the signature from before the copy that accounts for them. A folder's name ends with a slash. */
  readonly seen: Map<string, string>;
  /** The same names: to the signature of what we made in shared, as long as nobody has touched it. */
  readonly copies: Map<string, string>;
  readonly rescued: Rescued[];
  /** Copies of ours that a newer one has replaced, by where they are now; a process may have been on its way to one. */
  readonly replaced: Replaced[];
  /** What could not be kept, and of which names. */
  readonly lost: Map<Lost, Set<string>>;
  /** Names that hold a SQLite database. */
  readonly databases: Set<string>;
}

/** The work of a step, from its note where it has one. */
export function transferWork(
  operation: TransferWork["operation"],
  { run, native, note }: { readonly run: Run; readonly native: NativeFiles; readonly note: Retirement | null },
): TransferWork {
  return {
    operation,
    run,
    native,
    seen: new Map(note?.seen),
    copies: new Map(note?.copies),
    rescued: [...(note?.rescued ?? [])],
    replaced: [],
    lost: new Map(),
    databases: new Set(),
  };
}

/** A name of our own in the stage; `copy` is ours to remove at any time, `swap` may hold what somebody wrote. */
export function stageSpot({ run }: Pick<TransferWork, "run">, what: "tree" | "copy" | "swap"): Spot {
  return { dir: run.dirs.stage, name: `${run.tx}-${run.step}-${what}` };
}

const TRIES = 3;

/**
 * Copies one node of the old tree to a name of ours, again where it changed meanwhile. Null where it is gone, or cannot be made here: then nothing
 * stands at `to`. A copy of a file that never holds still is taken as it is: its signature says that it has to come again.
 */
export function copyTo(
  from: Spot,
  to: Spot,
  about: { readonly path: string; readonly durable: boolean; readonly work: TransferWork },
): Copied | null {
  const { path, durable, work } = about;
  for (let trial = 1; ; trial++) {
    removeOwnTree(to);
    const copied = copyNode(from, to, { native: work.native, durable });
    if (copied === null) return null;
    const now = look(from);
    if (trial < TRIES && now !== null && signatureOf(now) !== copied.signature) continue;
    noteCopied(copied, path, work);
    return copied.lost.includes("node") ? null : copied;
  }
}

function noteCopied(copied: Copied, path: string, work: TransferWork): void {
  if (copied.database) work.databases.add(path);
  noteLost(copied.lost, path, work);
  if (copied.lost.includes("node")) work.seen.set(path, copied.signature);
}

/** Remembers what could not be kept. */
export function noteLost(losses: readonly Lost[], path: string, work: TransferWork): void {
  for (const lost of losses) work.lost.set(lost, (work.lost.get(lost) ?? new Set()).add(path));
}
