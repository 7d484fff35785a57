import { symlinkSync, writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistReleasesLater: Scenario = {
  id: "persist-releases-later",
  what: "a later release that brings its own files while the earlier one is live",
  layout: "releases",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "releases/r1"), { ...LIVE_DATA, "public/uploads/demo.txt": "demo" });
    symlinkSync("releases/r1", below(root, "current"));
    await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
    writeFileSync(below(root, "shared/public/uploads/u.txt"), "edited");
    writeLaravel(below(root, "releases/r2"), {
      ".env": "APP_KEY=vendor",
      "public/uploads/u.txt": "demo 2",
      "public/uploads/n.txt": "new demo",
      "public/invoices/.gitkeep": "",
      "storage/logs/.gitignore": "*",
    });
  },
  cwd: "releases/r2",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "current",
};
