/** Releases and rollbacks without links, ended at a stride of their changing calls: nothing is lost, and one more run completes them. */
import { afterAll, expect, it } from "vitest";
import { removeTrialFolder, trialFolder, tryFault, undisturbed } from "./lab/trial.ts";
import { releaseInPlace, rollbackInPlace } from "./scenarios/in-place.ts";

const folder = trialFolder();
afterAll(() => {
  removeTrialFolder(folder);
});

const STRIDE = 5;

it.each([releaseInPlace, rollbackInPlace])(
  "$id: killed before every fifth changing call, nothing is lost and one more run completes it",
  async (scenario) => {
    const known = await undisturbed(scenario, folder);
    for (let at = 0; at < known.changing; at += STRIDE) {
      const verdict = await tryFault(known, folder, [{ kind: "kill", at }]);
      expect(verdict.violations, `killed before call ${at}`).toEqual([]);
      expect(verdict.fired).toEqual([true]);
    }
    expect(known.changing).toBeGreaterThan(STRIDE * 3);
  },
  600_000,
);

it.each([releaseInPlace, rollbackInPlace])(
  "$id: a failing call is passed on or does not matter, and one more run completes it",
  async (scenario) => {
    const known = await undisturbed(scenario, folder);
    for (let at = 0; at < known.changing; at += 2 * STRIDE) {
      const code = at % 4 === 0 ? "EIO" : "ENOSPC";
      const verdict = await tryFault(known, folder, [{ kind: "error", code, at, lasting: false, among: "changing" }]);
      expect(verdict.violations, `${code} at ${at}`).toEqual([]);
    }
  },
  600_000,
);
