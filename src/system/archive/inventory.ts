/**
 * What a delivery holds, as a scan of the unpacked tree would see it, without writing anything: detection judges it before the disk is touched. Every
 * content is read through and checked on the way, so that a damaged archive is known by then, too.
 */
import type { AcceptedListing, AcceptedNode } from "../../core/arrival.ts";
import type { Inventory, InventoryNode, NodeKind, ScanLimit } from "../../core/inventory.ts";
import { followLink } from "../../core/link-walk.ts";
import { type AbsPath, join, type RelPath } from "../../core/path.ts";
import { decodeText } from "../../core/text.ts";
import { SCAN_LIMITS, SKIPPED, TOP_DEPTH } from "../scan.ts";
import { TEXT_LIMITS } from "../scan-texts.ts";
import type { Archive, Sink } from "./archive.ts";

/** Which texts are wanted, as {@link scan} is asked. */
export interface Wanted {
  readonly wants: (path: RelPath, size: number) => number;
  readonly reads: readonly RelPath[];
}

/**
 * Builds the inventory of what was accepted; `root` stands for the folder that is not there yet. Every content is read once, and handed on to what `along`
 * gives for it, so that nothing has to be read again for a digest. Throws `archive-damaged` where a content is not as declared.
 */
export function inventoryOf(
  archive: Archive,
  listing: AcceptedListing,
  { wants, reads, root, along }: Wanted & { readonly root: AbsPath; readonly along: (index: number) => Sink | null },
): Inventory {
  const tree = new Map(listing.nodes.map((node) => [node.path, node]));
  const looking: Looking = { tree, children: childrenOf(listing), wants, nodes: new Map(), limits: [], candidates: [] };
  walk(looking);
  const chosen = chosenTexts(looking, reads);
  const texts = readAll(archive, listing, { looking, chosen, along });
  return { root, nodes: looking.nodes, texts: inOrder(texts, [...reads, ...chosen.keys()]), limits: looking.limits };
}

interface Looking {
  readonly tree: ReadonlyMap<RelPath, AcceptedNode>;
  readonly children: ReadonlyMap<RelPath | "", readonly string[]>;
  readonly wants: Wanted["wants"];
  readonly nodes: Map<RelPath, InventoryNode>;
  readonly limits: ScanLimit[];
  readonly candidates: { readonly path: RelPath; readonly soon: number }[];
}

/** Names by folder, sorted as a scan sorts them. */
function childrenOf({ nodes }: AcceptedListing): Map<RelPath | "", string[]> {
  const children = new Map<RelPath | "", string[]>();
  for (const { path } of nodes) {
    const slash = path.lastIndexOf("/");
    const parent = (slash < 0 ? "" : path.slice(0, slash)) as RelPath | "";
    const names = children.get(parent);
    if (names === undefined) children.set(parent, [path.slice(slash + 1)]);
    else names.push(path.slice(slash + 1));
  }
  for (const names of children.values()) names.sort((a, b) => (a < b ? -1 : 1));
  return children;
}

/** Breadth first, with the budgets of a scan. */
function walk(looking: Looking): void {
  const branches = new Map<string, number>();
  let level: (RelPath | "")[] = [""];
  for (let depth = 0; level.length > 0; depth++) {
    const next: RelPath[] = [];
    for (const folder of level) if (isAffordable(looking, folder, branches)) next.push(...list(looking, folder, depth));
    level = next;
  }
}

function isAffordable({ limits }: Looking, folder: RelPath | "", branches: Map<string, number>): boolean {
  const branch = folder.split("/").slice(0, 2).join("/") as RelPath | "";
  const count = (branches.get(branch) ?? 0) + 1;
  branches.set(branch, count);
  if (count === SCAN_LIMITS.perBranch + 1) limits.push({ path: branch, reason: "too many entries" });
  return count <= SCAN_LIMITS.perBranch;
}

function list(looking: Looking, folder: RelPath | "", depth: number): RelPath[] {
  const names = looking.children.get(folder) ?? [];
  const most = depth <= TOP_DEPTH ? SCAN_LIMITS.perTopDirectory : SCAN_LIMITS.perDirectory;
  if (names.length > most) looking.limits.push({ path: folder, reason: "too many entries" });
  const down: RelPath[] = [];
  for (const name of names.slice(0, most)) {
    if (looking.nodes.size >= SCAN_LIMITS.entries) {
      looking.limits.push({ path: folder, reason: "too many entries" });
      break;
    }
    const node = looking.tree.get(join(folder, name));
    if (node === undefined) continue;
    looking.nodes.set(node.path, seen(looking, node));
    if (node.kind === "directory" && SKIPPED.has(name)) looking.limits.push({ path: node.path, reason: "skipped" });
    else if (node.kind === "directory") down.push(node.path);
    else if (node.kind === "file" && looking.wants(node.path, 0) > 0)
      looking.candidates.push({ path: node.path, soon: looking.wants(node.path, 0) });
  }
  return down;
}

