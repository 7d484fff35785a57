import { writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

/** What the vendor delivered first: with a folder and a file that the next one does not have. */
const OLD = {
  "vendor/lib/a.php": "<?php // 1",
  "vendor/gone/b.php": "<?php // 1",
  "public/uploads/demo.png": "demo",
};

const NEXT = {
  "composer.json": '{"require":{"laravel/framework":"^11.1"}}',
  "public/index.php": "<?php // 2",
  "vendor/lib/a.php": "<?php // 2",
  "vendor/new/c.php": "<?php // 2",
  "public/uploads/more.png": "more",
};

const make = (root: string): void => {
  writeLaravel(below(root, "app"), { ...OLD, ...LIVE_DATA, "vendor/lib/own.txt": "the owner's" });
  writeLaravel(below(root, "old"), OLD);
  writeLaravel(below(root, "next"), NEXT);
};

const first = ["release", "next", "--site", "app", "--in-place", "--shipped", "old", "--yes"];

export const releaseInPlace: Scenario = {
  id: "release-in-place",
  what: "a live application gets the vendor's next version without any link, name by name around its data",
  layout: "flat",
  make,
  cwd: ".",
  argv: first,
  again: first,
  live: "app/public",
  // Old code that goes, into the tree beside.
  removes: /^app\/vendor\/gone/,
};

export const rollbackInPlace: Scenario = {
  id: "rollback-in-place",
  what: "code that stands beside a site without links becomes live again, name by name around the data",
  layout: "flat",
  make: async (root, holdfast) => {
    make(root);
    await holdfast(root, ["serve", "in-place", "--site", "app"]);
    writeLaravel(below(root, ".app-old"), NEXT);
    writeFileSync(below(root, "app/public/uploads/since.txt"), "since");
  },
  cwd: ".",
  argv: ["rollback", "old", "--site", "app", "--yes"],
  again: ["rollback", "old", "--site", "app", "--yes"],
  live: "app",
};
