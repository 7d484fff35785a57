import { symlinkSync, writeFileSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const undoFlat: Scenario = {
  id: "undo-flat",
  what: "every link of a live flat app turned back into plain files and folders",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
  },
  cwd: "app",
  argv: ["undo", "--yes"],
  again: ["undo", "--yes"],
  live: "app",
};

export const undoReleases: Scenario = {
  id: "undo-releases",
  what: "the same for the live release of a site whose earlier release is linked to shared, too",
  layout: "releases",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "releases/r1"), LIVE_DATA);
    symlinkSync("releases/r1", below(root, "current"));
    await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
    writeLaravel(below(root, "releases/r0"), {});
    await holdfast(below(root, "releases/r0"), ["persist", "--yes"]);
  },
  cwd: ".",
  argv: ["undo", "--yes"],
  again: ["undo", "--yes"],
  live: "current",
};

export const persistUndone: Scenario = {
  id: "persist-undone",
  what: "a flat app that was undone and used since, taken over again",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
    await holdfast(below(root, "app"), ["undo", "--yes"]);
    writeFileSync(below(root, "app/public/uploads/u.txt"), "edited since");
    writeTree(below(root, "app"), { "public/uploads/since.txt": "uploaded since" });
  },
  cwd: "app",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "app",
};
