import { join } from "node:path";
import { rmSync } from "node:fs";
import { linkTree, siteBelow, UPLOADS, writeCode } from "../trees/site.ts";
import { faster } from "../timing/line.ts";
import { race, type Side } from "../timing/rounds.ts";
import type { Bench, Line, Row } from "../row.ts";
import type { SetName } from "../trees/work-sets.ts";
import { persistSide } from "./02-first-run.ts";
import { knowsFlag } from "./flags.ts";
import { timeLimit } from "./limits.ts";
import { deployerShares } from "./peers.ts";

/** The first run against a deployer that copies. */
export const peersCopyRow: Row = {
  ids: ["3", "4"],
  title: "First persist against a deployer that copies",
  programs: [],
  sets: ["M", "L"],
  copies: ["L"],
  run: (bench) => [...against(bench, "M", { plain: 10 }), ...against(bench, "L", { plain: 50, full: 10 })],
};

const THEIRS = "Deployer's commands (mkdir, cp -r, rm -rf, ln)";

/** `full` is asked for with a list of every file. */
function against(bench: Bench, name: SetName, least: { readonly plain: number; readonly full?: number }): Line[] {
  const { files, bytes } = bench.set(name);
  const persist = persistSide(bench, name);
  const flags = knowsFlag(bench, "persist", "--baseline") ? ["--baseline"] : [];
  const { plain, theirs, full } = race(
    {
      plain: persist([]),
      theirs: deployerSide(bench, name),
      ...(least.full === undefined ? {} : { full: persist(flags) }),
    } as Record<"plain" | "theirs" | "full", Side>,
    { rounds: bench.rounds, warmUp: false },
  );
  const what = `first persist of ${name} (${files} files, ${Math.round(bytes / 1e6)} MB)`;
  const point = { series: "Deployer's commands", peer: true as const, files, seconds: Math.min(...theirs) / 1000 };
  const words = { what, ours: "persist, as it runs by default", theirs: THEIRS, why: timeLimit(bench, persist([])) };
  const lines = [{ ...faster(words, { ours: plain, theirs }, least.plain), points: [point] }];
  if (least.full === undefined) return lines;
  const ours = flags.length === 0 ? "persist (lists every file by default)" : "persist --baseline";
  return [...lines, { ...faster({ ...words, ours }, { ours: full, theirs }, least.full), row: "4" }];
}

/** Deployer's own commands on a work set. */
function deployerSide(bench: Bench, name: SetName): Side {
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
