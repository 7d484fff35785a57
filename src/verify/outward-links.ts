import { displayName } from "../core/bytes.ts";
import { type AbsPath, abs, isInside, resolveText, type RelPath } from "../core/path.ts";
import { closeDir, type Dir, look, namesIn, openChild, withDir } from "../system/dir.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { observe, type Roots } from "../system/observe.ts";

const BUDGET = 20_000;
const SHOWN = 10;

/** A relative link inside data whose text climbs out of its entry: since the data moved, it may lead elsewhere than before. */
export interface OutwardLink {
  readonly path: string;
  readonly text: string;
}

/** Looks for such links below an entry in shared, at most 20,000 names; the first ten found. Reads only and follows nothing. */
export function outwardLinks(layout: Roots, entry: RelPath): OutwardLink[] {
  const place = observe(layout, { root: "shared", path: entry });
  const root = abs(`${place.directory}/${place.name}`);
  if (lookAt(bytes(root))?.kind !== "directory") return [];
  const search: Search = { root, entry, found: [], left: BUDGET };
  withDir(root, (dir) => {
    searchIn(dir, "", search);
  });
  return search.found;
}

interface Search {
  readonly root: AbsPath;
  readonly entry: RelPath;
  readonly found: OutwardLink[];
  left: number;
}

function searchIn(dir: Dir, prefix: string, search: Search): void {
  for (const name of namesIn(dir)) {
    if (search.left-- <= 0 || search.found.length >= SHOWN) return;
    const fact = look({ dir, name });
    if (fact?.kind === "link") noteLink({ dir, name: `${prefix}${name}`, text: fact.linkText ?? "" }, search);
    if (fact?.kind !== "directory") continue;
    const child = openChild(dir, name);
    try {
      searchIn(child, `${prefix}${name}/`, search);
    } finally {
      closeDir(child);
    }
  }
}

function noteLink(link: { readonly dir: Dir; readonly name: string; readonly text: string }, search: Search): void {
  if (link.text.startsWith("/") || isInside(resolveText(link.dir.path, link.text), search.root)) return;
  search.found.push({ path: displayName(`${search.entry}/${link.name}`), text: displayName(link.text) });
}
