import { symlinkSync, unlinkSync } from "node:fs";
import { writeTree } from "../../support/files.ts";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const recoverReleases: Scenario = {
  id: "recover-releases",
  what: "a live release whose links lead elsewhere, to nothing, or became a real folder",
  layout: "releases",
  make: async (root, holdfast) => {
    writeLaravel(below(root, "releases/r1"), LIVE_DATA);
    symlinkSync("releases/r1", below(root, "current"));
    await holdfast(below(root, "releases/r1"), ["persist", "--yes"]);
    for (const link of [".env", "public/uploads", "public/invoices"]) unlinkSync(below(root, "releases/r1", link));
    symlinkSync("../shared/.env", below(root, "releases/r1/.env"));
    writeTree(below(root, "releases/r1"), { "public/uploads/u.txt": "upload 2", "public/uploads/m.txt": "meanwhile" });
  },
  cwd: ".",
  argv: ["recover", "current", "--yes"],
  again: ["recover", "current", "--yes"],
  live: "current",
};
