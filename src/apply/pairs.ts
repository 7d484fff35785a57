import { closeDir, type Dir, look, lookAtSelf, openChild, type Spot, syncDir } from "../system/dir.ts";
import { setTimes } from "../system/times.ts";
import { makeDirectoryAt } from "./make-folder.ts";

/** A name of a retired tree and where it belongs in shared; `shared` is null where something that is no folder stands in the way. */
export interface FoundPair {
  readonly retired: Spot;
  readonly shared: Spot | null;
}

/**
 * Opens the way to one name in both trees and runs `work`; folders that shared lacks are made like the retired ones. A path that ends with
 * a slash is a folder: it is made, and `work` does not run. Nothing happens where the retired tree no longer has the name.
 */
export function withPairAt(
  roots: { readonly retired: Spot; readonly shared: Spot },
  path: string,
  work: (pair: FoundPair) => void,
): void {
  if (path === "") {
    work(roots);
    return;
  }
  const retired = openChild(roots.retired.dir, roots.retired.name);
  try {
    const names = path.split("/");
    descend({ retired, shared: folderAt(roots.shared, retired) }, names, work);
  } finally {
    closeDir(retired);
  }
}

interface Level {
  readonly retired: Dir;
  /** Closed by who gets it. */
  readonly shared: Dir | null;
}

function descend(level: Level, names: readonly string[], work: (pair: FoundPair) => void): void {
  const [name = "", ...rest] = names;
  try {
    if (name === "") return;
    const here: Spot = { dir: level.retired, name };
    if (rest.length === 0) {
      work({ retired: here, shared: level.shared === null ? null : { dir: level.shared, name } });
      if (level.shared !== null) syncDir(level.shared);
      return;
    }
    if (look(here)?.kind !== "directory") return;
    const next = openChild(level.retired, name);
    try {
      const shared = level.shared === null ? null : folderAt({ dir: level.shared, name }, next);
      descend({ retired: next, shared }, rest, work);
    } finally {
      closeDir(next);
    }
  } finally {
    if (level.shared !== null) closeDir(level.shared);
  }
}

/** The folder in shared, made like the retired one where it is missing; null where something else stands there. */
function folderAt(spot: Spot, like: Dir): Dir | null {
  const found = look(spot);
  if (found !== null && found.kind !== "directory") return null;
  if (found !== null) return openChild(spot.dir, spot.name);
  const fact = lookAtSelf(like);
  makeDirectoryAt(spot.dir, spot.name, fact);
  const made = openChild(spot.dir, spot.name);
  setTimes(made, fact);
  return made;
}

/** Opens the way to a name below a folder and runs `work`; a folder on the way that is missing or something else is an error. */
export function withSpotAt(root: Spot, path: string, work: (spot: Spot) => void): void {
  const [name = "", ...rest] = path.split("/");
  if (name === "") {
    work(root);
    return;
  }
  const dir = openChild(root.dir, root.name);
  try {
    const spot: Spot = { dir, name };
    if (rest.length === 0) work(spot);
    else withSpotAt(spot, rest.join("/"), work);
  } finally {
    closeDir(dir);
  }
}
