import { SCENARIOS } from "../scenarios/index.ts";
import type { Fault } from "../lab/fault.ts";
import { type Undisturbed, tryFault, undisturbed } from "../lab/trial.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

/** Every so many first kills; each is followed by a kill at every call of the recovery from it. */
const STRIDE = 3;
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
        units.push({ id: `${scenario.id} first kill ${first}`, run: () => everySecondKill(known, folder, first) });
    }
    return units;
  },
  lacks: ({ pairs = 0 }) => (pairs >= 5000 ? [] : [`${pairs} pairs, fewer than 5,000`]),
};

async function everySecondKill(known: Undisturbed, folder: string, first: number): Promise<Finding> {
  const kill = (at: number): Fault => ({ kind: "kill", at });
  const violations: string[] = [];
  const counts = { pairs: 0, triples: 0 };
  for (let second = 0; ; second++) {
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
}
