import { unlinkSync, writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

/** A live flat app of which an editor replaced the link of `.env`, so that shared's was rescued; and a folder of uploads that was merged back. */
const make: Scenario["make"] = async (root, holdfast) => {
  writeLaravel(below(root, "app"), LIVE_DATA);
  await holdfast(below(root, "app"), ["persist", "--yes"]);
  unlinkSync(below(root, "app/.env"));
  writeFileSync(below(root, "app/.env"), "APP_KEY=edited", { mode: 0o600 });
  await holdfast(below(root, "app"), ["persist", "--yes"]);
};

export const rescuedRestore: Scenario = {
  id: "rescued-restore",
  what: "a rescued file put back over the one that is in use",
  layout: "flat",
  make,
  cwd: "app",
  argv: ["rescued", "restore", "2", "--yes"],
  again: ["rescued", "restore", "2", "--yes"],
  live: "app",
};

export const rescuedDrop: Scenario = {
  id: "rescued-drop",
  what: "what was rescued removed because its owner says so",
  layout: "flat",
  make,
  cwd: "app",
  argv: ["rescued", "drop", "2", "--yes"],
  again: ["recover", "--yes"],
  live: "app",
};
