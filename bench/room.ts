/** How much of a disk the trees of a run take, told before anything is made. */
import { existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row.ts";
import type { SetName, SetPlan } from "./trees/work-sets.ts";

/** What is needed, or there. */
export interface Room {
  readonly bytes: number;
  /** Files and folders. */
  readonly nodes: number;
}

/** The mean of lognormal sizes around a median, with the spread of the work sets. */
const MEAN = 2.33;
const BLOCK = 4096;
/** A name, its inode, its part of a folder. */
const NODE_BYTES = 400;

/** What a set takes. */
export function roomOf({ files, median }: SetPlan): Room {
  const content = median === 0 ? 0 : median * MEAN + BLOCK / 2;
  return { bytes: Math.round(files * (content + NODE_BYTES)), nodes: Math.round(files * 1.6) };
}

/** What rows need beyond the sets that stand there already: the other sets, and the copies of that row that makes the most. */
export function roomFor(
  rows: readonly Row[],
  plans: Readonly<Record<SetName, SetPlan>>,
  isMade: (name: SetName) => boolean,
): Room {
  const sets = [...new Set(rows.flatMap((row) => row.sets))].filter((name) => !isMade(name));
  const copies = rows.map((row) => sumOf(row.copies.map((name) => roomOf(plans[name]))));
  const most = {
    bytes: Math.max(0, ...copies.map(({ bytes }) => bytes)),
    nodes: Math.max(0, ...copies.map(({ nodes }) => nodes)),
  };
  return sumOf([...sets.map((name) => roomOf(plans[name])), most]);
}

/** What is free where the work folder is, or will be. */
export function roomAt(folder: string): Room {
  let there = folder;
  while (!existsSync(there)) there = join(there, "..");
  const { bavail, bsize, ffree, files } = statfsSync(there);
  // Some file systems count no nodes.
  return { bytes: bavail * bsize, nodes: files === 0 ? Number.POSITIVE_INFINITY : ffree };
}

function sumOf(rooms: readonly Room[]): Room {
  return rooms.reduce((sum, { bytes, nodes }) => ({ bytes: sum.bytes + bytes, nodes: sum.nodes + nodes }), {
    bytes: 0,
    nodes: 0,
  });
}
