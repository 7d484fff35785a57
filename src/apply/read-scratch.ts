import type { Baseline } from "../core/baseline.ts";
import { type AbsPath, baseName, join, parentOf, type RelPath } from "../core/path.ts";
import { dirChain } from "../system/archive/dir-chain.ts";
import { isVanished, look, type Spot, withDir } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { eachName } from "./differences.ts";

/** A folder in a copy of the code, and what below it did not come with the code. */
export interface MadeIn {
  readonly path: RelPath;
  readonly fact: NodeFact;
  readonly made: readonly { readonly path: RelPath; readonly fact: NodeFact }[];
}

/** What stands at these paths and holds more than was delivered; with no baseline all that is in them counts. Folders alone do not. Reads only. */
export function madeIn(tree: AbsPath, paths: readonly RelPath[], baseline: Baseline | null): MadeIn[] {
  if (paths.length === 0) return [];
  return withDir(tree, (root) => {
    const chain = dirChain(root);
    try {
      return paths.flatMap((path): MadeIn[] => {
        const spot = spotAt(path, chain.at);
        const fact = spot === null ? null : look(spot);
        if (spot === null || fact === null) return [];
        const made = madeBelow(spot, path, baseline);
        return made.length === 0 ? [] : [{ path, fact, made }];
      });
    } finally {
      chain.close();
    }
  });
}

function spotAt(path: RelPath, at: (folder: string) => Spot["dir"]): Spot | null {
  try {
    return { dir: at(parentOf(path)), name: baseName(path) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

/** A link is our own or its owner's way to somewhere else: what it leads to goes with no release. */
function madeBelow(spot: Spot, path: RelPath, baseline: Baseline | null): MadeIn["made"] {
  if (look(spot)?.kind === "link") return [];
  const made: { readonly path: RelPath; readonly fact: NodeFact }[] = [];
  eachName(spot, (below, fact) => {
    if (fact.kind === "directory") return;
    const whole = below === "" ? path : join(path, below);
    if (baseline?.nodes.has(whole) !== true) made.push({ path: whole, fact });
  });
  return made;
}
