import { SNAPSHOT_PARTS, type SnapshotManifest } from "../../core/snapshot.ts";
import type { At } from "../../plan/operation.ts";
import { dirChain } from "../../system/archive/dir-chain.ts";
import { closeDir, type Dir, isVanished, openChild, openDir } from "../../system/dir.ts";
import { parentOf, type RelPath } from "../../core/path.ts";
import { readManifest } from "./manifest-file.ts";

/** The snapshot before, held open. */
export interface SnapshotBefore {
  readonly manifest: SnapshotManifest;
  /** The folder that holds the copy of a path, open until the next call; null where it is gone. */
  readonly folderOf: (path: string) => Dir | null;
  readonly close: () => void;
}

/** Opens it; null where there is none, or where it is damaged: then everything is copied anew. */
export function openBefore(at: At | null): SnapshotBefore | null {
  if (at === null) return null;
  const parent = openDir(at.directory);
  try {
    const folder = openChild(parent, at.name);
    try {
      return opened(folder);
    } finally {
      closeDir(folder);
    }
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  } finally {
    closeDir(parent);
  }
}

function opened(folder: Dir): SnapshotBefore | null {
  const sealed = readManifest(folder);
  if (sealed === null) return null;
  const data = openChild(folder, SNAPSHOT_PARTS.data);
  const chain = dirChain(data);
  return {
    manifest: sealed.manifest,
    folderOf: (path) => {
      try {
        return chain.at(parentOf(path as RelPath));
      } catch (error) {
        if (isVanished(error)) return null;
        throw error;
      }
    },
    close: () => {
      chain.close();
      closeDir(data);
    },
  };
}
