/** Tests of a command that is ended at a stride of its changing calls: what every test of the tests' own can afford, where the campaigns try them all. */
import { afterAll, expect, it } from "vitest";
import { removeTrialFolder, trialFolder, tryFault, undisturbed } from "./lab/trial.ts";
import type { Scenario } from "./scenario.ts";

/** Which scenarios, and every how many-th call. */
export interface Strided {
  readonly killed: readonly Scenario[];
  /** Each twice as far apart; ENOSPC and EIO in turn. */
  readonly failing: readonly Scenario[];
  readonly stride: number;
}

/** Declares them: nothing is lost, and one more run completes what was ended. */
export function testStrided({ killed, failing, stride }: Strided): void {
  const folder = trialFolder();
  afterAll(() => {
    removeTrialFolder(folder);
  });

  it.each(killed)(
    "$id: killed before a changing call, nothing is lost and one more run completes it",
    async (scenario) => {
      const known = await undisturbed(scenario, folder);
      for (let at = 0; at < known.changing; at += stride) {
        const verdict = await tryFault(known, folder, [{ kind: "kill", at }]);
        expect(verdict.violations, `killed before call ${at}`).toEqual([]);
        expect(verdict.fired).toEqual([true]);
      }
      expect(known.changing).toBeGreaterThan(stride * 3);
    },
    600_000,
  );

  it.each(failing)(
    "$id: a failing call is passed on or does not matter, and one more run completes it",
    async (scenario) => {
      const known = await undisturbed(scenario, folder);
      // Some calls are of a kind that such a failure does not come to.
      let fired = 0;
      for (let nth = 0; nth * 2 * stride < known.changing; nth++) {
        const [at, code] = [nth * 2 * stride, nth % 2 === 0 ? "EIO" : "ENOSPC"] as const;
        const verdict = await tryFault(known, folder, [{ kind: "error", code, at, lasting: false, among: "changing" }]);
        expect(verdict.violations, `${code} at ${at}`).toEqual([]);
        if (verdict.fired[0] === true) fired++;
      }
      expect(fired).toBeGreaterThan(1);
    },
    600_000,
  );
}
