import { symlinkSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistReleasesFirst: Scenario = {
  id: "persist-releases-first",
  what: "the first run over the live release of a site with releases/ and current",
  layout: "releases",
  make: (root) => {
    writeLaravel(below(root, "releases/r1"), LIVE_DATA);
    symlinkSync("releases/r1", below(root, "current"));
  },
  cwd: "releases/r1",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "current",
};
