import { join } from "node:path";
import { rmSync } from "node:fs";
import { linkTree, siteBelow, UPLOADS, writeCode } from "../trees/site.ts";
import { faster } from "../timing/line.ts";
import { race, type Side } from "../timing/rounds.ts";
import type { Bench, Line, Row } from "../row.ts";
import type { SetName } from "../trees/work-sets.ts";
import { persistSide } from "./02-first-run.ts";
import { deployerShares } from "./peers.ts";

/** The first run against a deployer that copies. */
export const peersCopyRow: Row = {
  id: "3",
  title: "First persist against a deployer that copies",
  programs: [],
  run: (bench) => [against(bench, "M", 10), against(bench, "L", 50)],
};

function against(bench: Bench, name: SetName, least: number): Line {
  const { files, bytes } = bench.set(name);
  const { ours, theirs } = race(
    { ours: persistSide(bench, name)([]), theirs: deployerSide(bench, name) },
    { rounds: bench.rounds, warmUp: false },
  );
  return faster(
    {
      what: `first persist of ${name} (${files} files, ${Math.round(bytes / 1e6)} MB)`,
      ours: "persist, as it runs by default",
      theirs: "Deployer's commands (mkdir, cp -r, rm -rf, ln)",
    },
    { ours, theirs },
    least,
  );
}

/** Deployer's own commands on a work set. */
export function deployerSide(bench: Bench, name: SetName): Side {
  const site = siteBelow(bench.scratch(`deployer-${name}`));
  const { path } = bench.set(name);
  return {
    ...deployerShares(site, UPLOADS),
    before: () => {
      rmSync(site.root, { recursive: true, force: true });
      writeCode(site.app);
      linkTree(path, join(site.app, UPLOADS));
    },
  };
}
