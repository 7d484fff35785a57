import { describe, expect, it } from "vitest";
import { acrossCampaign, naiveUnderTraffic, transferUnderTraffic } from "../faults/across-campaign.ts";

describe("taking over across file systems while the application writes", () => {
  it.each([1, 2])(
    "loses no acknowledged write, keeps both versions of what changed on both sides, and comes to an end (%i)",
    async (seed) => {
      const { account, conflicts, codes } = await transferUnderTraffic(seed);
      expect(account.acknowledged).toBeGreaterThanOrEqual(800);
      expect(account.lost).toEqual([]);
      if (account.apart.length > 0) expect(conflicts).toBeGreaterThan(0);
      expect(codes.at(-1)).toBe(0);
      expect(codes.length).toBeLessThan(5);
    },
    120_000,
  );

  it("as the campaign counts it, too", async () => {
    const figures = await acrossCampaign({ minutes: 1, runs: 1, seed: 11 });
    expect(figures).toMatchObject({ runs: 1, lost: 0 });
    expect(figures.acknowledged).toBeGreaterThanOrEqual(800);
  }, 120_000);

  it("while copy, move and link, as scripts do it, lose some: so a loss would be seen", async () => {
    expect((await naiveUnderTraffic(3)).lost.length).toBeGreaterThan(0);
  }, 120_000);
});
