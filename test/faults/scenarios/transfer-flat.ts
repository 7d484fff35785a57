import { writeTree } from "../../support/files.ts";
import { mountAt } from "../../support/mounts.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const transferFlat: Scenario = {
  id: "transfer-flat",
  what: "the first run over a live flat app whose shared is on another file system and has a half copy",
  layout: "flat",
  realDisk: true,
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    mountAt(below(root, "shared"));
    writeTree(below(root, "shared"), {
      "public/uploads/u.txt": "half copy",
      "public/uploads/only.txt": "only in shared",
    });
  },
  cwd: "app",
  argv: ["persist", "--yes", "--across-filesystems"],
  again: ["persist", "--yes", "--across-filesystems"],
  live: "app",
};
