/** Whatever interrupts a snapshot: what has a snapshot's name afterwards is complete, bit by bit, and nothing half-made is left. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sampleOf, seedOfTheDay } from "./campaigns/campaign.ts";
import type { Fault } from "./lab/fault.ts";
import { runInProcess } from "./lab/in-process.ts";
import { freshSite, removeTrialFolder, trialFolder, undisturbed } from "./lab/trial.ts";
import { snapshotTake } from "./scenarios/snapshot.ts";

const folder = trialFolder();
afterAll(() => {
  removeTrialFolder(folder);
});

const SAMPLE = 30;

it(`a sample of kills and failing calls (HOLDFAST_FAULT_DAY=${seedOfTheDay()})`, async () => {
  const { changing } = await undisturbed(snapshotTake, folder);
  const faults = Array.from({ length: changing }, (_, at): Fault[] => [
    { kind: "kill", at },
    { kind: "error", code: "ENOSPC", at, lasting: at % 2 === 0, among: "changing" },
  ]).flat();
  const left = { none: 0, whole: 0 };
  for (const fault of sampleOf(faults, SAMPLE, seedOfTheDay())) {
    const { root } = await freshSite(snapshotTake, folder);
    const run = (...argv: readonly string[]) => runInProcess({ cwd: join(root, "app"), argv }, null);
    await runInProcess({ cwd: join(root, "app"), argv: snapshotTake.argv }, fault);
    expect((await run("recover", "--yes")).code).toBe(0);
    const names = namesIn(join(root, "shared/.holdfast/snapshots"));
    expect(names.filter((name) => name.endsWith(".partial"))).toEqual([]);
    for (const name of names)
      expect((await run("snapshot", "verify", name)).text).toContain("every bit as it was taken");
    left[names.length === 0 ? "none" : "whole"]++;
    const again = await run("snapshot", "--name", "again");
    expect([again.code, again.text]).toEqual([0, expect.stringContaining("✅ Snapshot again")]);
  }
  console.log(`snapshots after ${left.none + left.whole} faults: ${JSON.stringify(left)}`);
  expect(left.none).toBeGreaterThan(0);
  expect(left.whole).toBeGreaterThan(0);
}, 300_000);

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // The fault came before the folder was made.
    return [];
  }
}
