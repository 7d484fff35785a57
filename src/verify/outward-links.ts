import { displayName } from "../core/bytes.ts";
import type { Place } from "../core/layout.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, isInside, resolveText, type RelPath } from "../core/path.ts";
import { closeDir, look, openChildIfThere, type Spot, withDir } from "../system/dir.ts";
import { walkKinds } from "../system/kinds.ts";

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
  const dir = openChildIfThere(spot);
  if (dir === null) return [];
  const found: OutwardLink[] = [];
  let left = BUDGET;
  try {
    walkKinds(dir, (passed) => {
      if (left-- <= 0 || found.length >= SHOWN) return "end";
      if (passed.kind === "link") found.push(...outwardLink(passed, { root: dir.path, entry }));
      return "into";
    });
  } finally {
    closeDir(dir);
  }
  return found;
}

function outwardLink(
  { path, spot }: { readonly path: string; readonly spot: Spot },
  { root, entry }: { readonly root: AbsPath; readonly entry: RelPath },
): OutwardLink[] {
  const text = look(spot)?.linkText;
  if (text === undefined || text.startsWith("/") || isInside(resolveText(spot.dir.path, text), root)) return [];
  return [{ path: displayName(`${entry}/${path}`), text: displayName(text) }];
}
