import { mkdirSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { siteWithReleases } from "./release.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const hostFlat: Scenario = {
  id: "host-flat",
  what: "what a host allows is tried beside a live flat app and in its document root; nothing of it stays but the note of it",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    mkdirSync(below(root, "public_html"));
    await holdfast(below(root, "app"), ["persist", "--yes"]);
  },
  cwd: "app",
  argv: ["host"],
  again: ["recover", "--yes"],
  live: "app",
};

export const hostReleases: Scenario = {
  id: "host-releases",
  what: "the same where current leads to a release",
  layout: "releases",
  make: async (root, holdfast) => {
    await siteWithReleases(root, holdfast);
    mkdirSync(below(root, "public_html"));
  },
  cwd: ".",
  argv: ["host"],
  again: ["recover", "--yes"],
  live: "current",
};
