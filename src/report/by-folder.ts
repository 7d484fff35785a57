import { parentOf, type RelPath, segmentsOf } from "../core/path.ts";

/** Paths that are told together. */
export interface Cluster {
  /** The folder that all of them lie below; `""` is the application's own. */
  readonly folder: RelPath | "";
  readonly paths: readonly RelPath[];
  /** In how many folders of the first level they lie, where there were too many to tell one by one. */
  readonly folders: number;
}

/** Paths put together by the folders that they have in common: as deep as possible, `most` clusters or fewer, the largest first. */
export function clustersOf(paths: readonly RelPath[], most: number): Cluster[] {
  const deepest = paths.reduce((depth, path) => Math.max(depth, segmentsOf(path).length - 1), 0);
  for (let depth = deepest; depth >= 1; depth--) {
    const clusters = atDepth(paths, depth);
    if (clusters.length <= most) return clusters;
  }
  const clusters = atDepth(paths, 1);
  if (clusters.length <= most) return clusters;
  const rest = clusters.slice(most - 1);
  return [
    ...clusters.slice(0, most - 1),
    { folder: "", paths: rest.flatMap((cluster) => cluster.paths), folders: rest.length },
  ];
}

function atDepth(paths: readonly RelPath[], depth: number): Cluster[] {
  const byFolder = new Map<string, RelPath[]>();
  for (const path of paths) {
    const folder = segmentsOf(parentOf(path)).slice(0, depth).join("/");
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [path]);
    else known.push(path);
  }
  return [...byFolder.values()]
    .map((found) => ({ folder: commonFolder(found), paths: found, folders: 1 }))
    .sort((one, other) => other.paths.length - one.paths.length || (one.folder < other.folder ? -1 : 1));
}

function commonFolder(paths: readonly RelPath[]): RelPath | "" {
  const [first, ...others] = paths.map((path) => segmentsOf(parentOf(path)));
  const common = (first ?? []).findIndex((name, index) => others.some((names) => names[index] !== name));
  return (common < 0 ? (first ?? []) : (first ?? []).slice(0, common)).join("/") as RelPath | "";
}
