import { type AbsPath, baseName, type RelPath } from "../core/path.ts";
import { isReleaseName } from "../system/baseline-lines.ts";
import { withDir } from "../system/dir.ts";
import { walkKinds } from "../system/kinds.ts";

/**
 * The names in a copy of the code that no baseline holds and no comparison looks at: git's own folders, and what is called like our temporary files. Only the
 * uppermost of each; not in folders of which `isElsewhere` is true. Reads only, through no link.
 */
export function uncomparedIn(tree: AbsPath, isElsewhere: (path: RelPath) => boolean): RelPath[] {
  const found: RelPath[] = [];
  withDir(tree, (dir) =>
    walkKinds(dir, {
      name: ({ path: text }) => {
        const path = text as RelPath;
        const isCompared = isReleaseName(baseName(path));
        if (!isCompared) found.push(path);
        return isCompared && !isElsewhere(path) ? "into" : "past";
      },
      // The comparison comes to it too, and keeps the copy of the code that it is in.
      unread: () => "past",
    }),
  );
  return found;
}
