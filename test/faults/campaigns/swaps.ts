import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ending, runInProcess } from "../lab/in-process.ts";
import { type Interceptor, REAL } from "../lab/intercept.ts";
import { freshSite, undisturbed } from "../lab/trial.ts";
import { printOf } from "../lab/under-attack.ts";
import { findNativeRename } from "../../../src/system/native-rename.ts";
import { persistFlatFirst } from "../scenarios/persist-flat-first.ts";
import type { Finding, Unit } from "./campaign.ts";

/** Folders that are swapped while the whole command runs; some lie inside the data. */
const TARGETS = ["app/public", "app/public/uploads/deep", "shared/public", "shared/public/uploads/deep"];
/** For how many calls the link stands there. */
const STAYS = [1, Number.POSITIVE_INFINITY];
const A_UNIT = 100;
const NOBODY = 65534;

/**
 * The attack of `flips.ts` without chance: before every call of a whole run a folder becomes a link out of the site, and is itself again some calls
 * later. What the race strikes now and then, this strikes at each place.
 */
export async function swapUnits(folder: string): Promise<Unit[]> {
  const known = await undisturbed(persistFlatFirst, folder);
  const calls = known.changing + known.looking;
  return TARGETS.flatMap((target) =>
    STAYS.flatMap((stay) =>
      Array.from(
        { length: Math.ceil(calls / A_UNIT) },
        (_, index): Unit => ({
          id: `${target} swapped for ${stay} calls, from call ${index * A_UNIT}`,
          run: () => swapAtEach({ folder, target, stay, from: index * A_UNIT }),
        }),
      ),
    ),
  );
}

interface Swapping {
  readonly folder: string;
  readonly target: string;
  readonly stay: number;
  readonly from: number;
}

async function swapAtEach({ folder, target, stay, from }: Swapping): Promise<Finding> {
  const violations: string[] = [];
  let swaps = 0;
  for (let at = from; at < from + A_UNIT; at++) {
    const outside = await swappedAt({ folder, target, stay, from: at });
    if (outside.struck) swaps++;
    if (outside.touched !== null) violations.push(`${target} swapped before call ${at}: ${outside.touched}`);
  }
  return { violations, counts: { swaps } };
}

async function swappedAt(swapping: Swapping): Promise<{ readonly struck: boolean; readonly touched: string | null }> {
  const { root } = await freshSite(persistFlatFirst, swapping.folder);
  const victim = join(swapping.folder, "outside");
  rmSync(victim, { recursive: true, force: true });
  mkdirSync(join(victim, "uploads/deep"), { recursive: true });
  for (const file of ["u.txt", "v.txt", "uploads/u.txt", "uploads/deep/v.txt", "only.txt"])
    writeFileSync(join(victim, file), "somebody else's");
  const before = printOf(victim);
  const swap = swapper(join(root, swapping.target), victim);
  await runSwapped(root, swap, swapping);
  const now = printOf(victim);
  return { struck: swap.times > 0, touched: now === before ? null : `before\n${before}\nafter\n${now}` };
}

interface Swapper {
  times: number;
  readonly there: () => void;
  readonly back: () => void;
}

/** Works by the functions as they are, not by those that the program's calls go through. */
function swapper(target: string, victim: string): Swapper {
  const aside = `${target}.aside`;
  const swap: Swapper = {
    times: 0,
    there: () => {
      if (!attempt(() => REAL["renameSync"]?.(target, aside))) return;
      REAL["symlinkSync"]?.(victim, target);
      // A link of the site's own owner may lead where its owner wants; this one is somebody else's.
      REAL["lchownSync"]?.(target, NOBODY, NOBODY);
      swap.times++;
    },
    back: () => {
      attempt(() => {
        REAL["unlinkSync"]?.(target);
        REAL["renameSync"]?.(aside, target);
      });
    },
  };
  return swap;
}

function runSwapped(root: string, swap: Swapper, { from, stay }: Swapping): Promise<Ending> {
  let number = 0;
  const step = (): void => {
    if (number === from) swap.there();
    if (number === from + stay && swap.times > 0) swap.back();
    number++;
  };
  const interceptor: Interceptor = (call, proceed) => {
    if (call.bearing !== "elsewhere") step();
    return proceed();
  };
  const native = findNativeRename();
  const exchange: typeof native.exchange = (a, b) => {
    step();
    native.exchange(a, b);
  };
  const command = { cwd: join(root, "app"), argv: ["persist", "--yes"] };
  return runInProcess(command, null, { interceptor, native: { ...native, exchange } });
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    // The folder is not there, or is a link already: there is nothing to swap at this call.
    return false;
  }
}
