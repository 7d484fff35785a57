import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { siteWithReleases } from "./release.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const rollbackFlat: Scenario = {
  id: "rollback-flat",
  what: "code that stands beside a flat application becomes live again, in place",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
    writeLaravel(below(root, ".app-old"), { "public/index.php": "<?php // old" });
    writeFileSync(below(root, "app/public/uploads/since.txt"), "since");
  },
  cwd: ".",
  argv: ["rollback", "old", "--site", "app", "--yes"],
  again: ["rollback", "old", "--site", "app", "--yes"],
  live: "app",
};

export const rollbackReleases: Scenario = {
  id: "rollback-releases",
  what: "an earlier release becomes live again, one of whose links somebody has removed",
  layout: "releases",
  make: async (root, holdfast) => {
    await siteWithReleases(root, holdfast);
    writeLaravel(below(root, "releases/r2"), { "public/index.php": "<?php // 2" });
    await holdfast(below(root, "releases/r2"), ["persist", "--yes"]);
    rmSync(below(root, "current"));
    symlinkSync("releases/r2", below(root, "current"));
    rmSync(below(root, "releases/r1/storage"));
  },
  cwd: ".",
  argv: ["rollback", "r1", "--yes"],
  again: ["rollback", "r1", "--yes"],
  live: "current",
};
