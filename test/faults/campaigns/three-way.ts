import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CIRCUMSTANCES, type Circumstances } from "../../core/three-way-combinations.ts";
import { compareAll } from "../../core/three-way-compare.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

/** R12: the function that decides over three versions of a name, against the table written down a second time. */
export const threeWay: Campaign = {
  id: "R12",
  promise:
    "every combination of what was shipped, is live and comes, of every kind with its rights, in every handling: decided as the written table says, and no promise broken",
  units: () => {
    const build = sumOfSources();
    const units = CIRCUMSTANCES.map(
      (circumstances): Unit => ({ id: `${named(circumstances)} (${build})`, run: () => compared(circumstances) }),
    );
    return Promise.resolve(units);
  },
  lacks: ({ combinations = 0 }, isWhole) => [
    ...(isWhole ? [] : ["not every handling in every circumstance yet"]),
    ...(combinations > 0 ? [] : ["nothing was compared"]),
  ],
};

const ROOT = join(import.meta.dirname, "../../..");
const SOURCES = [
  ...["three-way", "versions", "column-code", "column-shared", "rights"].map((name) => `src/core/${name}.ts`),
  ...["combinations", "compare", "invariants", "oracle"].map((name) => `test/core/three-way-${name}.ts`),
];

/** Both sides of the comparison: where one of them changes, nothing counts as compared. */
function sumOfSources(): string {
  const sum = createHash("sha256");
  for (const source of SOURCES) sum.update(readFileSync(join(ROOT, source)));
  return sum.digest("hex").slice(0, 12);
}

function named({ handling, inert, taken, harvested }: Circumstances): string {
  return `${handling}, ${inert ? "inert" : "could run"}${taken ? ", place taken" : ""}${harvested === undefined ? "" : `, ${harvested} and harvested`}`;
}

function compared(circumstances: Circumstances): Promise<Finding> {
  const { combinations, violations } = compareAll(circumstances);
  return Promise.resolve({ violations, counts: { combinations } });
}
