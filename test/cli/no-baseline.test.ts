import { existsSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUGHT_SCRIPT, holdfast, nextVersion, type Site, siteOf } from "../support/cli.ts";
import { manifest } from "../support/tree.ts";

const list = (site: Site): string => join(site.shared, ".holdfast/shipped.json");

describe("persist --no-baseline", () => {
  it("keeps everything as without it, and no list of what was taken over", () => {
    const [without, usual] = [siteOf("flat"), siteOf("flat")];
    expect(holdfast(["persist", without.app, "--yes", "--no-baseline"]).code).toBe(0);
    expect(holdfast(["persist", usual.app, "--yes"]).code).toBe(0);
    expect([existsSync(list(without)), existsSync(list(usual))]).toEqual([false, true]);
    const data = (site: Site): string[] => [...manifest(join(site.shared, "public")).keys()];
    expect(data(without)).toContain("uploads/photo.jpg");
    expect(data(without)).toEqual(data(usual));
    expect(holdfast(["persist", without.app, "--yes", "--no-baseline"]).out).toContain("Nothing to do");
  });

  it("a plan without it says so by having no step for the list", () => {
    const site = siteOf("flat");
    const steps = (more: readonly string[]): string => holdfast(["plan", site.app, ...more]).out;
    expect(steps([])).toContain("shipped.json");
    expect(steps(["--no-baseline"])).not.toContain("shipped.json");
  });

  it("a shipped sample that was deleted comes back with the next delivery, as the option says; with the list it does not", () => {
    const SAMPLE = { "public/uploads/sample.jpg": "a sample" };
    const isBack = (more: readonly string[]): boolean => {
      const site = siteOf("releases", { ...BOUGHT_SCRIPT, ...SAMPLE });
      expect(holdfast(["persist", site.app, "--yes", ...more]).code).toBe(0);
      const sample = join(site.shared, "public/uploads/sample.jpg");
      unlinkSync(sample);
      const next = nextVersion(site, { ...BOUGHT_SCRIPT, ...SAMPLE });
      expect(holdfast(["persist", next.app, "--yes"]).code).toBe(0);
      return existsSync(sample);
    };
    expect([isBack(["--no-baseline"]), isBack([])]).toEqual([true, false]);
  });
});
