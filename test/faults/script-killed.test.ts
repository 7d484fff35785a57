/** Kills of the script at moments that once ended with another version in use than the undisturbed run's. */
import { afterAll, expect, it } from "vitest";
import { HOSTS } from "./lab/script-tools.ts";
import { tryMishap, undisturbedScript } from "./lab/script-trial.ts";
import { removeTrialFolder, trialFolder } from "./lab/trial.ts";
import { persistFlatFirst } from "./scenarios/persist-flat-first.ts";
import { persistReleasesFirst } from "./scenarios/persist-releases-first.ts";
import { persistSubsequent } from "./scenarios/persist-subsequent.ts";

const folder = trialFolder();
afterAll(() => {
  removeTrialFolder(folder);
});

it.each([
  {
    what: "a placeholder in shared is no sign of another copy",
    on: "dash",
    scenario: persistFlatFirst,
    ats: [33, 34, 35, 36],
    by: "recovery",
  },
  {
    what: "a file that is retired by a second name is still the application's",
    on: "dash without exchange",
    scenario: persistSubsequent,
    ats: [43, 44, 45, 46],
    by: "program",
  },
  {
    what: "what is retired under its name is no hindrance",
    on: "busybox without exchange",
    scenario: persistSubsequent,
    ats: [43, 44, 45],
    by: "script",
  },
  {
    what: "the program finishes the folder that the script began",
    on: "dash",
    scenario: persistReleasesFirst,
    ats: [5, 6, 7, 8],
    by: "program",
  },
] as const)(
  "$what: killed there on $on, completed by the $by",
  async ({ on, scenario, ats, by }) => {
    const host = HOSTS.find(({ id }) => id === on);
    if (host === undefined) throw new Error(`There is no host ${on}`);
    const known = await undisturbedScript(scenario, host, folder);
    for (const at of ats)
      expect(await tryMishap(known, folder, { at, how: "killed", by }), `killed at ${at}`).toEqual([]);
  },
  300_000,
);
