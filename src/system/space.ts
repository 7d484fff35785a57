import { lstatSync, statfsSync } from "node:fs";
import { type AbsPath, abs, parentOf } from "../core/path.ts";
import { lookAt } from "./facts.ts";
import { namesAt } from "./names.ts";
import { bytes } from "./bytes-path.ts";

/** Room for the journal, the scripts and the links of a run, in bytes. */
const NEEDED_BYTES = 512 * 1024;
const NEEDED_INODES = 64;

/** Bytes and inodes. */
export interface Amount {
  readonly bytes: number;
  readonly inodes: number;
}

/** What is free for us on the file system that holds (or would hold) the path; no limit of inodes where it counts none. */
export function roomAt(path: AbsPath): Amount {
  const space = statfsSync(bytes(nearestThere(path)));
  const inodes = space.files > 0 ? space.ffree : Number.MAX_SAFE_INTEGER;
  return { bytes: space.bavail * space.bsize, inodes };
}

/** What the tree at a path takes, holes not counted; 0 where nothing is. Folders that may not be read count as one inode. */
export function needOf(path: AbsPath): Amount {
  const stats = lstatSync(bytes(path), { throwIfNoEntry: false });
  if (stats === undefined) return { bytes: 0, inodes: 0 };
  const own: Amount = {
    bytes: Math.max(stats.blocks * 512, stats.isFile() ? Math.min(stats.size, 4096) : 0),
    inodes: 1,
  };
  if (!stats.isDirectory()) return own;
  return namesAt(path)
    .map((name) => needOf(abs(`${path}/${name}`)))
    .reduce((sum, one) => ({ bytes: sum.bytes + one.bytes, inodes: sum.inodes + one.inodes }), own);
}

/** Whether the file system that holds (or would hold) the path has room for what a run writes. */
export function hasRoom(path: AbsPath): boolean {
  const room = roomAt(path);
  return room.bytes >= NEEDED_BYTES && room.inodes >= NEEDED_INODES;
}

function nearestThere(path: AbsPath): AbsPath {
  let nearest = path;
  while (nearest !== "/" && lookAt(bytes(nearest)) === null) nearest = parentOf(nearest);
  return nearest;
}
