import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Line, Missing, Row } from "../row.ts";
import { builtProbe } from "../probes/build.ts";
import { atMost, longer } from "../timing/line.ts";
import { outputOf, peakMiB } from "../timing/process.ts";
import { race, type Side } from "../timing/rounds.ts";
import { ratiosOf, spreadOf } from "../timing/statistics.ts";
import { milliseconds, timeLimit } from "./limits.ts";
import { type ReleasedSite, releasedSite } from "../trees/released.ts";
import type { SetName } from "../trees/work-sets.ts";

const OURS = "drift scan (baseline read and compared)";
const FIND = "find -printf '%s %T@ %p\\n'";

/** Comparing a tree with what is known of it. */
export const driftRow: Row = {
  ids: ["7"],
  title: "Drift scan",
  programs: ["rsync", "find"],
  sets: ["Lempty"],
  copies: ["Lempty", "Lempty"],
  run: (bench) => {
    const { site, scan, walk } = driftOf(bench, "Lempty");
    const copy = join(bench.scratch("rsync-copy"), "copy");
    // By copy: a second name would change the times by which the scan knows that a file is as it was.
    outputOf({ argv: ["cp", "-a", site.tree, copy] });
    const rsync: Side = { argv: ["rsync", "-n", "-a", "--delete", `${site.tree}/`, `${copy}/`] };
    const sides = { ours: scan, find: findIn(site), beside: rsync, walk };
    const { ours, find, beside, walk: walked } = race(sides, { rounds: bench.rounds });
    const { files } = bench.set("Lempty");
    const [what, why] = [`${files} files, warm`, `${walkLimit(walked, find)}; ${timeLimit(bench, scan)}`];
    return [
      longer({ what, ours: OURS, theirs: FIND, why }, { ours, theirs: find }, 1.8),
      longer({ what, ours: OURS, theirs: "rsync -n -a --delete", why }, { ours, theirs: beside }, 0.75),
      ...coldLines(bench, { ours: scan, find: findIn(site) }),
      ...peakLines(bench, scan),
    ];
  },
};

/** The same where folders are many and files in them few. */
export const manyFoldersRow: Row = {
  ids: ["8"],
  title: "Drift scan of many folders",
  programs: ["find"],
  sets: ["H"],
  copies: ["H"],
  run: (bench) => {
    const { site, scan, walk } = driftOf(bench, "H");
    const sides = { ours: scan, find: findIn(site), walk };
    const { ours, find, walk: walked } = race(sides, { rounds: bench.rounds });
    const { files, folders } = bench.set("H");
    const what = `${files} files in ${folders} folders, warm`;
    const words = { what, ours: OURS, theirs: FIND, why: `${walkLimit(walked, find)}; ${timeLimit(bench, scan)}` };
    return [longer(words, { ours, theirs: find }, 1.3)];
  },
};

interface Ground {
  readonly site: ReleasedSite;
  readonly scan: Side;
  /** Listing and looking alone, in one thread of Node. */
  readonly walk: Side;
}

function driftOf(bench: Bench, name: SetName): Ground {
  const site = releasedSite(bench.program, bench.scratch(`released-${name}`), bench.set(name).path);
  const probes = bench.scratch("probes");
  return {
    site,
    scan: { argv: [process.execPath, builtProbe("drift", probes), site.root, site.release] },
    walk: { argv: [process.execPath, builtProbe("walk", probes), site.path] },
  };
}

function findIn({ path }: ReleasedSite): Side {
  return { argv: ["find", path, "-printf", "%s %T@ %p\\n"] };
}

function walkLimit(walked: readonly number[], find: readonly number[]): string {
  const ratio = spreadOf(ratiosOf(walked, find)).median;
  return `listing and looking alone, in one thread of Node, take ${ratio.toFixed(2)} x find here (${milliseconds(walked)})`;
}

function coldLines(bench: Bench, sides: { readonly ours: Side; readonly find: Side }): (Line | Missing)[] {
  const what = `${bench.set("Lempty").files} files, cold`;
  if (process.getuid?.() !== 0) return [{ what, missing: "only root can empty the kernel's caches" }];
  const cold = { before: emptyCaches };
  const scan = { ...sides.ours, ...cold };
  const { ours, find } = race(
    { ours: scan, find: { ...sides.find, ...cold } },
    { rounds: bench.rounds, warmUp: false },
  );
  return [longer({ what, ours: OURS, theirs: FIND, why: timeLimit(bench, scan) }, { ours, theirs: find }, 1.4)];
}

/** What is not written yet is written first, or it would stay. */
function emptyCaches(): void {
  race({ sync: { argv: ["sync"] } }, { rounds: 1, warmUp: false });
  writeFileSync("/proc/sys/vm/drop_caches", "3\n");
}

function peakLines(bench: Bench, scan: Side): (Line | Missing)[] {
  const what = `${bench.set("Lempty").files} files, peak memory`;
  const peak = peakMiB(scan);
  if (peak === null) return [{ what, missing: "/usr/bin/time is not there" }];
  return [{ what, ours: OURS, theirs: "", unit: "MiB", bound: atMost(130), samples: [peak] }];
}
