/** The inventory as it is once the entries are links: what has moved to shared says nothing about the folder around it any more. */
import type { PathVerdict } from "../core/entry.ts";
import type { Inventory, InventoryNode } from "../core/inventory.ts";
import { ancestorsOf, isInside, type RelPath } from "../core/path.ts";

/**
 * The verdicts that rest on what a folder holds and that have an entry among it, judged again without that entry's files: a second look at the same
 * application, whose entries are links by then, comes to the same verdicts. Nothing is judged again where there is no such folder.
 */
export function withoutMoved(
  verdicts: readonly PathVerdict[],
  linked: ReadonlySet<RelPath>,
  again: {
    readonly inventory: Inventory;
    readonly judge: (path: RelPath, inventory: Inventory) => PathVerdict | undefined;
  },
): PathVerdict[] {
  const around = new Set([...linked].flatMap((path) => ancestorsOf(path)));
  const isTouched = (verdict: PathVerdict): boolean =>
    around.has(verdict.path) && !linked.has(verdict.path) && verdict.evidence[0]?.strength === "content";
  if (!verdicts.some(isTouched)) return [...verdicts];
  const inventory = asLinks(again.inventory, linked);
  return verdicts.flatMap((verdict) => (isTouched(verdict) ? (again.judge(verdict.path, inventory) ?? []) : [verdict]));
}

function asLinks(inventory: Inventory, linked: ReadonlySet<RelPath>): Inventory {
  const nodes = new Map<RelPath, InventoryNode>();
  for (const [path, node] of inventory.nodes) {
    if (linked.has(path))
      nodes.set(
        path,
        node.kind === "link" ? node : { path, kind: "link", linkText: `../shared/${path}`, leadsTo: node.kind },
      );
    else if (!ancestorsOf(path).some((above) => linked.has(above))) nodes.set(path, node);
  }
  const texts = new Map([...inventory.texts].filter(([path]) => ![...linked].some((entry) => isInside(path, entry))));
  return { ...inventory, nodes, texts };
}
