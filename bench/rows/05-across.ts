import { rmSync } from "node:fs";
import { join } from "node:path";
import { mountMemory } from "../mounts.ts";
import type { Line, Missing, Row } from "../row.ts";
import { longer } from "../timing/line.ts";
import { race } from "../timing/rounds.ts";
import { linkTree, siteBelow, UPLOADS, writeCode } from "../trees/site.ts";
import { knowsFlag } from "./flags.ts";
import { timeLimit } from "./limits.ts";

const UNVERIFIED = "--no-verify";

/** Taking data over to another file system, where every byte has to be copied. */
export const acrossRow: Row = {
  ids: ["5"],
  title: "Across file systems",
  programs: ["mount", "cp"],
  sets: ["M"],
  copies: [],
  root: true,
  run: (bench): (Line | Missing)[] => {
    const folder = bench.scratch("across");
    const site = siteBelow(folder);
    const set = bench.set("M");
    const disk = join(folder, "disk");
    mountMemory(disk, Math.ceil((set.bytes * 1.5) / 1e6 + set.files * 0.01) + 200);
    const shared = join(disk, "shared");
    const before = (): void => {
      for (const path of [site.root, shared, join(disk, "copy")]) rmSync(path, { recursive: true, force: true });
      writeCode(site.app);
      linkTree(set.path, join(site.app, UPLOADS));
    };
    const persist = [process.execPath, bench.program, "persist", site.app, shared, "--yes", "--across-filesystems"];
    const knows = knowsFlag(bench, "persist", UNVERIFIED);
    const { ours, theirs, bare } = race(
      {
        ours: { argv: persist, before },
        theirs: { argv: ["cp", "-a", join(site.app, UPLOADS), join(disk, "copy")], before },
        bare: { argv: knows ? [...persist, UNVERIFIED] : ["true"], before: knows ? before : () => undefined },
      },
      { rounds: bench.rounds, warmUp: false },
    );
    const what = `${set.files} files, ${Math.round(set.bytes / 1e6)} MB, to a disk in memory`;
    const words = {
      what,
      ours: "persist --across-filesystems, verified",
      theirs: "cp -a",
      why: timeLimit(bench, { argv: persist, before }),
    };
    const without = "the same without verifying contents";
    return [
      longer(words, { ours, theirs }, 2.2),
      knows
        ? longer({ ...words, ours: without }, { ours: bare, theirs }, 1.3)
        : { what: without, missing: "nothing is taken over unverified; there is no such flag" },
    ];
  },
};
