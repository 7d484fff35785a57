import { unlinkSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const recoverFlat: Scenario = {
  id: "recover-flat",
  what: "three broken links of a live flat app with real things in their place",
  layout: "flat",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
    for (const link of [".env", "storage", "public/uploads"]) unlinkSync(below(root, "app", link));
    writeTree(below(root, "app"), {
      ".env": { text: "APP_KEY=new", mode: 0o600 },
      "public/uploads/m.txt": "meanwhile",
      "public/uploads/u.txt": "upload 2",
    });
  },
  cwd: "app",
  argv: ["recover", "--yes"],
  again: ["recover", "--yes"],
  live: "app",
};
