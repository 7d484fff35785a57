import { statfsSync } from "node:fs";
import { type AbsPath, parentOf } from "../core/path.ts";
import { lookAt } from "./facts.ts";
import { bytes } from "./bytes-path.ts";

/** Room for the journal, the scripts and the links of a run, in bytes. */
const NEEDED_BYTES = 512 * 1024;
const NEEDED_INODES = 64;

/** Whether the file system that holds (or would hold) the path has room for what a run writes. */
export function hasRoom(path: AbsPath): boolean {
  let nearest = path;
  while (nearest !== "/" && lookAt(bytes(nearest)) === null) nearest = parentOf(nearest);
  const space = statfsSync(bytes(nearest));
  const countsInodes = space.files > 0;
  return space.bavail * space.bsize >= NEEDED_BYTES && (!countsInodes || space.ffree >= NEEDED_INODES);
}
