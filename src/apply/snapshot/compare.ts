import { isInside, parentOf, type AbsPath, type RelPath } from "../../core/path.ts";
import type { SnapshotNode } from "../../core/snapshot.ts";
import { type DirChain, dirChain } from "../../system/archive/dir-chain.ts";
import { closeDir, isVanished, look, namesIn, openDir, type Spot } from "../../system/dir.ts";
import type { NodeFact } from "../../system/facts.ts";
import { digestAt } from "../../system/file-digest.ts";
import { effectiveUser } from "../../system/process-identity.ts";
import { isUnchanged } from "./take-file.ts";

/** How what stands in shared differs from what a snapshot has of it. */
export interface Difference {
  /** In the snapshot and not there any more. */
  readonly missing: number;
  /** There with another content, kind, mode, owner or time. */
  readonly changed: number;
  /** There, and not in the snapshot: it came since. */
  readonly since: number;
}

const MICROSECOND = 1000n;

/** Compares at and below `path`; a file is read only where its inode and times do not tell. Reads only, through no link. */
export function compareWith(shared: AbsPath, nodes: readonly SnapshotNode[], path: string): Difference {
  const root = openDir(shared);
  const chain = dirChain(root);
  try {
    let [missing, changed] = [0, 0];
    for (const node of nodes) {
      const spot = spotOf(node.path, chain);
      const fact = spot === null ? null : look(spot);
      if (spot === null || fact === null) missing++;
      else if (!isSame(node, spot, fact)) changed++;
    }
    return { missing, changed, since: countStrangers(nodes, path, chain) };
  } finally {
    chain.close();
    closeDir(root);
  }
}

/** True where nothing differs. */
export function isAlike({ missing, changed, since }: Difference): boolean {
  return missing + changed + since === 0;
}

function isSame(node: SnapshotNode, spot: Spot, fact: NodeFact): boolean {
  if (fact.kind !== node.kind) return false;
  // Only root gives files away: anybody else would bring the same thing back for ever.
  const owned = effectiveUser() !== 0 || (fact.uid === node.uid && fact.gid === node.gid);
  if (node.kind === "link") return fact.linkText === node.text;
  if (!owned || fact.mode !== node.mode) return false;
  if (node.kind === "directory") return true;
  const gap = fact.mtimeNs - BigInt(node.mtime);
  if (fact.size !== node.size || gap >= MICROSECOND || -gap >= MICROSECOND) return false;
  return isUnchanged(node, fact) || digestAt(spot) === node.sha256;
}

function countStrangers(nodes: readonly SnapshotNode[], root: string, chain: DirChain): number {
  const known = new Set(nodes.map(({ path }) => path));
  const folders = nodes.filter(({ kind, path }) => kind === "directory" && isInside(path, root));
  return folders.reduce((sum, { path }) => sum + strangersIn(path, known, chain), 0);
}

function strangersIn(folder: string, known: ReadonlySet<string>, chain: DirChain): number {
  try {
    const dir = chain.at(folder);
    return namesIn(dir).filter((name) => !known.has(`${folder}/${name}`) && !isIndexOf(name, folder, known)).length;
  } catch (error) {
    if (isVanished(error)) return 0;
    throw error;
  }
}

/** The `-shm` beside a database that the snapshot has is made by whoever opens it. */
function isIndexOf(name: string, folder: string, known: ReadonlySet<string>): boolean {
  return name.endsWith("-shm") && known.has(`${folder}/${name.slice(0, -"-shm".length)}`);
}

function spotOf(path: string, chain: DirChain): Spot | null {
  try {
    return { dir: chain.at(parentOf(path as RelPath)), name: path.slice(path.lastIndexOf("/") + 1) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}
