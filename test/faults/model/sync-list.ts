import { carryOut, type Effect } from "./effect.ts";
import { copyOf, type Tree } from "./tree.ts";

/**
 * What a run synced, in order, by the path that each had at that moment, below `root`. Random names are shown as `*`; what had no name is shown
 * as such.
 */
export function syncList(before: Tree, effects: readonly Effect[], root: string): string[] {
  const tree = copyOf(before);
  const list: string[] = [];
  for (const effect of effects) {
    if (effect.kind === "sync") list.push(shown(pathOf(tree, effect.ino), root));
    carryOut(tree, effect);
  }
  return list;
}

function pathOf(tree: Tree, ino: number): string {
  if (ino === tree.root) return "";
  for (const [parent, { names }] of tree.inodes) {
    for (const [name, child] of names) if (child === ino) return `${pathOf(tree, parent)}/${name}`;
  }
  return "(without a name)";
}

function shown(path: string, root: string): string {
  return path.replace(root, "").replace(/\.tmp-[0-9a-f]{16}/, ".tmp-*") || "/";
}
