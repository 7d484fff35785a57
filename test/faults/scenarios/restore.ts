import { rmSync, writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below } from "./shapes.ts";
import { snapshotTake } from "./snapshot.ts";

export const restoreFlat: Scenario = {
  id: "restore-flat",
  what: "data of a live flat app brought back from a snapshot: a folder in use, a file, and a folder that is gone",
  layout: "flat",
  make: async (root, holdfast) => {
    await snapshotTake.make(root, holdfast);
    await holdfast(below(root, "app"), ["snapshot", "--name", "good"]);
    writeFileSync(below(root, "shared/.env"), "APP_KEY=wrong", { mode: 0o600 });
    writeFileSync(below(root, "shared/public/uploads/u.txt"), "defaced");
    rmSync(below(root, "shared/public/invoices"), { recursive: true });
  },
  cwd: "app",
  argv: ["restore", "good", "--yes"],
  again: ["restore", "good", "--yes"],
  live: "app",
};
