/**
 * The crash states that a missing or misplaced sync shows in, on two small sites: quick enough to be asked after every change. All states of all
 * scenarios are the campaign R4.
 */
import { rmSync, symlinkSync, unlinkSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { writeTree } from "../support/files.ts";
import { record, violationsOf } from "./campaigns/crash-states.ts";
import { trialFolder } from "./lab/trial.ts";
import { hardestStates } from "./model/crash-states.ts";
import type { Scenario } from "./scenario.ts";
import { below } from "./scenarios/shapes.ts";

const DECISIONS = '{ "paths": { "public/uploads": "user", "public/settings.ini": "user" } }';

const firstRun: Scenario = {
  id: "quick-first",
  what: "a folder that both have and a file that only the app has, in a live flat app",
  layout: "flat",
  make: (root) => {
    writeTree(root, {
      "app/public/index.php": "<?php",
      "app/holdfast.json": DECISIONS,
      "app/public/settings.ini": "live = yes",
      "app/public/uploads/both.txt": "live",
      "app/public/uploads/deep/new.txt": "new",
      "shared/public/uploads/both.txt": "half copy",
    });
  },
  cwd: "app",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "app",
};

const recovery: Scenario = {
  id: "quick-recovery",
  what: "a live release with a real file and a wrong link where our links were",
  layout: "releases",
  make: async (root, holdfast) => {
    writeTree(root, {
      "releases/r1/public/index.php": "<?php",
      "releases/r1/holdfast.json": DECISIONS,
      "releases/r1/public/settings.ini": "live = yes",
      "releases/r1/public/uploads/a.txt": "a",
      current: { link: "releases/r1" },
    });
    await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
    for (const link of ["public/settings.ini", "public/uploads"]) unlinkSync(below(root, "releases/r1", link));
    symlinkSync("../shared/uploads", below(root, "releases/r1/public/uploads"));
    writeTree(root, { "releases/r1/public/settings.ini": "edited = yes" });
  },
  cwd: ".",
  argv: ["recover", "current", "--yes"],
  again: ["recover", "current", "--yes"],
  live: "current",
};

const folder = trialFolder();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each([firstRun, recovery])(
  "$id: a power cut at its worst instants loses nothing, and one more run converges",
  async (scenario) => {
    const recorded = await record(scenario, folder);
    const states = hardestStates(recorded.tree, recorded.effects);
    for (const { what, build } of states)
      expect((await violationsOf(recorded, build())).map((line) => `${what}: ${line}`)).toEqual([]);
    console.log(`${scenario.id}: ${states.length} states of ${recorded.effects.length} effects`);
  },
  120_000,
);
