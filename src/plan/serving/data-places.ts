import { join, type AbsPath, type RelPath, under } from "../../core/path.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { isHostFile } from "./host-file.ts";
import type { DataPlace } from "./root-facts.ts";

/** What the host edits in the document root, with what shared has of it: a release's own is a link there. */
export function hostPlaces(record: PersistenceRecord, shared: AbsPath): DataPlace[] {
  const { webRoot, entries } = record;
  return entries.flatMap(({ path, seeded }) => {
    const below = belowWebRoot(path, webRoot);
    return below !== null && isHostFile(below) && seeded ? [{ path: below, shared: under(shared, path) }] : [];
  });
}

/** The entries that are reached through the document root: those below the web root that live in shared, by their path in the document root. */
export function dataPlaces(record: PersistenceRecord, shared: AbsPath): DataPlace[] {
  const { webRoot, entries } = record;
  return entries.flatMap(({ path, handling, chain, seeded, inPlace }) => {
    if ((handling !== "link" && handling !== "merge") || !seeded || inPlace === true) return [];
    const below = belowWebRoot(path, webRoot);
    return below === null || isHostFile(below) ? [] : [{ path: below, shared: under(shared, chain ?? path) }];
  });
}

function belowWebRoot(path: RelPath, webRoot: RelPath | ""): RelPath | null {
  if (webRoot === "") return path;
  return path.startsWith(`${webRoot}/`) ? join("", path.slice(webRoot.length + 1)) : null;
}
