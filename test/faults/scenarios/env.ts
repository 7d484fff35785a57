import type { Scenario } from "../scenario.ts";
import { symlinkSync } from "node:fs";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

const EXAMPLE = "# Mail\nMAIL_HOST=\nAPP_KEY=\n";

export const envFlat: Scenario = {
  id: "env-flat",
  what: "settings that a live flat app's .env does not have, added at its end",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), { ...LIVE_DATA, ".env.example": EXAMPLE });
    await holdfast(below(root, "app"), ["persist", "--yes"]);
  },
  cwd: "app",
  argv: ["env", "--add-missing"],
  again: ["env", "--add-missing"],
  live: "app",
  edits: ["shared/.env"],
};

export const envReleases: Scenario = {
  id: "env-releases",
  what: "the same from the folder of a site with releases/ and current, with two examples",
  layout: "releases",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "releases/r1"), { ...LIVE_DATA, ".env.example": EXAMPLE, ".env.dist": "QUEUE=sync\n" });
    symlinkSync("releases/r1", below(root, "current"));
    await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
  },
  cwd: ".",
  argv: ["env", "--add-missing"],
  again: ["env", "--add-missing"],
  live: "current",
  edits: ["shared/.env"],
};
