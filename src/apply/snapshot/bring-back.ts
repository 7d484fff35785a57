/** A path of a snapshot, copied to a name of our own with everything that the manifest says of it, and compared with the manifest on the way. */
import { HoldfastError } from "../../core/error.ts";
import { isInside, parentOf, type RelPath } from "../../core/path.ts";
import type { SnapshotNode } from "../../core/snapshot.ts";
import { type DirChain, dirChain } from "../../system/archive/dir-chain.ts";
import { type Clones, copyNode, type Lost } from "../../system/copy-file.ts";
import { addName, type Dir, isVanished, makeDir, makeLink, type Spot } from "../../system/dir.ts";
import { giveFacts, type NotedFacts } from "../../system/give-facts.ts";
import { digestAt } from "../../system/file-digest.ts";
import type { NativeFiles } from "../../system/native-files.ts";

/** What is brought back, and how. */
export interface Bringing {
  /** All nodes of the manifest that are at or below the wanted path. */
  readonly nodes: readonly SnapshotNode[];
  /** The wanted path. */
  readonly root: string;
  readonly data: Dir;
  readonly native: NativeFiles;
  readonly durable: boolean;
  readonly clones: Clones;
}

/** What could not be kept of each path. */
export type LostOf = readonly { readonly path: string; readonly lost: readonly Lost[] }[];

const PRIVATE = 0o700;

/**
 * Makes the copy at `to`, which is free. Throws `snapshot-damaged`, with the path, where the snapshot does not hold what its manifest says; what was made
 * until then is the caller's to remove.
 */
export function bringBack(to: Spot, bringing: Bringing): LostOf {
  const source = dirChain(bringing.data);
  try {
    const lost = [...makeNodes(to, bringing, source), ...finishFolders(to, bringing)];
    return lost.filter((one) => one.lost.length > 0);
  } finally {
    source.close();
  }
}

type LostOne = LostOf[number];

function makeNodes(to: Spot, bringing: Bringing, source: DirChain): LostOne[] {
  const target = targetChain(to, bringing.root);
  const made = new Set<string>();
  try {
    return bringing.nodes.flatMap((node): LostOne[] => {
      const spot = target.spotOf(node.path);
      if (node.kind === "directory") makeDir(spot, PRIVATE);
      else if (node.kind === "link") makeLink(spot, node.text ?? "");
      else if (node.sameAs !== undefined && made.has(node.sameAs))
        addName(target.again(node.sameAs), target.spotOf(node.path));
      else copyFile(spot, node, { bringing, source });
      made.add(node.path);
      if (node.kind === "directory") return [];
      return [{ path: node.path, lost: giveFacts(target.spotOf(node.path), factsOf(node), bringing) }];
    });
  } finally {
    target.close();
  }
}

function copyFile(
  spot: Spot,
  node: SnapshotNode,
  { bringing, source }: { readonly bringing: Bringing; readonly source: DirChain },
): void {
  const from = dataSpot(node.sameAs ?? node.path, source);
  const copied = from === null ? null : copyNode(from, spot, { ...bringing, durable: false });
  if (copied === null || digestAt(spot) !== node.sha256) throw damaged(node.path);
}

function dataSpot(path: string, source: DirChain): Spot | null {
  try {
    return { dir: source.at(parentOf(path as RelPath)), name: path.slice(path.lastIndexOf("/") + 1) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

/** From the deepest up: what is made in a folder changes its time, and its mode may shut it. */
function finishFolders(to: Spot, bringing: Bringing): LostOne[] {
  const target = targetChain(to, bringing.root);
  try {
    return bringing.nodes
      .filter(({ kind }) => kind === "directory")
      .reverse()
      .map(
        (node): LostOne => ({ path: node.path, lost: giveFacts(target.spotOf(node.path), factsOf(node), bringing) }),
      );
  } finally {
    target.close();
  }
}

interface TargetChain {
  /** Where a path of the snapshot is made; open until the next call. */
  readonly spotOf: (path: string) => Spot;
  /** The same through folders of its own, for a second name. */
  readonly again: (path: string) => Spot;
  readonly close: () => void;
}

function targetChain(to: Spot, root: string): TargetChain {
  const [chain, second] = [dirChain(to.dir), dirChain(to.dir)];
  const through =
    (own: DirChain) =>
    (path: string): Spot => {
      const moved = path === root ? to.name : `${to.name}/${path.slice(root.length + 1)}`;
      return { dir: own.at(parentOf(moved as RelPath)), name: moved.slice(moved.lastIndexOf("/") + 1) };
    };
  return {
    spotOf: through(chain),
    again: through(second),
    close: () => {
      chain.close();
      second.close();
    },
  };
}

/** The nodes at and below a path. */
export function nodesWithin(nodes: readonly SnapshotNode[], path: string): SnapshotNode[] {
  return nodes.filter((node) => isInside(node.path, path));
}

function factsOf({ kind, mode, uid, gid, mtime, attributes }: SnapshotNode): NotedFacts {
  const known = Object.entries(attributes ?? {}).map(([name, value]) => [name, Buffer.from(value, "base64")] as const);
  return { kind, mode, uid, gid, mtimeNs: BigInt(mtime), attributes: new Map(known) };
}

function damaged(path: string): HoldfastError {
  return new HoldfastError({
    code: "snapshot-damaged",
    message: `"${path}" in the snapshot is not what was taken; nothing was replaced by it`,
    hint: "Look at the disk's health, and use another snapshot",
    exit: "problems",
  });
}
