import { CIRCUMSTANCES, type Circumstances } from "../../core/three-way-combinations.ts";
import { compareAll } from "../../core/three-way-compare.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

/** R12: the function that decides over three versions of a name, against the table written down a second time. */
export const threeWay: Campaign = {
  id: "R12",
  promise:
    "every combination of what was shipped, is live and comes, of every kind with its rights, in every handling: decided as the written table says, and no promise broken",
  units: () =>
    Promise.resolve(
      CIRCUMSTANCES.map((circumstances): Unit => ({ id: named(circumstances), run: () => compared(circumstances) })),
    ),
  lacks: ({ combinations = 0 }, isWhole) => [
    ...(isWhole ? [] : ["not every handling in every circumstance yet"]),
    ...(combinations > 0 ? [] : ["nothing was compared"]),
  ],
};

function named({ handling, inert, taken, harvested }: Circumstances): string {
  return `${handling}, ${inert ? "inert" : "could run"}${taken ? ", place taken" : ""}${harvested ? ", harvested" : ""}`;
}

function compared(circumstances: Circumstances): Promise<Finding> {
  const { combinations, violations } = compareAll(circumstances);
  return Promise.resolve({ violations, counts: { combinations } });
}
