/** Where a way to serve is none for a site, by what the site and its document root are: known before anything of its data is. */
import { deviceOf } from "../../apply/read-root.ts";
import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, baseName, isInside, parentOf, rel, type RelPath, under } from "../../core/path.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { quoteInText } from "../../core/shell.ts";

/** True where a document root is the web root of this application, and not a folder that could lead to it. */
export function isItself(root: AbsPath, app: AbsPath, webRoot: RelPath | ""): boolean {
  return root === app || (webRoot !== "" && root === under(app, webRoot));
}

/** The web root that a real document root (`entries`, `loader`) is filled from. Throws where these ways are none for a site. */
export function doorForRealRoot(
  way: string,
  { root, site, webRoot }: { readonly root: AbsPath; readonly site: ReleaseSite; readonly webRoot: RelPath | "" },
): RelPath {
  if (site.kind === "flat") throw needsReleases(way, site);
  if (webRoot === "") throw webRootIsApp(way);
  refuseOtherDisk(way, root, site);
  return webRoot;
}

/** What gives way is moved beside, and what is retired to shared, by rename. */
function refuseOtherDisk(way: string, root: AbsPath, site: ReleaseSite): void {
  // What is not there yet will be where its folder is.
  const diskOf = (path: AbsPath): string | null => deviceOf(path) ?? deviceOf(parentOf(path));
  if (diskOf(root) === diskOf(site.shared)) return;
  throw new HoldfastError({
    code: "document-root-on-another-disk",
    message: `"${root}" lies on another file system than the site, and the way "${way}" changes files there step by step`,
    hint: "Use a link (holdfast serve link), or let the server lead to the site itself: holdfast serve server",
  });
}

/** Not in what is replaced, not in the data, and not around the site: all of it would be given out. */
export function refusePlace(root: AbsPath, { site, shared, app, live }: ReleaseSite, webRoot: RelPath | ""): void {
  if (app !== null && isItself(root, app, webRoot)) throw rootIsApp(root, app);
  const inside = [
    shared,
    under(site, rel(NAMES.releases)),
    ...(app === null ? [] : [app]),
    ...(live === null ? [] : [live.path]),
  ];
  const around = inside.find((folder) => isInside(root, folder));
  if (around !== undefined)
    throw new HoldfastError({
      code: "document-root-inside",
      message: `"${root}" is no document root: it is${root === around ? "" : ` inside "${around}",`} what Holdfast looks after itself`,
      hint: "Name the folder that the web server serves, for example: --document-root public_html",
    });
  const isTaken = [NAMES.current, NAMES.releases, NAMES.shared].some((name) => under(site, rel(name)) === root);
  if (!isTaken && !isInside(site, root)) return;
  throw new HoldfastError({
    code: "document-root-around",
    message: `"${root}" is or holds the site itself: shared and every release would be given out`,
    hint: `Move the site out of it (mv ${quoteInText(site)} ${quoteInText(`${parentOf(root)}/${baseName(site)}-site`)}), then name the document root again`,
  });
}

function rootIsApp(root: AbsPath, app: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "document-root-is-app",
    message: `"${root}" is the application itself: no link can take its place`,
    hint: `Let the server lead to its web root, with what this prints: holdfast serve server --site ${quoteInText(app)}`,
  });
}

function needsReleases(way: string, { site, app }: ReleaseSite): HoldfastError {
  return new HoldfastError({
    code: "way-needs-releases",
    message: `The way "${way}" needs the releases layout, because a switch must know what comes and what goes; "${site}" is flat`,
    hint: `Make it a site with releases: holdfast release SOURCE --site ${quoteInText(app ?? site)} --layout releases; or: holdfast serve link`,
  });
}

function webRootIsApp(way: string): HoldfastError {
  return new HoldfastError({
    code: "web-root-is-app",
    message: `The web root of this application is the application itself, so that the way "${way}" would give out names that are nobody's business (.env, vendor)`,
    hint: "Use a link (holdfast serve link) with the server's own rules, or holdfast serve server, which prints them",
  });
}
