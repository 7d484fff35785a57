import { writeFileSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { probeServer } from "./probe-server.ts";
import { siteWithReleases } from "./release.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

const SERVED = {
  "/uploads/u.txt": "live upload",
  "/invoices/1.pdf": "invoice",
  "/storage/a.jpg": "live picture",
};

/** The server's port is known when the site is made. */
const flatArgv = ["probe", "--url", ""];
const releasesArgv = ["probe", "--url", ""];

export const probeFlat: Scenario = {
  id: "probe-flat",
  what: "a live flat app is asked over HTTP; the files put there for that are gone afterwards",
  layout: "flat",
  make: async (root, holdfast) => {
    flatArgv[2] = await probeServer(SERVED);
    writeLaravel(below(root, "app"), LIVE_DATA);
    await holdfast(below(root, "app"), ["persist", "--yes"]);
  },
  cwd: "app",
  argv: flatArgv,
  again: ["recover", "--yes"],
  live: "app",
};

export const probeReleases: Scenario = {
  id: "probe-releases",
  what: "the same for what current leads to",
  layout: "releases",
  make: async (root, holdfast) => {
    releasesArgv[2] = await probeServer(SERVED);
    await siteWithReleases(root, holdfast);
    writeFileSync(below(root, "shared/public/uploads/u.txt"), "live upload");
  },
  cwd: ".",
  argv: releasesArgv,
  again: ["recover", "--yes"],
  live: "current",
};
