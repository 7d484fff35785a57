import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistFlatFirst: Scenario = {
  id: "persist-flat-first",
  what: "the first run over a live flat app, with a crashed deployer's half copy in shared",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    writeTree(below(root, "shared"), {
      "public/uploads/u.txt": "half copy",
      "public/uploads/only.txt": "only in shared",
    });
  },
  cwd: "app",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "app",
};
