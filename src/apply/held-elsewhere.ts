import { type AbsPath, baseName, parentOf, type RelPath } from "../core/path.ts";
import { dirChain, type DirChain } from "../system/archive/dir-chain.ts";
import { isVanished, type Spot, withDir } from "../system/dir.ts";
import { sameContent } from "../system/listing.ts";

/** Which of these names of one copy of the code another one holds at the same path, with the same content, by what stands there now. Reads only. */
export function heldElsewhere(
  paths: readonly RelPath[],
  from: AbsPath,
  others: readonly AbsPath[],
): ReadonlySet<RelPath> {
  if (paths.length === 0) return new Set();
  return new Set(others.flatMap((other) => heldIn(paths, from, other)));
}

function heldIn(paths: readonly RelPath[], from: AbsPath, other: AbsPath): RelPath[] {
  return withDir(from, (one) =>
    withDir(other, (two) => {
      const chains = [dirChain(one), dirChain(two)] as const;
      try {
        return paths.filter((path) => isSameAt(path, chains));
      } finally {
        for (const chain of chains) chain.close();
      }
    }),
  );
}

function isSameAt(path: RelPath, [one, other]: readonly [DirChain, DirChain]): boolean {
  try {
    const at = (chain: DirChain): Spot => ({ dir: chain.at(parentOf(path)), name: baseName(path) });
    return sameContent(at(one), at(other));
  } catch (error) {
    if (isVanished(error)) return false;
    throw error;
  }
}
