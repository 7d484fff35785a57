import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const snapshotTake: Scenario = {
  id: "snapshot-take",
  what: "a first snapshot of a live flat app's data",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
  },
  cwd: "app",
  argv: ["snapshot"],
  again: ["recover", "--yes"],
  live: "app",
};

export const snapshotDrop: Scenario = {
  id: "snapshot-drop",
  what: "a snapshot removed because its owner says so",
  layout: "flat",
  make: async (root, holdfast) => {
    await snapshotTake.make(root, holdfast);
    await holdfast(below(root, "app"), ["snapshot", "--name", "mine"]);
  },
  cwd: "app",
  argv: ["snapshot", "drop", "mine", "--yes"],
  again: ["recover", "--yes"],
  live: "app",
};
