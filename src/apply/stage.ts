import { removeOwnTree } from "../system/remove-tree.ts";
import { closeDir, dropOwnDir, dropOwnName, look, namesIn, openChild, syncDir } from "../system/dir.ts";
import type { StateDirs } from "./state.ts";

/** Clears our temporary names from `stage`: files and links of our own making that an interrupted run left; second names of files that stay. */
export function clearStage(dirs: StateDirs): void {
  for (const name of namesIn(dirs.stage)) {
    const spot = { dir: dirs.stage, name };
    const found = look(spot);
    // A copy of a transfer; what it was made from is where it was.
    if (/^tx-\d+-\d+-(tree|copy)$/.test(name)) {
      removeOwnTree(spot);
      continue;
    }
    const ours = /^\.tmp-[0-9a-f]{16}$/.test(name);
    if (found?.kind === "file" && (ours || found.links > 1)) dropOwnName(spot);
    else if (found?.kind === "link") dropOwnName(spot);
    else if (found?.kind === "directory" && isEmptyFolder(dirs, name)) dropOwnDir(spot);
  }
  // The transaction is marked as done next; no later run would look for what comes back here.
  syncDir(dirs.stage);
}

function isEmptyFolder(dirs: StateDirs, name: string): boolean {
  const dir = openChild(dirs.stage, name);
  try {
    return namesIn(dir).length === 0;
  } finally {
    closeDir(dir);
  }
}
