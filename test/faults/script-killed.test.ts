/** Kills of the script at moments that once ended with another version in use than the undisturbed run's. */
import { afterAll, expect, it } from "vitest";
import { HOSTS } from "./lab/script-tools.ts";
import { type KnownScript, tryMishap, undisturbedScript } from "./lab/script-trial.ts";
import { removeTrialFolder, trialFolder } from "./lab/trial.ts";
import { persistFlatFirst } from "./scenarios/persist-flat-first.ts";
import { persistReleasesFirst } from "./scenarios/persist-releases-first.ts";
import { persistSubsequent } from "./scenarios/persist-subsequent.ts";

const folder = trialFolder();
/** By host and scenario. */
const KNOWN = new Map<string, KnownScript>();
afterAll(() => {
  removeTrialFolder(folder);
});

it.each([
  {
    what: "a placeholder in shared is no sign of another copy",
    on: "dash",
    scenario: persistFlatFirst,
    from: /^ln -s .*\/shared\/\.env$/,
    by: "recovery",
  },
  {
    what: "a file that is retired by a second name is still the application's",
    on: "dash without exchange",
    scenario: persistSubsequent,
    from: /^ln \S+\/app\/\.env \S+\/retired\//,
    by: "program",
  },
  {
    what: "what is retired under its name is no hindrance",
    on: "busybox without exchange",
    scenario: persistSubsequent,
    from: /^ln \S+\/app\/\.env \S+\/retired\//,
    by: "script",
  },
  {
    what: "the program finishes the folder that the script began",
    on: "dash",
    scenario: persistReleasesFirst,
    from: /^mkdir .*new-folder-shared$/,
    by: "program",
  },
  {
    what: "our own folder that root made and did not give away is no hindrance to the site's user",
    on: "busybox",
    scenario: persistFlatFirst,
    from: /^mkdir .*new-folder-\.holdfast$/,
    by: "program",
  },
  {
    what: "nor to the site's user with the script",
    on: "busybox",
    scenario: persistReleasesFirst,
    from: /^mkdir .*new-folder-shared$/,
    by: "owner",
  },
  {
    what: "what leads to data is the site's user's again",
    on: "dash without exchange",
    scenario: persistFlatFirst,
    from: /^ln -s .*\/shared\/\.env$/,
    by: "owner",
  },
  {
    what: "a link that was begun goes when the program makes it",
    on: "busybox",
    scenario: persistFlatFirst,
    from: /^ln -s .*\/app\/bootstrap\/\.holdfast-tx-/,
    by: "program",
  },
  {
    what: "nor is one that everybody may enter",
    on: "dash without exchange",
    scenario: persistFlatFirst,
    from: /^mkdir .*framework\/\.holdfast-new-folder-views$/,
    by: "program",
  },
  {
    what: "a second name in shared is no sign of another copy",
    on: "busybox without exchange",
    scenario: persistFlatFirst,
    from: /^ln \S+\/app\/\.env \S+\/shared\/\.env$/,
    by: "recovery",
  },
  {
    what: "nor is a folder in shared that the application has no more",
    on: "dash without exchange",
    scenario: persistFlatFirst,
    from: /^mv .*\/app\/storage \S+\/shared\/storage$/,
    by: "recovery",
  },
  {
    what: "nor is a folder of the rescued",
    on: "busybox",
    scenario: persistSubsequent,
    from: /^mkdir .*rescued\/tx-000001\/\.holdfast-new-folder-storage$/,
    by: "program",
  },
  {
    what: "a link that root made and did not give away is given by the site's user",
    on: "dash without exchange",
    scenario: persistFlatFirst,
    from: /^ln -s .*\/app\/\.holdfast-tx-/,
    by: "program",
  },
  {
    what: "and so is a placeholder",
    on: "busybox",
    scenario: persistFlatFirst,
    from: /^ln -s .*\/shared\/\.env$/,
    by: "script",
  },
] as const)(
  "$what: killed there on $on, completed by the $by",
  async ({ on, scenario, from, by }) => {
    const host = HOSTS.find(({ id }) => id === on);
    if (host === undefined) throw new Error(`There is no host ${on}`);
    const known = await (KNOWN.get(`${on} ${scenario.id}`) ?? undisturbedScript(scenario, host, folder));
    KNOWN.set(`${on} ${scenario.id}`, known);
    const first = known.calls.findIndex((call) => from.test(call)) + 1;
    expect(first).toBeGreaterThan(0);
    for (const at of [first, first + 1, first + 2])
      expect(await tryMishap(known, folder, { at, how: "killed", by }), `killed at ${at}`).toEqual([]);
  },
  300_000,
);
