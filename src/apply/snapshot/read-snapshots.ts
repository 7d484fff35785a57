import type { AbsPath } from "../../core/path.ts";
import { isSnapshotName, type SnapshotHead } from "../../core/snapshot.ts";
import { bytes } from "../../system/bytes-path.ts";
import { closeDir, type Dir, look, namesIn, openChild, withDir } from "../../system/dir.ts";
import { lookAt } from "../../system/facts.ts";
import { hasManifest, readHead, readManifest, type SealedManifest } from "./manifest-file.ts";

/** One snapshot in a list; `head` is null where its manifest is damaged. */
export interface ListedSnapshot {
  readonly name: string;
  /** `dev:ino` of its folder. */
  readonly id: string;
  readonly head: SnapshotHead | null;
}

/** The snapshots in a folder, oldest first. Reads only. */
export function listSnapshots(folder: AbsPath): ListedSnapshot[] {
  if (lookAt(bytes(folder))?.kind !== "directory") return [];
  const found = withDir(folder, (dir) =>
    namesIn(dir).flatMap((name): ListedSnapshot[] => {
      const fact = isSnapshotName(name) ? look({ dir, name }) : null;
      if (fact?.kind !== "directory") return [];
      return inFolder(dir, name, (own) => (hasManifest(own) ? [{ name, id: fact.id, head: readHead(own) }] : []));
    }),
  );
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Opens a snapshot, hands `work` its folder and manifest (null where that is damaged), and closes it. */
export function withSnapshot<T>(
  folder: AbsPath,
  name: string,
  work: (own: Dir, sealed: SealedManifest | null) => T,
): T {
  return withDir(folder, (dir) => inFolder(dir, name, (own) => work(own, readManifest(own))));
}

function inFolder<T>(dir: Dir, name: string, work: (own: Dir) => T): T {
  const own = openChild(dir, name);
  try {
    return work(own);
  } finally {
    closeDir(own);
  }
}

/** By the time it was taken; one whose manifest is damaged by its name, which is a time unless its owner chose it. */
function keyOf({ name, head }: ListedSnapshot): string {
  return `${head === null ? name.replace("_", "T") : head.begun.replaceAll(":", "-")} ${name}`;
}
