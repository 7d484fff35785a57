import { baseName, segmentsOf } from "../core/path.ts";
import type { KeepRescued } from "../plan/operation.ts";
import { copyNode } from "../system/copy-file.ts";
import { closeDir, type Dir, dropOwnName, isVanished, look, rename, type Spot, syncDir } from "../system/dir.ts";
import { sameContent } from "../system/listing.ts";
import { PLAIN_COPY } from "../system/plain-copy.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, withSpot } from "./run.ts";
import { ensurePath } from "./state.ts";

/** Copies a file or link into the rescue folder, durably, under its path; a name that is taken there gets a number. The original is only read. */
export function keepRescued(operation: KeepRescued, run: Run): Outcome {
  try {
    return withSpot(operation.at, (spot) => {
      const kept = keepCopy(spot, operation.as, run);
      const rescued = kept === null ? [] : [{ path: operation.path, kept, why: operation.reason }];
      return { ...NO_OUTCOME, rescued };
    });
  } catch (error) {
    // Its folder is gone: whoever removed it meant it.
    if (isVanished(error)) return NO_OUTCOME;
    throw error;
  }
}

/** Where the copy is; null where nothing that can be copied is there any more. One that is there already, from a run that was killed, is not made twice. */
export function keepCopy(source: Spot, path: string, run: Run): string | null {
  return inRescue({ path, to: "rescued" }, run, (folder, name) => {
    const copy: Spot = besideStep(folder, run);
    if (look(copy) !== null) dropOwnName(copy);
    const before = namesFrom({ dir: folder, name }, source);
    if (before.isThere) return before.spot;
    if (copyNode(source, copy, { native: run.files() ?? PLAIN_COPY, durable: true }) === null) return null;
    run.native.renameNoReplace(copy, before.spot);
    return before.spot;
  });
}

/** Moves a name of ours into the rescue folder, or to what is retired, never over anything. Returns where it is then. */
export function keepMoved(spot: Spot, where: Where, run: Run): string {
  const kept = inRescue(where, run, (folder, name) => {
    const { spot: free, isThere } = namesFrom({ dir: folder, name }, spot);
    if (isThere) {
      dropOwnName(spot);
      return free;
    }
    moveOrCopy(spot, free, run);
    return free;
  });
  syncDir(spot.dir);
  return kept ?? "";
}

/** Shared may lie on another file system than the code. */
function moveOrCopy(spot: Spot, free: Spot, run: Run): void {
  try {
    run.native.renameNoReplace(spot, free);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    const copy: Spot = besideStep(free.dir, run);
    if (look(copy) !== null) dropOwnName(copy);
    copyNode(spot, copy, { native: run.files() ?? PLAIN_COPY, durable: true });
    rename(copy, free);
    syncDir(free.dir);
    dropOwnName(spot);
  }
}

interface Where {
  readonly path: string;
  readonly to: "rescued" | "retired";
}

type Put = (folder: Dir, name: string) => Spot | null;

function inRescue({ path, to }: Where, run: Run, put: Put): string | null {
  const names = [run.tx, ...segmentsOf(path)];
  if (to === "rescued") run.noteRescue();
  const folder = ensurePath(run.dirs[to], names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    const spot = put(folder, baseName(path));
    syncDir(folder);
    return spot === null ? null : `${folder.path}/${spot.name}`;
  } finally {
    closeDir(folder);
  }
}

/** The first name that is free or holds the very same content. */
function namesFrom(wanted: Spot, source: Spot): { readonly spot: Spot; readonly isThere: boolean } {
  let spot = wanted;
  for (let number = 2; ; number++) {
    if (look(spot) === null) return { spot, isThere: false };
    if (sameContent(spot, source)) return { spot, isThere: true };
    spot = { dir: wanted.dir, name: `${wanted.name}.${number}` };
  }
}
