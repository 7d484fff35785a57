import { acrossCampaign } from "../across-campaign.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const RUNS = 100;
const ACKNOWLEDGED = 100_000;
const LIMIT_MINUTES = 10;

/** R8: data taken over across file systems under four kinds of writers. */
export const across: Campaign = {
  id: "R8",
  promise:
    "data copied across file systems while it is written to: no acknowledged write lost, conflicts reported with both versions kept",
  units: () =>
    Promise.resolve(Array.from({ length: RUNS }, (_, seed): Unit => ({ id: `run ${seed}`, run: () => oneRun(seed) }))),
  lacks: ({ runs = 0, acknowledged = 0 }) => [
    ...(runs >= RUNS ? [] : [`${runs} runs, fewer than ${RUNS}`]),
    ...(acknowledged >= ACKNOWLEDGED ? [] : [`${acknowledged} acknowledged writes, fewer than ${ACKNOWLEDGED}`]),
  ],
};

async function oneRun(seed: number): Promise<Finding> {
  const { runs, acknowledged, lost, conflicts } = await acrossCampaign({ minutes: LIMIT_MINUTES, runs: 1, seed });
  return {
    violations: lost === 0 ? [] : [`${lost} of ${acknowledged} acknowledged writes are lost`],
    counts: { runs, acknowledged, conflicts },
  };
}
