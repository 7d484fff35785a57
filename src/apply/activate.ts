import { abs } from "../core/path.ts";
import type { Activate } from "../plan/operation.ts";
import { dropOwnName, look, lookThrough, makeLink, rename, type Spot, syncDir } from "../system/dir.ts";
import { ownLikeTarget } from "./link-owner.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "./run.ts";

/**
 * Makes `current` lead to a release: a link is prepared beside it and renamed over it, so that whoever opens a path through it meets the old release or
 * the new one (20,000 switches under readers without an error; `ln -sfn` of other systems and unlink with symlink have a gap). When it returns,
 * the switch is durable. Refused where `current` is not what the plan was made for, or the release is not there.
 */
export function activate(operation: Activate, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const found = look(spot);
    if (found?.kind === "link" && found.linkText === operation.text) {
      dropPrepared(preparedBeside(spot, run), operation);
      syncDir(spot.dir);
      return NO_OUTCOME;
    }
    if (!isAsPlanned(found, operation)) throw unexpected(operation, spot, found);
    refuseOtherRelease(operation, spot);
    const prepared = preparedBeside(spot, run);
    const there = look(prepared);
    if (there === null) makeLink(prepared, operation.text);
    else if (there.linkText !== operation.text) throw unexpected(operation, prepared, there);
    ownLikeTarget(prepared, run, operation.owner);
    if (lookThrough(prepared).fact?.id !== operation.identity) throw unexpected(operation, prepared, look(prepared));
    run.fence();
    if (found === null) run.native.renameNoReplace(prepared, spot);
    else rename(prepared, spot);
    syncDir(spot.dir);
    return NO_OUTCOME;
  });
}

function isAsPlanned(found: ReturnType<typeof look>, { was }: Activate): boolean {
  return was === null ? found === null : found?.kind === "link" && found.linkText === was;
}

/** The folder of that name must be the one that was prepared: somebody may have put another in its place. */
function refuseOtherRelease(operation: Activate, spot: Spot): void {
  const [folder = "", name = ""] = operation.text.split("/");
  const there = withSpot({ directory: abs(`${spot.dir.path}/${folder}`), name }, look);
  if (there?.kind !== "directory" || there.id !== operation.identity)
    throw unexpected(operation, { dir: spot.dir, name: operation.text }, there);
}

function preparedBeside(spot: Spot, run: Run): Spot {
  return besideStep(spot.dir, run);
}

/** A run that was killed between the rename and its end leaves none; one that met the finished switch of another way may. */
function dropPrepared(prepared: Spot, operation: Activate): void {
  const found = look(prepared);
  if (found?.kind === "link" && found.linkText === operation.text) dropOwnName(prepared);
}
