import { SCENARIOS } from "../scenarios/index.ts";
import { changingPoints } from "../lab/strace.ts";
import { killedTrial, tracedSite } from "../lab/killed-trial.ts";
import { undisturbed } from "../lab/trial.ts";
import type { Campaign, Unit } from "./campaign.ts";

/** R1: a process of its own, killed by the kernel before each of its changing calls in turn. */
export const kills: Campaign = {
  id: "R1",
  promise:
    "killed before every changing call of every command: nothing lost or changed, one more run converges, the next changes nothing",
  units: async (folder) => {
    const units: Unit[] = [];
    for (const scenario of SCENARIOS) {
      const known = await undisturbed(scenario, folder);
      const points = changingPoints(await tracedSite(scenario, folder), folder);
      for (const [index, point] of points.entries()) {
        units.push({
          id: `${scenario.id} ${index + 1}/${points.length} ${point.call} ${point.n}`,
          run: async () => ({ violations: await killedTrial(known, folder, point), counts: { kills: 1 } }),
        });
      }
    }
    return units;
  },
  lacks: ({ kills: done = 0 }, isWhole) => [
    ...(isWhole ? [] : ["not every changing call was reached yet"]),
    ...(done >= 1500 ? [] : [`${done} kills, fewer than 1,500`]),
  ],
};
