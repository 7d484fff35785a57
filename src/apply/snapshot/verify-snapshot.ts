import { isInside, parentOf, type RelPath } from "../../core/path.ts";
import { SNAPSHOT_PARTS, type SnapshotManifest, type SnapshotNode } from "../../core/snapshot.ts";
import { type DirChain, dirChain } from "../../system/archive/dir-chain.ts";
import { closeDir, type Dir, isVanished, look, namesIn, openChild, type Spot } from "../../system/dir.ts";
import { digestAt } from "../../system/file-digest.ts";
import { TOLD } from "../../system/shared-work.ts";
import { lookAtMany } from "../../system/two-threads.ts";

/** What is not as the manifest says. */
export interface SnapshotFault {
  readonly path: string;
  /** Completes "`path` ...". */
  readonly what: string;
}

/** Reads all of a snapshot back, or what is at and below `within` (empty: all), and compares it with its manifest; empty where every bit is right. */
export function verifySnapshot(folder: Dir, manifest: SnapshotManifest, within: string): SnapshotFault[] {
  let data: Dir;
  try {
    data = openChild(folder, SNAPSHOT_PARTS.data);
  } catch (error) {
    if (!isVanished(error)) throw error;
    return [{ path: SNAPSHOT_PARTS.data, what: "is gone: the snapshot has a manifest and no data" }];
  }
  const chain = dirChain(data);
  try {
    const nodes = manifest.nodes.filter(({ path }) => within === "" || isInside(path, within));
    const rest = withoutProven(nodes, data);
    return [...rest.flatMap((node) => faultOf(node, chain)), ...strangers(manifest, chain, within)];
  } finally {
    chain.close();
    closeDir(data);
  }
}

/** Files taken at a time. */
const BLOCK = 16;
/** Bytes, or a file as so many, from which on a second thread is worth its start. */
const LARGE = 64 * 1024 * 1024;
const FILE_COSTS = 32 * 1024;

/** Leaves out the files that have the content that was copied: there is nothing more to say about them. */
function withoutProven(nodes: readonly SnapshotNode[], root: Dir): readonly SnapshotNode[] {
  const files = nodes.filter(
    ({ kind, sameAs, sha256 }) => kind === "file" && sameAs === undefined && sha256 !== undefined,
  );
  const told = lookAtMany({
    question: {
      task: "contents",
      data: { root, paths: files.map(({ path }) => path as RelPath), digests: files.map(({ sha256 }) => sha256 ?? "") },
    },
    told: new Uint8Array(files.length),
    block: BLOCK,
    isLarge: files.reduce((sum, { size }) => sum + (size ?? 0) + FILE_COSTS, 0) >= LARGE,
  });
  const proven = new Set(files.filter((_file, number) => told[number] === TOLD.asKnown));
  return nodes.filter((node) => !proven.has(node));
}

function faultOf(node: SnapshotNode, chain: DirChain): SnapshotFault[] {
  const what = whatIsWrong(node, chain);
  return what === null ? [] : [{ path: node.path, what }];
}

function whatIsWrong(node: SnapshotNode, chain: DirChain): string | null {
  // Its data is that of the first name.
  if (node.sameAs !== undefined) return null;
  const spot = spotOf(node.path, chain);
  const fact = spot === null ? null : look(spot);
  if (spot === null || fact === null) return "is missing";
  if (fact.kind !== node.kind) return `is a ${fact.kind}, not a ${node.kind}`;
  if (node.kind === "link") return fact.linkText === node.text ? null : "leads elsewhere";
  if (node.kind === "directory") return null;
  if (fact.size !== node.size) return `has ${fact.size} bytes, not ${node.size ?? 0}`;
  return digestAt(spot) === node.sha256 ? null : "has another content than was copied";
}

/** Names in the data that the manifest does not have. */
function strangers({ nodes }: SnapshotManifest, chain: DirChain, within: string): SnapshotFault[] {
  const known = new Set(nodes.map(({ path }) => path));
  const folders = ["", ...nodes.filter(({ kind }) => kind === "directory").map(({ path }) => path)];
  return folders
    .filter((folder) => within === "" || isInside(folder, within))
    .flatMap((folder) =>
      namesOf(folder, chain)
        .map((name) => (folder === "" ? name : `${folder}/${name}`))
        .filter((path) => !known.has(path))
        .map((path) => ({ path, what: "is not in the manifest" })),
    );
}

function namesOf(folder: string, chain: DirChain): readonly string[] {
  try {
    return namesIn(chain.at(folder));
  } catch (error) {
    if (isVanished(error)) return [];
    throw error;
  }
}

/** Where a path lies in the data; null where a folder on the way is gone. */
function spotOf(path: string, chain: DirChain): Spot | null {
  try {
    return { dir: chain.at(parentOf(path as RelPath)), name: path.slice(path.lastIndexOf("/") + 1) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}
