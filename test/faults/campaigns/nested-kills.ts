import { SCENARIOS } from "../scenarios/index.ts";
import type { Fault } from "../lab/fault.ts";
import { type Undisturbed, tryFault, undisturbed } from "../lab/trial.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

/** Every so many first kills; each is followed by a kill at every call of the recovery from it, a window of them at a time. */
const STRIDE = 3;
/** So many second kills make one unit, so that a sample comes from many places. */
const WINDOW = 40;
/** Every so many pairs a third kill is tried as well. */
const DEPTH_THREE = 10;

/** R2: killed, and the run that recovers killed before each of its changing calls in turn. */
export const nestedKills: Campaign = {
  id: "R2",
  promise: "killed during recovery from a kill, at every call of it, and sampled once more: nothing lost, convergence",
  units: async (folder) => {
    const units: Unit[] = [];
    for (const scenario of SCENARIOS) {
      const known = await undisturbed(scenario, folder);
      for (let first = 0; first < known.changing; first += STRIDE)
        for (const window of windowsOf(known))
          units.push({
            id: `${scenario.id} first kill ${first}, second from ${window.from}`,
            run: () => everySecondKill(known, folder, { first, ...window }),
          });
    }
    return units;
  },
  lacks: ({ pairs = 0 }) => (pairs >= 5000 ? [] : [`${pairs} pairs, fewer than 5,000`]),
};

interface Window {
  readonly from: number;
  readonly to: number;
}

/** A recovery makes about as many calls as the run itself; the last window has no end. */
function windowsOf({ changing }: Undisturbed): Window[] {
  const starts = Array.from({ length: Math.ceil(changing / WINDOW) }, (_, index) => index * WINDOW);
  return starts.map((from, index) => ({
    from,
    to: index === starts.length - 1 ? Number.POSITIVE_INFINITY : from + WINDOW,
  }));
}

async function everySecondKill(
  known: Undisturbed,
  folder: string,
  { first, from, to }: Window & { readonly first: number },
): Promise<Finding> {
  const kill = (at: number): Fault => ({ kind: "kill", at });
  const violations: string[] = [];
  const counts = { pairs: 0, triples: 0 };
  for (let second = from; second < to; second++) {
    const verdict = await tryFault(known, folder, [kill(first), kill(second)]);
    violations.push(...verdict.violations.map((line) => `kills ${first}, ${second}: ${line}`));
    // The recovery made fewer calls than that: it was not killed but came to its end.
    if (!verdict.fired.every(Boolean)) return { violations, counts };
    counts.pairs++;
    if (second % DEPTH_THREE !== first % DEPTH_THREE) continue;
    counts.triples++;
    const deeper = await tryFault(known, folder, [kill(first), kill(second), kill(Math.floor(second / 2))]);
    violations.push(...deeper.violations.map((line) => `kills ${first}, ${second}, again: ${line}`));
  }
  return { violations, counts };
}
