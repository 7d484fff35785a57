/** Applications in a folder of what was pointed at: a vendor's `upload/`, `api/` beside `client/`, a blog below a shop. */
import type { Detection } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { partOf } from "../core/part.ts";
import { baseName, isInside, parentOf, type RelPath, segmentsOf } from "../core/path.ts";
import type { Profile } from "../profiles/profile.ts";
import { detect } from "./detect.ts";

/** An application deeper than this is part of another one. */
const DEEPEST = 3;
/** More folders that could be one than this, and what was pointed at is a collection, not a site. */
const MOST_FOLDERS = 60;
/** More applications than this, likewise. */
const MOST_APPS = 6;
const SIGNS = new Set([
  "composer.json",
  "package.json",
  "artisan",
  "manage.py",
  "pyproject.toml",
  "requirements.txt",
  "Gemfile",
  "index.php",
  "wp-load.php",
]);
/** What the folder of a server is called beside the one of its front end. */
const SERVERS = /^((packages|apps)\/)?(server|backend|back-end|api|app|web)$/i;
/** Folders of tools, examples and packages: an application in them is nobody's site. */
const ASIDE =
  /(^|\/)(vendor|node_modules|tests?|__tests__|e2e|fixtures?|examples?|samples?|docs?|packages|playground|stubs|tools|scripts|docker|\.[^/]*)(\/|$)/i;

/**
 * What the app's folder holds: its own application or, where none of a product or framework stands at its root, those in its folders, the
 * outermost of each line. A detection in a folder names it as `base`.
 */
export function detectAll(inventory: Inventory, profiles: readonly Profile[]): Detection[] {
  const own = detect(inventory, profiles);
  if (own.some(({ id }) => isWhole(id, profiles))) return own;
  const folders = foldersWithSigns(inventory);
  if (folders.length > MOST_FOLDERS) return own;
  const whole = foundIn(folders, inventory, { profiles, counts: (id) => isWhole(id, profiles) });
  if (own.length > 0) return among(whole, own);
  // A server beside its front end, or alone, is an application though no framework of ours is in it.
  const rest = folders.filter((folder) => SERVERS.test(folder) && !whole.some(({ base }) => base === folder));
  return among([...whole, ...foundIn(rest, inventory, { profiles, counts: (id) => SERVER_IDS.has(id) })], own);
}

/** Profiles of what runs by itself without a framework. */
const SERVER_IDS: ReadonlySet<string> = new Set(["node", "python"]);

function among(found: readonly Detection[], own: readonly Detection[]): Detection[] {
  const count = new Set(found.map(({ base }) => base)).size;
  return count === 0 || count > MOST_APPS ? [...own] : [...found, ...own];
}

/** What is detected in the outermost of the folders that have something that counts. */
function foundIn(
  folders: readonly RelPath[],
  inventory: Inventory,
  { profiles, counts }: { readonly profiles: readonly Profile[]; readonly counts: (id: string) => boolean },
): Detection[] {
  const bases: RelPath[] = [];
  return folders.flatMap((base) => {
    if (bases.some((known) => isInside(base, known))) return [];
    const there = detect(partOf(inventory, base), profiles);
    if (!there.some(({ id }) => counts(id))) return [];
    bases.push(base);
    return there.map((detection) => ({ ...detection, base }));
  });
}

/** A language or a library of front ends is no application by itself. */
function isWhole(id: string, profiles: readonly Profile[]): boolean {
  const tier = profiles.find((profile) => profile.id === id)?.tier;
  return tier === "product" || tier === "framework";
}

/** The folders with a file that applications have at their root, the outermost first. */
function foldersWithSigns(inventory: Inventory): RelPath[] {
  const folders = new Set<RelPath>();
  for (const { path, kind } of inventory.nodes.values()) {
    const folder = parentOf(path);
    if (kind !== "file" || folder === "" || !SIGNS.has(baseName(path))) continue;
    if (segmentsOf(folder).length <= DEEPEST && (!ASIDE.test(folder) || SERVERS.test(folder))) folders.add(folder);
  }
  return [...folders].sort((a, b) => segmentsOf(a).length - segmentsOf(b).length || (a < b ? -1 : 1));
}
