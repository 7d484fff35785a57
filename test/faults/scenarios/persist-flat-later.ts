import { renameSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistFlatLater: Scenario = {
  id: "persist-flat-later",
  what: "a flat app replaced by the vendor's new copy, which brings demo files and its own .env",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
    writeTree(below(root, "shared"), { "public/uploads/u.txt": "edited", "public/uploads/new.txt": "since then" });
    renameSync(below(root, "app"), below(root, "app-before"));
    writeLaravel(below(root, "app"), {
      ".env": "APP_KEY=vendor",
      "public/uploads/u.txt": "demo 2",
      "public/uploads/n.txt": "new demo",
      "storage/logs/.gitignore": "*",
    });
  },
  cwd: "app",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "app",
};
