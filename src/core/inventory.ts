import type { GitNames } from "./git-index.ts";
import type { AbsPath, RelPath } from "./path.ts";

export type NodeKind = "directory" | "file" | "link" | "other";

/** One name in the app's tree, seen without following anything. */
export interface InventoryNode {
  readonly path: RelPath;
  readonly kind: NodeKind;
  /** The link's text; for links only. */
  readonly linkText?: string;
  /** For links only: what stands at its end, or `absent`. */
  readonly leadsTo?: NodeKind | "absent";
}

/** What a scan left out, so that no verdict pretends to more than it saw. */
export interface ScanLimit {
  readonly path: RelPath | "";
  /**
   * `skipped`: known code (`vendor`, `node_modules`, `.git`), only its name is recorded; `not text`: a file of code that holds NULs;
   * `git index not usable`: `detail` says why; `not readable`: `detail` is the system's word, where it gave one; the others say which budget ran out.
   */
  readonly reason:
    | "skipped"
    | "too many entries"
    | "file too large"
    | "too much text"
    | "too slow to read"
    | "too many dates"
    | "not readable"
    | "not text"
    | "git index not usable";
  readonly detail?: string;
}

/** What git says about the tree. */
export interface GitTree extends GitNames {
  /** The text of `.git/info/exclude`; empty where there is none. */
  readonly exclude: string;
}

/** What is on disk in one app, as far as detection and classification need it. A value: pure floors read only this. */
export interface Inventory {
  readonly root: AbsPath;
  /** By path, parents before children; the root itself is not in it. */
  readonly nodes: ReadonlyMap<RelPath, InventoryNode>;
  /** Contents of the files that detection and the code readers asked for. */
  readonly texts: ReadonlyMap<RelPath, string>;
  readonly limits: readonly ScanLimit[];
  /** Absent where the folder itself is no work tree of git, or its index is of no use. */
  readonly git?: GitTree;
  /** A folder whose texts are here though its names are not: its application is judged by itself, and is served from this folder (`core/` beside `assets/`). */
  readonly behind?: RelPath;
  /** True for such an application itself: paths that it does not begin at its own root lead to the folder around it. */
  readonly isServedFromAbove?: true;
  /** For an application in a folder: what it is in, and the folder. What is written beside it may speak of it. */
  readonly around?: { readonly inventory: Inventory; readonly base: RelPath };
  /** When files were last written, in whole seconds since 1970: of code that was read, and of a sample of the other files. Absent where nobody asked. */
  readonly dates?: ReadonlyMap<RelPath, number>;
}

/** The direct children of a directory (`""` is the root), in the inventory's order. */
export function childrenOf(inventory: Inventory, directory: RelPath | ""): InventoryNode[] {
  return childIndex(inventory).get(directory) ?? [];
}

const indexes = new WeakMap<Inventory, Map<string, InventoryNode[]>>();

function childIndex(inventory: Inventory): Map<string, InventoryNode[]> {
  const known = indexes.get(inventory);
  if (known) return known;
  const index = new Map<string, InventoryNode[]>();
  for (const node of inventory.nodes.values()) {
    const slash = node.path.lastIndexOf("/");
    const parent = slash < 0 ? "" : node.path.slice(0, slash);
    const siblings = index.get(parent);
    if (siblings) siblings.push(node);
    else index.set(parent, [node]);
  }
  indexes.set(inventory, index);
  return index;
}