function seen({ tree }: Looking, { path, kind, text }: AcceptedNode): InventoryNode {
  if (kind !== "link") return { path, kind };
  const end = followLink(path, "", (at) => tree.get(at)?.text);
  return { path, kind, linkText: text ?? "", leadsTo: typeof end === "string" ? "absent" : kindAt(tree, end.path) };
}

function kindAt(tree: Looking["tree"], path: RelPath | ""): NodeKind | "absent" {
  return path === "" ? "directory" : (tree.get(path)?.kind ?? "absent");
}

/** Which files to keep the text of, with whether it is asked for in any case. */
function chosenTexts(looking: Looking, reads: readonly RelPath[]): Map<RelPath, boolean> {
  const chosen = new Map<RelPath, boolean>();
  for (const path of reads)
    if (looking.tree.get(path)?.kind === "file" && isSmall(looking, path, TEXT_LIMITS.manifestBytes))
      chosen.set(path, true);
  let bytes = 0;
  for (const { path } of [...looking.candidates].sort((a, b) => a.soon - b.soon)) {
    if (chosen.has(path)) continue;
    if (chosen.size >= TEXT_LIMITS.files || bytes >= TEXT_LIMITS.textBytes) {
      looking.limits.push({ path: "", reason: "too much text" });
      break;
    }
    const size = sizeAt(looking, path);
    if (!isSmall(looking, path, TEXT_LIMITS.fileBytes) || looking.wants(path, size) === 0) continue;
    chosen.set(path, false);
    bytes += size;
  }
  return chosen;
}

function sizeAt({ tree }: Looking, path: RelPath): number {
  return tree.get(path)?.size ?? 0;
}

function isSmall(looking: Looking, path: RelPath, most: number): boolean {
  const small = sizeAt(looking, path) <= most;
  if (!small) looking.limits.push({ path, reason: "file too large" });
  return small;
}

interface Reading {
  readonly looking: Looking;
  readonly chosen: ReadonlyMap<RelPath, boolean>;
  readonly along: (index: number) => Sink | null;
}

/** Reads everything; what is not kept is only checked. */
function readAll(archive: Archive, { nodes }: AcceptedListing, reading: Reading): Map<RelPath, string> {
  const { looking, chosen, along } = reading;
  const pathsAt = new Map<number, RelPath[]>();
  for (const node of nodes) {
    const { index } = node.copyOf === undefined ? node : (looking.tree.get(node.copyOf) ?? node);
    if (index === null || !chosen.has(node.path)) continue;
    pathsAt.set(index, [...(pathsAt.get(index) ?? []), node.path]);
  }
  const texts = new Map<RelPath, string>();
  archive.readThrough((index) => {
    if (archive.entries.at(index)?.kind !== "file") return null;
    const paths = pathsAt.get(index);
    const other = along(index);
    if (paths === undefined) return other ?? ONLY_CHECKED;
    const own = keeping(paths, reading, texts);
    return other === null ? own : both(own, other);
  });
  return texts;
}

const ONLY_CHECKED: Sink = { write: () => undefined, end: () => undefined };

function both(a: Sink, b: Sink): Sink {
  return {
    write: (part) => {
      a.write(part);
      b.write(part);
    },
    end: () => {
      a.end();
      b.end();
    },
  };
}

function keeping(paths: readonly RelPath[], { looking, chosen }: Reading, texts: Map<RelPath, string>): Sink {
  const parts: Buffer[] = [];
  return {
    write: (part) => parts.push(Buffer.from(part)),
    end: () => {
      const bytes = Buffer.concat(parts);
      for (const path of paths) {
        // What a manifest says must be understood or refused by who reads it, never passed over.
        const text = decodeText(bytes) ?? (chosen.get(path) === true ? bytes.toString("utf8") : undefined);
        if (text === undefined) looking.limits.push({ path, reason: "not text" });
        else texts.set(path, text);
      }
    },
  };
}

/** The order in which a scan has them. */
function inOrder(texts: ReadonlyMap<RelPath, string>, order: readonly RelPath[]): Map<RelPath, string> {
  return new Map(
    order.flatMap((path): [RelPath, string][] => {
      const text = texts.get(path);
      return text === undefined ? [] : [[path, text]];
    }),
  );
}
