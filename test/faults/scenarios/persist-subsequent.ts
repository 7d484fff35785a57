import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistSubsequent: Scenario = {
  id: "persist-subsequent",
  what: "a live flat app told `subsequent`: what shared has stays, the app's version is rescued",
  layout: "flat",
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    writeTree(below(root, "shared"), {
      ".env": { text: "APP_KEY=shared", mode: 0o600 },
      "public/uploads/u.txt": "shared's",
      "public/uploads/deep": "a file where the app has a folder",
      "storage/logs/laravel.log/rotated": "a folder where the app has a file",
    });
  },
  cwd: "app",
  argv: ["persist", ".", "../shared", "subsequent", "--yes"],
  again: ["persist", ".", "../shared", "subsequent", "--yes"],
  // Shared wins, so names that only the app has where shared has a file are rescued, not reachable.
  live: null,
};
