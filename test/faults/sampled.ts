import { afterAll, describe, expect, it } from "vitest";
import { type Campaign, sampleOf, seedOfTheDay, sumOf } from "./campaigns/campaign.ts";
import { removeTrialFolder, trialFolder } from "./lab/trial.ts";

/** How many units of each campaign one run of the tests tries. The commands in docs/evidence/README.md try them all. */
const SAMPLE: Readonly<Record<string, number>> = {
  R1: 30,
  R2: 16,
  R4: 60,
  R5: 180,
  R6: 40,
  R7: 2,
  R8: 1,
  R9: 1,
  R10: 6,
  R12: 3,
  R11: 4,
  R13: 2,
  R14: 4,
  R16: 10,
  switches: 2,
  journal: 1,
  script: 6,
};

/** The campaigns that end a run: about as long together as all the others. */
export const KILLS: ReadonlySet<string> = new Set(["R1", "R2", "R4"]);

/** Declares the tests of some campaigns: today's sample of each. Two files share them, so that two processors do. */
export function testSamples(campaigns: readonly Campaign[]): void {
  const seed = seedOfTheDay();
  const folder = trialFolder();
  afterAll(() => {
    removeTrialFolder(folder);
  });

  describe.each(campaigns)("$id: $promise", (campaign) => {
    it(`holds for today's sample (HOLDFAST_FAULT_DAY=${seed})`, async () => {
      const units = sampleOf(
        (await (campaign.someUnits?.(folder, seed) ?? campaign.units(folder))).filter(({ isLong }) => isLong !== true),
        SAMPLE[campaign.id] ?? 10,
        seed,
      );
      const findings = [];
      for (const unit of units) {
        const finding = await unit.run();
        expect(finding.violations.map((line) => `${unit.id}: ${line}`)).toEqual([]);
        findings.push(finding);
      }
      expect(units.length).toBeGreaterThan(0);
      console.log(
        `HOLDFAST_FAULT_DAY=${seed} ${campaign.id}: ${units.length} units, ${JSON.stringify(sumOf(findings))}`,
      );
    }, 1_200_000);
  });
}
