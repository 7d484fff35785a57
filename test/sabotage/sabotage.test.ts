import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sampleOf, seedOfTheDay } from "../faults/campaigns/campaign.ts";
import { sabotaged } from "./defect.ts";
import { DEFECTS } from "./defects/index.ts";
import { judge } from "./judge.ts";
import { ROOT } from "./workshop.ts";

const SAMPLE = 6;
const seed = seedOfTheDay();

it("the list of defects is in step with the code: each place is there exactly once, each defect has its own name", () => {
  const ids = DEFECTS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(60);
  for (const defect of DEFECTS) {
    const source = readFileSync(join(ROOT, defect.file), "utf8");
    expect(sabotaged(source, defect), defect.id).not.toBe(source);
  }
});

it(`each of today's defects is caught by its test (HOLDFAST_FAULT_DAY=${seed})`, async () => {
  const today = sampleOf(DEFECTS, SAMPLE, seed);
  const verdicts = await judge(today, () => undefined);
  console.log(`HOLDFAST_FAULT_DAY=${seed} R15: ${today.map(({ id }) => id).join(", ")}`);
  expect(verdicts.length).toBe(SAMPLE);
  expect(verdicts.filter(({ why }) => why !== null).map(({ defect, why }) => `${defect.id}: ${why}`)).toEqual([]);
}, 600_000);
