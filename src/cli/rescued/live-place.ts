import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, baseName, isInside, rel, segmentsOf, under } from "../../core/path.ts";
import { isIncomingOf, type ReleaseSite, restingOf, treesFolder } from "../../plan/release/places.ts";
import { everyNameAt } from "../../system/names.ts";
import { isFolder } from "../../system/site-facts.ts";
import { quoteInText } from "../../core/shell.ts";

/**
 * Where a path of the site is now: what stood in a copy of the code belongs to the one that is live, at the same path. Nobody sees the others, and one that
 * is gone must not come into being again by a single file. Throws where nothing is live and that copy is gone.
 */
export function livePlace(path: AbsPath, site: ReleaseSite): AbsPath {
  const folder = treesFolder(site);
  if (!isInside(path, folder) || path === folder) return path;
  const [tree = "", ...names] = segmentsOf(path.slice(folder.length + 1));
  if (names.length === 0 || !isTree(tree, site)) return path;
  if (site.live !== null) return under(site.live.path, rel(names.join("/")));
  if (isFolder(under(folder, rel(tree)))) return path;
  throw new HoldfastError({
    code: "place-gone",
    message: `"${path}" stood in a release that is gone, and no release is live that it could come to`,
    hint: `Make one live: holdfast rollback --site ${quoteInText(site.site)}; or name another place with --to PATH`,
  });
}

/** True for a folder that holds or held a copy of this site's code. */
function isTree(name: string, site: ReleaseSite): boolean {
  if (site.kind === "releases" || isIncomingOf(site, name)) return true;
  if (site.app === null) return false;
  const own = baseName(site.app);
  return restingOf(name, [own, ...everyNameAt(site.site)]) === own;
}
