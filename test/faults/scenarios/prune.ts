import type { Scenario } from "../scenario.ts";
import { siteWithReleases } from "./release.ts";
import { below, writeLaravel } from "./shapes.ts";

export const pruneReleases: Scenario = {
  id: "prune-releases",
  what: "releases that were never live, with caches of their own, are removed",
  layout: "releases",
  make: async (root, holdfast) => {
    await siteWithReleases(root, holdfast);
    for (const name of [".b1", ".b2"]) {
      writeLaravel(below(root, name), { "public/index.php": `<?php // ${name}` });
      await holdfast(root, ["release", name, "--no-activate", "--yes"]);
    }
  },
  cwd: ".",
  argv: ["prune", "--keep", "1", "--yes"],
  again: ["prune", "--keep", "1", "--yes"],
  live: "current",
  removes: /^(releases|shared\/bootstrap\/cache)\/2026-01-02_/,
};
