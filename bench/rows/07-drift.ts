import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Line, Missing, Row } from "../row.ts";
import { builtProbe } from "../probes/build.ts";
import { atMost, longer } from "../timing/line.ts";
import { peakMiB } from "../timing/process.ts";
import { race, type Side } from "../timing/rounds.ts";
import { type ReleasedSite, releasedSite } from "../trees/released.ts";
import { linkTree } from "../trees/site.ts";
import type { SetName } from "../trees/work-sets.ts";

const OURS = "drift scan (baseline read and compared)";
const FIND = "find -printf '%s %T@ %p\\n'";

/** Comparing a tree with what is known of it. */
export const driftRow: Row = {
  ids: ["7"],
  title: "Drift scan of 100,000 files",
  programs: ["rsync", "find"],
  run: (bench) => {
    const { site, scan } = driftOf(bench, "Lempty");
    const copy = join(bench.scratch("rsync-copy"), "copy");
    linkTree(site.tree, copy);
    const rsync: Side = { argv: ["rsync", "-n", "-a", "--delete", `${site.tree}/`, `${copy}/`] };
    const { ours, find, beside } = race({ ours: scan, find: findIn(site), beside: rsync }, { rounds: bench.rounds });
    const what = "drift scan, warm";
    return [
      longer({ what, ours: OURS, theirs: FIND }, { ours, theirs: find }, 1.8),
      longer({ what, ours: OURS, theirs: "rsync -n -a --delete" }, { ours, theirs: beside }, 0.75),
      ...coldLines(bench, { ours: scan, find: findIn(site) }),
      ...peakLines(scan),
    ];
  },
};

/** The same where folders are many and files in them few. */
export const manyFoldersRow: Row = {
  ids: ["8"],
  title: "Drift scan of 51,000 folders",
  programs: ["find"],
  run: (bench) => {
    const { site, scan } = driftOf(bench, "H");
    const { ours, find } = race({ ours: scan, find: findIn(site) }, { rounds: bench.rounds });
    return [longer({ what: "drift scan, warm", ours: OURS, theirs: FIND }, { ours, theirs: find }, 1.3)];
  },
};

function driftOf(bench: Bench, name: SetName): { readonly site: ReleasedSite; readonly scan: Side } {
  const site = releasedSite(bench.program, bench.scratch(`released-${name}`), bench.set(name).path);
  const probe = builtProbe("drift", bench.scratch("probe"));
  return { site, scan: { argv: [process.execPath, probe, site.root, site.release] } };
}

function findIn({ path }: ReleasedSite): Side {
  return { argv: ["find", path, "-printf", "%s %T@ %p\\n"] };
}

function coldLines(bench: Bench, sides: { readonly ours: Side; readonly find: Side }): (Line | Missing)[] {
  const what = "drift scan, cold";
  if (process.getuid?.() !== 0) return [{ what, missing: "only root can empty the kernel's caches" }];
  const cold = { before: emptyCaches };
  const { ours, find } = race(
    { ours: { ...sides.ours, ...cold }, find: { ...sides.find, ...cold } },
    { rounds: bench.rounds, warmUp: false },
  );
  return [longer({ what, ours: OURS, theirs: FIND }, { ours, theirs: find }, 1.4)];
}

/** What is not written yet is written first, or it would stay. */
function emptyCaches(): void {
  race({ sync: { argv: ["sync"] } }, { rounds: 1, warmUp: false });
  writeFileSync("/proc/sys/vm/drop_caches", "3\n");
}

function peakLines(scan: Side): (Line | Missing)[] {
  const what = "drift scan, peak memory";
  const peak = peakMiB(scan);
  if (peak === null) return [{ what, missing: "/usr/bin/time is not there" }];
  return [{ what, ours: OURS, theirs: "", unit: "MiB", bound: atMost(130), samples: [peak] }];
}
