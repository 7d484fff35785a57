import { displayName } from "../core/bytes.ts";
import type { Place } from "../core/layout.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, abs, isInside, resolveText, type RelPath } from "../core/path.ts";
import { closeDir, type Dir, look, openChildIfThere, type Spot, withDir } from "../system/dir.ts";
import { kindsIn } from "../system/kinds.ts";

/** Names gone through below one entry, and links told of it. */
const BUDGET = 20_000;
const SHOWN = 10;

/** A relative link inside data whose text climbs out of its entry: since the data moved, it may lead elsewhere than before. */
export interface OutwardLink {
  readonly path: string;
  readonly text: string;
}

/** Looks for such links below entries in shared, at most 20,000 names in each; the first ten of each. Reads only and follows nothing. */
export function outwardLinks(entries: readonly RelPath[], at: (place: Place) => Observation): OutwardLink[] {
  const folders = entries.map((path) => at({ root: "shared", path })).filter(({ kind }) => kind === "directory");
  return besideEachOther(folders).flatMap((group) =>
    withDir(group[0].directory, (dir) => group.flatMap(({ name, place }) => linksBelow({ dir, name }, place.path))),
  );
}

type Group = readonly [Observation, ...Observation[]];

/** Folders in the same one after each other, so that the way to it is gone once. */
function besideEachOther(folders: readonly Observation[]): Group[] {
  const groups: [Observation, ...Observation[]][] = [];
  for (const folder of folders) {
    const last = groups.at(-1);
    if (last?.[0].directory === folder.directory) last.push(folder);
    else groups.push([folder]);
  }
  return groups;
}

function linksBelow(spot: Spot, entry: RelPath): OutwardLink[] {
  const search: Search = { root: abs(`${spot.dir.path}/${spot.name}`), entry, found: [], left: BUDGET };
  searchBelow(spot, "", search);
  return search.found;
}

interface Search {
  readonly root: AbsPath;
  readonly entry: RelPath;
  readonly found: OutwardLink[];
  left: number;
}

function searchBelow(spot: Spot, prefix: string, search: Search): void {
  const dir = openChildIfThere(spot);
  if (dir === null) return;
  try {
    searchIn(dir, prefix, search);
  } finally {
    closeDir(dir);
  }
}

function searchIn(dir: Dir, prefix: string, search: Search): void {
  for (const { name, kind } of kindsIn(dir)) {
    if (search.left-- <= 0 || search.found.length >= SHOWN) return;
    if (kind === "link") noteLink({ dir, name }, prefix, search);
    else if (kind === "directory") searchBelow({ dir, name }, `${prefix}${name}/`, search);
  }
}

function noteLink(spot: Spot, prefix: string, search: Search): void {
  const text = look(spot)?.linkText;
  if (text === undefined || text.startsWith("/") || isInside(resolveText(spot.dir.path, text), search.root)) return;
  search.found.push({
    path: displayName(`${search.entry}/${prefix}${spot.name}`),
    text: displayName(text),
  });
}
