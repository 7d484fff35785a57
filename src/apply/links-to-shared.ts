/** Links that lead into shared, whoever made them: as long as there is one, shared is needed. */
import { isRetiredFolder } from "../core/layout.ts";
import { type AbsPath, baseName, isInside, parentOf, resolveText, type RelPath, under } from "../core/path.ts";
import { withDir } from "../system/dir.ts";
import { endOf } from "../system/observe.ts";
import { walkTree } from "../system/tree-walk.ts";

/** A link below the folder that was searched. */
interface FoundLink {
  readonly path: RelPath;
  readonly text: string;
  /** True where something stands at its end. */
  readonly holds: boolean;
}

/** What a search found. */
export interface FoundLinks {
  readonly links: readonly FoundLink[];
  /** Folders that this user may not read. */
  readonly unread: readonly RelPath[];
}

/**
 * Looks at every link below `root`, which stands at `as` or will stand there: by their texts from there, and by where they end now. Reads only, follows
 * nothing into other folders, and has no budget: what it says nothing of is not there.
 */
export function linksToShared(
  root: AbsPath,
  { as, shared }: { readonly as: AbsPath; readonly shared: AbsPath },
): FoundLinks {
  const links: FoundLink[] = [];
  const unread: RelPath[] = [];
  withDir(root, (dir) =>
    walkTree(dir, {
      name: (path, { linkText }, spot) => {
        if (linkText === undefined) return !isRetiredFolder(baseName(path)) && under(root, path) !== shared;
        const meant = resolveText(parentOf(under(as, path)), linkText);
        const end = endOf(spot.dir.path, linkText);
        const isSeenAlike = as === root || linkText.startsWith("/");
        if (isInside(meant, shared) || (isSeenAlike && isInside(end.path, shared)))
          links.push({ path, text: linkText, holds: end.id !== null });
        return false;
      },
      unread: (folder) => unread.push(folder),
    }),
  );
  return { links, unread };
}
