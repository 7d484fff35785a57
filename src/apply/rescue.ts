import { type AbsPath, abs, baseName, isInside, parentOf, segmentsOf } from "../core/path.ts";
import type { Merge } from "../plan/operation.ts";
import { bytes } from "../system/bytes-path.ts";
import {
  addName,
  closeDir,
  type Dir,
  dropOwnDir,
  dropOwnName,
  look,
  namesIn,
  openChild,
  rename,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import { lookAt } from "../system/facts.ts";
import { type Rescued, type Run, withSpot } from "./run.ts";
import { ensurePath } from "./state.ts";

interface Keeping {
  readonly operation: Pick<Merge, "path" | "live">;
  readonly run: Run;
  readonly rescued: Rescued[];
}

interface Losing {
  /** Below the entry; empty for a file entry itself. */
  readonly path: string;
  readonly why: string;
  /** True: its name goes to the rescue folder; false: it gets a second name there. */
  readonly move: boolean;
}

/**
 * Gives a file of the app a second name. Where the kernel refuses one (another user's file, `fs.protected_hardlinks`; too many names) and the app
 * is not live, so that nobody uses the file there, its own name is moved, never over anything.
 */
export function giveName(from: Spot, to: Spot, work: Pick<Keeping, "operation" | "run">): "linked" | "moved" {
  try {
    addName(from, to);
    return "linked";
  } catch (error) {
    const refused = ["EPERM", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? "");
    if (!refused || work.operation.live || isInside(from.dir.path, work.run.dirs.shared.path)) throw error;
    work.run.native.renameNoReplace(from, to);
    return "moved";
  }
}

/**
 * Keeps a file that loses to another under `rescued/<transaction>/<entry>/<path>`, durably, before anything takes its name. With `move` its
 * name goes there; else it gets a second name. A name that is taken there already gets a number, nothing is replaced.
 */
export function keepLoser(loser: Spot, work: Keeping, how: Losing): void {
  const { run, operation } = work;
  const { path } = how;
  const whole = path === "" ? operation.path : `${operation.path}/${path}`;
  const names = [run.tx, ...segmentsOf(whole)];
  run.noteRescue();
  const folder = ensurePath(run.dirs.rescued, names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    const spot = freeSpot({ dir: folder, name: names.at(-1) ?? "" }, look(loser)?.id ?? "");
    const kept = `${folder.path}/${spot.name}`;
    const isKept = look(spot) !== null;
    if (!isKept && how.move) rename(loser, spot);
    else if (!isKept) giveName(loser, spot, work);
    syncDir(folder);
    if (!isKept || !work.rescued.some((known) => known.kept === kept))
      work.rescued.push({ path: whole, kept, why: how.why });
  } finally {
    closeDir(folder);
  }
}

/** The spot itself when it is free or already holds the very same node (a run that was interrupted), else the next number. */
function freeSpot(wanted: Spot, id: string): Spot {
  let spot = wanted;
  for (let number = 2; ; number++) {
    const found = look(spot);
    if (found === null || found.id === id) return spot;
    spot = { dir: wanted.dir, name: `${wanted.name}.${number}` };
  }
}

/** Drops a second name that the rescue folder holds of a file which the app still has at its own; false when it holds something else. */
export function takeBack(rescued: Rescued, operation: Pick<Merge, "path" | "at">): boolean {
  const below = rescued.path.slice(operation.path.length);
  const own = lookAt(bytes(`${operation.at.directory}/${operation.at.name}${below}`));
  const kept = lookAt(bytes(rescued.kept));
  if (own === null || own.kind !== "file" || own.id !== kept?.id) return false;
  return withSpot({ directory: parentOf(abs(rescued.kept)), name: baseName(rescued.kept) }, (spot) => {
    dropOwnName(spot);
    return true;
  });
}

/** Removes a folder of our own that holds nothing but empty folders; anything else in it stays, and so do the folders above that. */
export function dropEmptyFolders(parent: Dir, name: string): void {
  if (look({ dir: parent, name })?.kind !== "directory") return;
  const dir = openChild(parent, name);
  try {
    for (const child of namesIn(dir)) dropEmptyFolders(dir, child);
    if (namesIn(dir).length > 0) return;
  } finally {
    closeDir(dir);
  }
  dropOwnDir({ dir: parent, name });
}

/** Moves a name that is no longer wanted into the retired folder of this transaction, under its kind; never over anything. Returns where it is now. */
export function retire(
  spot: Spot,
  what: { readonly kind: "replaced" | "deleted-meanwhile"; readonly path: string },
  work: { readonly operation: { readonly path: string }; readonly run: Run },
): AbsPath {
  const { run, operation } = work;
  const names = [run.tx, what.kind, ...segmentsOf(operation.path), ...segmentsOf(what.path)];
  const folder = ensurePath(run.dirs.retired, names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    const free = freeSpot({ dir: folder, name: names.at(-1) ?? "" }, "");
    rename(spot, free);
    syncDir(folder);
    return abs(`${folder.path}/${free.name}`);
  } finally {
    closeDir(folder);
  }
}
