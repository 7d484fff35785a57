import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

/** What the vendor delivers next: all that the application has, changed, and something new in a folder of its users. */
const NEXT = {
  "composer.json": '{"require":{"laravel/framework":"^11.1"}}',
  "public/index.php": "<?php // 2",
  "public/js/app.js": "2",
  "public/uploads/demo.png": "demo",
  "storage/logs/.gitignore": "*",
};

export const releaseFlatFirst: Scenario = {
  id: "release-flat-first",
  what: "a live application that nobody has persisted gets the vendor's next version, in place",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    writeLaravel(below(root, "next"), NEXT);
  },
  cwd: ".",
  argv: ["release", "next", "--site", "app", "--yes"],
  again: ["release", "next", "--site", "app", "--yes"],
  live: "app",
};

export const releaseReleasesLater: Scenario = {
  id: "release-releases-later",
  what: "a site with releases gets another one while the earlier is live",
  layout: "releases",
  make: async (root, holdfast) => {
    await siteWithReleases(root, holdfast);
    writeLaravel(below(root, "next"), NEXT);
  },
  cwd: ".",
  argv: ["release", "next", "--yes"],
  again: ["release", "next", "--yes"],
  live: "current",
};

export const releaseNewSite: Scenario = {
  id: "release-new-site",
  what: "the first release of a site whose settings somebody has put into shared",
  layout: "releases",
  make: (root) => {
    writeLaravel(below(root, ".next"), NEXT);
    mkdirSync(below(root, "shared"));
    writeTree(below(root, "shared"), { ".env": { text: "APP_KEY=new", mode: 0o600 } });
  },
  cwd: ".",
  argv: ["release", ".next", "--yes"],
  again: ["release", ".next", "--yes"],
  live: null,
};

export const releaseConverts: Scenario = {
  id: "release-converts",
  what: "a live flat application becomes a site with releases, its path a link to current",
  layout: "flat",
  make: releaseFlatFirst.make,
  cwd: ".",
  argv: ["release", "next", "--site", "app", "--layout", "releases", "--yes"],
  again: ["release", "next", "--site", "app", "--layout", "releases", "--yes"],
  live: "app",
};

/** A site whose live release `r1` has data of every kind. */
export async function siteWithReleases(root: string, holdfast: Parameters<Scenario["make"]>[1]): Promise<void> {
  writeLaravel(below(root, "releases/r1"), LIVE_DATA);
  symlinkSync("releases/r1", below(root, "current"));
  await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
  writeFileSync(below(root, "shared/public/uploads/u.txt"), "edited");
}
