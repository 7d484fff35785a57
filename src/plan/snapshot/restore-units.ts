import { isInside } from "../../core/path.ts";
import type { SnapshotNode } from "../../core/snapshot.ts";

/**
 * What is brought back as one, in one exchange: an entry that the site's record knows; what stands beside entries by itself. `wanted` is a path in the
 * snapshot, empty for all of it. A folder that is gone comes back as a whole.
 */
export function restoreUnits(
  nodes: readonly SnapshotNode[],
  wanted: string,
  site: { readonly entries: readonly string[]; readonly isFolder: (path: string) => boolean },
): SnapshotNode[] {
  const { entries } = site;
  const holdsEntries = ({ path, kind }: SnapshotNode): boolean =>
    kind === "directory" &&
    site.isFolder(path) &&
    !entries.some((entry) => isInside(path, entry)) &&
    entries.some((entry) => isInside(entry, path));
  const split = (node: SnapshotNode): SnapshotNode[] =>
    holdsEntries(node) ? childrenOf(nodes, node.path).flatMap(split) : [node];
  const top = wanted === "" ? childrenOf(nodes, "") : nodes.filter(({ path }) => path === wanted);
  return top.flatMap(split);
}

function childrenOf(nodes: readonly SnapshotNode[], folder: string): SnapshotNode[] {
  const depth = folder === "" ? 0 : folder.length + 1;
  return nodes.filter(
    ({ path }) => (folder === "" || path.startsWith(`${folder}/`)) && !path.slice(depth).includes("/"),
  );
}

/** The endings of the files beside a database: they come back with it, and none of the live ones may meet it. */
export const BESIDE_DATABASE = ["-wal", "-journal", "-shm"] as const;

/** The database that a path of the snapshot belongs to (itself, or the file that it lies beside); null for any other path. */
export function databaseOf(path: string, databases: readonly string[]): string | null {
  if (databases.includes(path)) return path;
  return databases.find((database) => BESIDE_DATABASE.some((ending) => path === `${database}${ending}`)) ?? null;
}
