/** Files of our own that stand for some seconds, while a web server is asked for them. */
import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { DropCanary, PutCanary } from "../plan/operation.ts";
import { dropOwnName, isVanished, look, lookAtSelf, type Spot, syncDir } from "../system/dir.ts";
import { makeFile, readFileAt } from "../system/durable-file.ts";
import { withName } from "../system/named-error.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, withSpot } from "./run.ts";

/** A web server of another user must read it; it holds no secret. */
const MODE = 0o644;
const REFUSALS: readonly string[] = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EEXIST", "ENAMETOOLONG"];

/**
 * Makes the file, never over anything, durably, with the owner of the folder that it stands in. A refusal is told and no failure. A run that completes
 * another one's transaction makes none: nobody waits for it any more.
 */
export function putCanary(operation: PutCanary, run: Run): Outcome {
  if (run.resuming) return NO_OUTCOME;
  try {
    return withSpot(operation.at, (spot) => {
      const { uid, gid } = lookAtSelf(spot.dir);
      run.fence();
      makeFile(spot, {
        bytes: Buffer.from(operation.content),
        mode: MODE,
        ...(run.asRoot ? { owner: { uid, gid } } : {}),
      });
      syncDir(spot.dir);
      return NO_OUTCOME;
    });
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    return { ...NO_OUTCOME, diagnostics: [notPut(operation, why)] };
  }
}

function refusalOf(error: unknown): string | null {
  if (error instanceof HoldfastError) return error.code === "parent-is-a-link" ? error.message : null;
  const { code = "", message } = withName(error) as NodeJS.ErrnoException;
  return REFUSALS.includes(code) || isVanished(error) ? message : null;
}

/** The code of the diagnostic that tells of a canary that could not be made; its path is the canary's. */
export const CANARY_REFUSED = "canary-not-made";

function notPut({ path }: PutCanary, why: string): Diagnostic {
  return { severity: "note", code: CANARY_REFUSED, path, message: why };
}

/**
 * Removes the file, durably, where it holds what we wrote or the beginning of that (a write that was cut short); anything else stays and is told. It is
 * moved aside first and looked at there, so that what somebody puts at its name in that moment goes back to it.
 */
export function dropCanary(operation: DropCanary, run: Run): Outcome {
  try {
    return withSpot(operation.at, (spot) => {
      const aside: Spot = besideStep(spot.dir, run);
      const isDropped = takeAway({ spot, aside, content: Buffer.from(operation.content) }, run);
      syncDir(spot.dir);
      return isDropped ? NO_OUTCOME : { ...NO_OUTCOME, diagnostics: [left(operation)] };
    });
  } catch (error) {
    // Its folder is gone, and the canary with it.
    if (isVanished(error)) return NO_OUTCOME;
    throw error;
  }
}

interface Taken {
  readonly spot: Spot;
  readonly aside: Spot;
  readonly content: Buffer;
}

function takeAway({ spot, aside, content }: Taken, run: Run): boolean {
  if (look(aside) === null) {
    if (look(spot) === null) return true;
    if (!isOurs(spot, content)) return false;
    run.fence();
    run.native.renameNoReplace(spot, aside);
  }
  if (isOurs(aside, content)) {
    dropOwnName(aside);
    return true;
  }
  run.native.renameNoReplace(aside, spot);
  return false;
}

function isOurs(spot: Spot, content: Buffer): boolean {
  const found = look(spot);
  if (found?.kind !== "file" || found.links !== 1 || found.size > content.length) return false;
  const there = readFileAt(spot, content.length);
  return there !== null && content.subarray(0, there.length).equals(there);
}

function left({ path, at }: DropCanary): Diagnostic {
  return {
    severity: "warning",
    code: "canary-changed",
    path,
    message: `"${at.directory}/${at.name}" was put there by Holdfast to ask the web server for it, and holds something else by now; it stays`,
    hint: "Look who changed it, then remove it",
  };
}
