/** Folders in which many operations of a kind give names: each is made durable once, when these operations are done. */
import type { AbsPath } from "../core/path.ts";
import { isVanished, syncDir, withDir } from "../system/dir.ts";

/** The folders that wait. */
export interface LaterSyncs {
  /** The names in this folder have to be durable before the run does anything of another kind. */
  readonly note: (folder: AbsPath) => void;
  /** Makes the names in all of them durable. A folder that is gone by now holds nothing of ours. */
  readonly finish: () => void;
}

/** None waits yet. */
export function laterSyncs(): LaterSyncs {
  const folders = new Set<AbsPath>();
  return {
    note: (folder) => {
      folders.add(folder);
    },
    finish: () => {
      for (const folder of folders) syncFolder(folder);
      folders.clear();
    },
  };
}

function syncFolder(folder: AbsPath): void {
  try {
    withDir(folder, syncDir);
  } catch (error) {
    if (!isVanished(error)) throw error;
  }
}
