/** Tells which files of a tree have the content that somebody wrote down. */
import { dirChain } from "./archive/dir-chain.ts";
import { type Dir, isRefusal } from "./dir.ts";
import { digestAt } from "./file-digest.ts";
import { baseName, parentOf, type RelPath } from "../core/path.ts";

/** Files and their contents, as they go to another thread. */
export interface KnownContents {
  /** The tree, open. */
  readonly root: Dir;
  readonly paths: readonly RelPath[];
  /** The sha256 of each, in hex. */
  readonly digests: readonly string[];
}

/** Asks file after file, by their numbers. */
export interface ContentCheck {
  /** True where it is a regular file, through no link, with that content; false also where that cannot be told. */
  readonly isAsKnown: (file: number) => boolean;
  readonly close: () => void;
}

/** Opens folders through no link; all are closed again at the end. */
export function contentCheck({ root, paths, digests }: KnownContents): ContentCheck {
  const chain = dirChain(root);
  const isAsKnown = (file: number): boolean => {
    const path = paths[file];
    if (path === undefined) return false;
    try {
      return digestAt({ dir: chain.at(parentOf(path)), name: baseName(path) }) === digests[file];
    } catch (error) {
      // Whoever looks at it in earnest is told by the system himself.
      if (isRefusal(error)) return false;
      throw error;
    }
  };
  return { isAsKnown, close: chain.close };
}
