import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mountImage } from "../mounts.ts";
import type { Bench, Line, Row } from "../row.ts";
import { faster, longer } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race, type Side } from "../timing/rounds.ts";
import { type BenchSite, siteBelow, UPLOADS, writeCode } from "../trees/site.ts";
import { timeLimit } from "./limits.ts";

/** Snapshots where nothing has changed since the last one. */
export const snapshotsRow: Row = {
  ids: ["11"],
  title: "Snapshots",
  programs: ["restic", "borg", "cp"],
  sets: ["M"],
  copies: ["M", "M", "M", "M"],
  run: (bench) => {
    const folder = bench.scratch("snapshots");
    const site = persistedSite(bench, folder);
    const data = join(site.shared, UPLOADS);
    const side = snapshotSide(bench, site);
    const { ours, links, restic, borg } = race(
      {
        ours: side,
        links: copySide(["-al"], join(site.shared, ".holdfast/snapshots/first/data"), join(folder, "links")),
        restic: resticSide(folder, data),
        borg: borgSide(folder, data),
      },
      { rounds: bench.rounds },
    );
    const what = `snapshot of ${bench.set("M").files} files, nothing changed`;
    const words = { what, ours: "snapshot (verified, linked to the last)", why: timeLimit(bench, side) };
    return [
      longer({ ...words, theirs: "cp -al of the last" }, { ours, theirs: links }, 1.6),
      faster({ ...words, theirs: "restic backup" }, { ours, theirs: restic }, 5),
      faster({ ...words, theirs: "borg create" }, { ours, theirs: borg }, 5),
    ];
  },
};

/** Snapshots where the file system can clone. */
export const clonesRow: Row = {
  ids: ["11"],
  title: "Snapshots by clones",
  programs: ["mkfs.xfs", "mkfs.btrfs", "mount", "cp"],
  sets: ["M"],
  copies: ["M", "M"],
  root: true,
  run: (bench) => [...clonedOn(bench, "xfs"), ...clonedOn(bench, "btrfs")],
};

function clonedOn(bench: Bench, type: "xfs" | "btrfs"): Line[] {
  const folder = bench.scratch(`clones-${type}`);
  const point = join(folder, "disk");
  const megabytes = Math.ceil(bench.set("M").bytes / 1e6) * 2 + 1000;
  mountImage(type, { image: join(folder, "image"), point, megabytes });
  const site = persistedSite(bench, point);
  const side = snapshotSide(bench, site);
  const { ours, theirs } = race(
    {
      ours: side,
      theirs: copySide(["-a", "--reflink=always"], join(site.shared, UPLOADS), join(point, "clones")),
    },
    { rounds: bench.rounds },
  );
  const what = `snapshot of ${bench.set("M").files} files on ${type}`;
  return [
    longer(
      { what, ours: "snapshot", theirs: "cp -a --reflink=always", why: timeLimit(bench, side) },
      { ours, theirs },
      1.6,
    ),
  ];
}

/** A site with M in shared, and a first snapshot of it. */
function persistedSite({ program, set }: Bench, folder: string): BenchSite {
  const site = siteBelow(folder);
  writeCode(site.app);
  // A copy: hard links do not reach another file system.
  outputOf({ argv: ["cp", "-a", set("M").path, join(site.app, UPLOADS)] });
  outputOf({ argv: [process.execPath, program, "persist", site.app, "--yes"] });
  outputOf({ argv: [process.execPath, program, "snapshot", "--name", "first", "--site", site.root, "--yes"] });
  return site;
}

function snapshotSide({ program }: Bench, site: BenchSite): Side {
  const snapshot = (...args: readonly string[]) => [
    process.execPath,
    program,
    "snapshot",
    ...args,
    "--site",
    site.root,
    "--yes",
  ];
  const taken: string[] = [];
  return {
    argv: snapshot("--name", "again"),
    before: () => {
      if (taken.pop() !== undefined) outputOf({ argv: snapshot("drop", "again") });
      taken.push("again");
    },
  };
}

function copySide(flags: readonly string[], from: string, to: string): Side {
  return {
    argv: ["cp", ...flags, from, to],
    before: () => rmSync(to, { recursive: true, force: true }),
  };
}

function resticSide(folder: string, data: string): Side {
  const [repository, cache] = [join(folder, "restic"), join(folder, "restic-cache")];
  const env = { RESTIC_PASSWORD: "bench", RESTIC_REPOSITORY: repository, RESTIC_CACHE_DIR: cache };
  outputOf({ argv: ["restic", "init"], env });
  return { argv: ["restic", "backup", "--quiet", data], env };
}

function borgSide(folder: string, data: string): Side {
  const [repository, base] = [join(folder, "borg"), join(folder, "borg-base")];
  mkdirSync(base);
  const env = { BORG_BASE_DIR: base, BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: "yes" };
  outputOf({ argv: ["borg", "init", "-e", "none", repository], env });
  return { argv: ["borg", "create", "-C", "none", `${repository}::{now:%Y-%m-%dT%H:%M:%S.%f}`, data], env };
}
