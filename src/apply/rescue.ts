import { type AbsPath, abs, segmentsOf } from "../core/path.ts";
import { addName, closeDir, look, rename, type Spot, syncDir } from "../system/dir.ts";
import type { Rescued, Run } from "./run.ts";
import { ensurePath } from "./state.ts";

interface Keeping {
  readonly operation: { readonly path: string };
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
 * Keeps a file that loses to another under `rescued/<transaction>/<entry>/<path>`, durably, before anything takes its name. With `move` its
 * name goes there; else it gets a second name. A name that is taken there already gets a number, nothing is replaced.
 */
export function keepLoser(loser: Spot, work: Keeping, how: Losing): void {
  const { run, operation } = work;
  const { path } = how;
  const whole = path === "" ? operation.path : `${operation.path}/${path}`;
  const names = [run.tx, ...segmentsOf(whole)];
  const folder = ensurePath(run.dirs.rescued, names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    const spot = freeSpot({ dir: folder, name: names.at(-1) ?? "" }, look(loser)?.id ?? "");
    if (look(spot) === null) {
      if (how.move) rename(loser, spot);
      else addName(loser, spot);
    }
    syncDir(folder);
    work.rescued.push({ path: whole, kept: `${folder.path}/${spot.name}`, why: how.why });
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

/** Moves a name that is no longer wanted into the retired folder of this transaction, under its kind; never over anything. Returns where it is now. */
export function retire(
  spot: Spot,
  what: { readonly kind: "replaced" | "deleted-meanwhile"; readonly path: string },
  work: Pick<Keeping, "operation" | "run">,
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
