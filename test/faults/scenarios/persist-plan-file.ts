import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistPlanFile: Scenario = {
  id: "persist-plan-file",
  what: "a saved plan applied to a live flat app",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["plan", "--out", below(root, "plan.json")]);
  },
  cwd: "app",
  argv: ["persist", "--yes", "--plan", "../plan.json"],
  again: ["persist", "--yes"],
  live: "app",
};
