import type { Inventory, InventoryNode } from "./inventory.ts";
import { endOfListed, type Listed, listedAt, type Listing } from "./listing.ts";
import { parentOf, type RelPath, segmentsOf } from "./path.ts";

/** What a copy and a listing of its server make together. */
export interface ListedInventory {
  readonly inventory: Inventory;
  /** What is of another type on the server than in the copy, such as a link that a copy by FTP has followed. */
  readonly differing: readonly RelPath[];
}

/** The server's names with the copy's texts: the listing says what stands where, as far as it looked; the copy says what is in the files. */
export function withListed(copy: Inventory, listing: Listing): ListedInventory {
  const nodes = new Map<RelPath, InventoryNode>();
  const differing: RelPath[] = [];
  for (const node of copy.nodes.values()) {
    if (!isReached(node.path, copy, nodes)) continue;
    const listed = listedAt(listing.app, node.path);
    if (listed === "absent") continue;
    if (listed === "unknown" || isSame(node, listed)) nodes.set(node.path, node);
    else {
      differing.push(node.path);
      nodes.set(node.path, nodeOf(node.path, listed, listing));
    }
  }
  for (const [path, listed] of listing.app.nodes) if (!nodes.has(path)) nodes.set(path, nodeOf(path, listed, listing));
  return { inventory: { ...copy, nodes: inOrder(nodes), texts: textsOf(copy, nodes) }, differing };
}

/** What the copy has below something is the server's only where the two are of one type there. */
function isReached(path: RelPath, copy: Inventory, nodes: ReadonlyMap<RelPath, InventoryNode>): boolean {
  const parent = parentOf(path);
  return parent === "" || (nodes.has(parent) && nodes.get(parent)?.kind === copy.nodes.get(parent)?.kind);
}

function isSame(node: InventoryNode, listed: Listed): boolean {
  return node.kind === listed.kind && node.linkText === listed.linkText;
}

function nodeOf(path: RelPath, { kind, linkText }: Listed, listing: Listing): InventoryNode {
  if (kind !== "link" || linkText === undefined) return { path, kind };
  // What leads out of the site was not looked at; a link that leads somewhere is left alone.
  return { path, kind, linkText, leadsTo: endOfListed(listing, "app", path)?.kind ?? "directory" };
}

/** As a scan finds them: folder by folder, the upper ones first. */
function inOrder(nodes: ReadonlyMap<RelPath, InventoryNode>): Map<RelPath, InventoryNode> {
  const keyed = [...nodes].map(([path, node]) => ({ path, node, depth: segmentsOf(path).length }));
  keyed.sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1));
  return new Map(keyed.map(({ path, node }) => [path, node]));
}

/** A text whose file is gone on the server still tells what the application does; one of something that is no file there does not. */
function textsOf({ texts }: Inventory, nodes: ReadonlyMap<RelPath, InventoryNode>): Map<RelPath, string> {
  return new Map([...texts].filter(([path]) => (nodes.get(path)?.kind ?? "file") === "file"));
}
