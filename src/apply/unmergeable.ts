/** What would stop a merge only after it has touched shared is tried before it does. */
import type { Merge } from "../plan/operation.ts";
import {
  addName,
  closeDir,
  dropOwnName,
  isVanished,
  look,
  lookAtSelf,
  makeLink,
  namesIn,
  openChildIfThere,
  type Spot,
} from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { noSecondName, reasonFor, refusedMerge } from "./refusal.ts";
import type { Outcome, Run } from "./run.ts";

/**
 * Why a live app's entry cannot be merged; null where nothing speaks against it. An exchange is tried with two links of our own (the one prepared at
 * `retired` and one beside it), a second name with the first file that is not ours (`fs.protected_hardlinks`, proc_sys_fs(5)). Both are put back.
 */
export function unmergeable(
  operation: Merge,
  ends: { readonly app: Spot; readonly retired: Spot },
  run: Run,
): Outcome | null {
  if (!operation.live || run.maintenance) return null;
  const failure = tryExchange(operation, ends.retired, run);
  if (failure !== null) return refusedMerge(operation, reasonFor(failure, ends.app, run));
  if (run.asRoot) return null;
  const refused = firstUnlinkable(ends.app, { dir: run.dirs.stage, name: `${run.tx}-${run.step}-try` });
  return refused === null ? null : refusedMerge(operation, noSecondName(refused, ends.app));
}

function tryExchange(operation: Merge, prepared: Spot, run: Run): string | null {
  const scratch: Spot = { dir: prepared.dir, name: `${prepared.name}.try` };
  if (look(scratch) === null) makeLink(scratch, operation.text);
  const owner = look(prepared);
  // The two stay where the exchange puts them, so the one that is tried with is what the application is led by.
  if (owner !== null) setLinkOwner(scratch, owner);
  try {
    run.native.exchange(scratch, prepared);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "EINVAL";
  } finally {
    dropOwnName(scratch);
  }
}

/** What link(2) answers for the first thing that is not this user's own; `EXDEV` for a folder on another device. Follows no link. */
function firstUnlinkable(spot: Spot, scratch: Spot): string | null {
  const found = look(spot);
  if (found === null) return null;
  if (found.kind !== "directory") return found.uid === effectiveUser() ? null : tryName(spot, scratch);
  if (found.dev !== lookAtSelf(scratch.dir).dev) return "EXDEV";
  const dir = openChildIfThere(spot);
  if (dir === null) return null;
  try {
    for (const name of namesIn(dir)) {
      const refused = firstUnlinkable({ dir, name }, scratch);
      if (refused !== null) return refused;
    }
    return null;
  } finally {
    closeDir(dir);
  }
}

function tryName(spot: Spot, scratch: Spot): string | null {
  try {
    addName(spot, scratch);
    dropOwnName(scratch);
    return null;
  } catch (error) {
    return isVanished(error) ? null : ((error as NodeJS.ErrnoException).code ?? "EPERM");
  }
}
