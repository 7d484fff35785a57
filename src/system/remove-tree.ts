import { closeDir, dropOwnDir, dropOwnName, look, namesIn, openChild, type Spot } from "./dir.ts";
import { setDirOwner } from "./dir-owner.ts";

const OURS = 0o700;

/**
 * Removes a tree of our own making: folder by folder, each opened by descriptor and through no link, so that nothing outside is ever reached. Only
 * for trees at names that carry our mark in a folder that only we may enter. What somebody puts into it meanwhile makes the removal fail.
 */
export function removeOwnTree(spot: Spot): void {
  const found = look(spot);
  if (found === null) return;
  if (found.kind !== "directory") {
    dropOwnName(spot);
    return;
  }
  const dir = openChild(spot.dir, spot.name);
  try {
    // A copy of a folder that nobody may write to is one, too.
    if ((found.mode & OURS) !== OURS) setDirOwner(dir, { ...found, mode: OURS });
    for (const name of namesIn(dir)) removeOwnTree({ dir, name });
  } finally {
    closeDir(dir);
  }
  dropOwnDir(spot);
}
