/** Whether anything shows that a site has run where its code stands. */
import { contentsOf } from "./contents.ts";
import { isGlob } from "./pattern.ts";
import { type Ground, profileEntries } from "./sources.ts";
import type { RelPath } from "../core/path.ts";

/** True where something lies in a place that, by the profiles, only the running site and its owner fill; what vendors ship into as well tells nothing. */
export function hasRun(ground: Ground): boolean {
  return profileEntries(ground).some(({ entry }) => {
    if (entry.class === "asset" || isGlob(entry.path)) return false;
    if (entry.handling !== "link" && entry.handling !== "per-release") return false;
    const path = entry.path as RelPath;
    if (entry.kind === "file") return ground.inventory.nodes.has(path);
    const { files, placeholders } = contentsOf(ground.inventory, path);
    return files > placeholders;
  });
}
