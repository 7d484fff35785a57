/**
 * After the exchange: what was written into the old tree since it was copied comes along, pass after pass, until nothing differs in three passes
 * running, nobody has a file of it open for writing, and no process stands in it or has a folder of it open.
 */
import { isVanished, look, type Spot } from "../../system/dir.ts";
import { signatureOf } from "../../system/facts.ts";
import { pause } from "../../system/pause.ts";
import { differencesIn, eachName } from "../differences.ts";
import { type FoundPair, withPairAt, withSpotAt } from "../pairs.ts";
import { retire } from "../rescue.ts";
import { bringCopy, type Patience } from "./bring-copy.ts";
import { type Openness, opennessOf } from "./open-files.ts";
import type { TransferWork } from "./work.ts";

/** The old tree where it lies now, and what took its place. */
export interface Roots {
  readonly retired: Spot;
  readonly shared: Spot;
}

const PASSES = 60;
const QUIET_PASSES = 3;
const PAUSE_MS = 10;
/** Whoever has it open and wrote nothing in so many passes has it open for long. */
const IDLE_PASSES = 12;

/** Drains; null when the old tree is quiet, else who has it open still. `deletions`: what is gone from the old tree goes from shared, too. */
export function drain(roots: Roots, work: TransferWork, options: { readonly deletions: boolean }): Openness | null {
  let [quiet, idle] = [0, 0];
  let open: Openness = { written: [], users: [] };
  for (let pass = 1; pass <= PASSES; pass++) {
    const changed = drainPass(roots, work, pass === PASSES ? "now" : "later");
    if (options.deletions) followDeletions(roots, work);
    open = opennessOf(roots.retired, work);
    const isQuiet = changed === 0 && open.written.length === 0 && open.users.length === 0;
    quiet = isQuiet ? quiet + 1 : 0;
    if (quiet >= QUIET_PASSES) return null;
    idle = changed === 0 ? idle + 1 : 0;
    if (idle >= IDLE_PASSES) return open;
    pause(PAUSE_MS);
  }
  return open;
}

function drainPass(roots: Roots, work: TransferWork, patience: Patience): number {
  const unknown = differencesIn(roots.retired, (path, fact) =>
    fact.kind === "directory" ? work.seen.has(path) : work.seen.get(path) === signatureOf(fact),
  );
  for (const path of unknown) {
    tryToBring(roots, path, (pair) => {
      bringCopy(pair, { path, patience, root: roots.shared }, work);
    });
    if (path.endsWith("/")) work.seen.set(path, "");
  }
  return unknown.length;
}

/** What vanishes on either side meanwhile is looked at again in the next pass. */
function tryToBring(roots: Roots, path: string, work: (pair: FoundPair) => void): void {
  try {
    withPairAt(roots, path, work);
  } catch (error) {
    if (!isVanished(error)) throw error;
  }
}

/** What the application deleted from the old tree goes aside from shared, while it is the copy that nobody has touched. */
function followDeletions(roots: Roots, work: TransferWork): void {
  const present = new Set<string>();
  eachName(roots.retired, (path) => {
    present.add(path);
  });
  for (const [path, signature] of work.copies) {
    if (present.has(path)) continue;
    work.copies.delete(path);
    work.seen.delete(path);
    whereStill(roots.shared, path, (spot) => {
      const found = look(spot);
      if (found !== null && signatureOf(found) === signature)
        retire(spot, { kind: "deleted-meanwhile", path }, { operation: work.operation, run: work.run });
    });
  }
}

/** Runs `work` where the way to a name is still there. */
export function whereStill(root: Spot, path: string, work: (spot: Spot) => void): void {
  try {
    withSpotAt(root, path, work);
  } catch (error) {
    if (!isVanished(error)) throw error;
  }
}
