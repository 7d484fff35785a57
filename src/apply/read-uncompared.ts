import { type AbsPath, join, type RelPath } from "../core/path.ts";
import { isReleaseName } from "../system/baseline-lines.ts";
import { closeDir, type Dir, openChildIfThere, type Spot, withDir } from "../system/dir.ts";
import { kindsIn } from "../system/kinds.ts";

/**
 * The names in a copy of the code that no baseline holds and no comparison looks at: git's own folders, and what is called like our temporary files. Only the
 * uppermost of each; not in folders of which `isElsewhere` is true. Reads only, through no link.
 */
export function uncomparedIn(tree: AbsPath, isElsewhere: (path: RelPath) => boolean): RelPath[] {
  const found: RelPath[] = [];
  withDir(tree, (dir) => {
    collect(dir, "", { found, isElsewhere });
  });
  return found;
}

interface Search {
  readonly found: RelPath[];
  readonly isElsewhere: (path: RelPath) => boolean;
}

function collect(dir: Dir, folder: RelPath | "", search: Search): void {
  for (const { name, kind } of kindsIn(dir)) {
    const path = join(folder, name);
    if (!isReleaseName(name)) search.found.push(path);
    else if (kind === "directory" && !search.isElsewhere(path)) collectBelow({ dir, name }, path, search);
  }
}

function collectBelow(spot: Spot, path: RelPath, search: Search): void {
  const dir = openChildIfThere(spot);
  if (dir === null) return;
  try {
    collect(dir, path, search);
  } finally {
    closeDir(dir);
  }
}
