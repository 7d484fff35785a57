/** Whether anything shows that a site has run where its code stands. */
import type { RelPath } from "../core/path.ts";
import { contentsOf } from "./contents.ts";
import { isGlob } from "./pattern.ts";
import { type Ground, profileEntries } from "./sources.ts";

/** Settings of an installation, an installer's mark, a log, a database: no delivery has one. */
const MARKS = /(^|\/)(\.env|error_log|install(ed)?\.lock|installed)$|\.(log|sqlite3?)$/;

const known = new WeakMap<Ground, boolean>();

/**
 * True for a site that Holdfast knows, where such a file stands, and where something lies in a place that, by the profiles, only the running site and its
 * owner fill; what vendors ship into as well tells nothing.
 */
export function hasRun(ground: Ground): boolean {
  const cached = known.get(ground);
  if (cached !== undefined) return cached;
  const found = ground.record !== null || ground.baseline !== undefined || hasMark(ground) || isFilled(ground);
  known.set(ground, found);
  return found;
}

function hasMark({ inventory }: Ground): boolean {
  return [...inventory.nodes.values()].some(({ path, kind }) => kind !== "directory" && MARKS.test(path));
}

function isFilled(ground: Ground): boolean {
  return profileEntries(ground).some(({ entry }) => {
    if (entry.class === "asset" || isGlob(entry.path)) return false;
    if (entry.handling !== "link" && entry.handling !== "per-release") return false;
    const path = entry.path as RelPath;
    if (entry.kind === "file") return ground.inventory.nodes.has(path);
    const { files, placeholders } = contentsOf(ground.inventory, path);
    return files > placeholders;
  });
}
