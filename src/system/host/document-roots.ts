/** Finding the folders that a web server of this host serves: by looking for what panels call them, in the site's folder and above. */
import type { DocumentRoot, Holding } from "../../core/host.ts";
import { type AbsPath, abs, baseName, isInside, parentOf } from "../../core/path.ts";
import { bytes } from "../bytes-path.ts";
import { withDir } from "../dir.ts";
import { lookAt, type NodeFact } from "../facts.ts";
import { sameContent } from "../listing.ts";
import { namesAt } from "../names.ts";
import { endOf } from "../observe.ts";

/** Where the site is, for telling its own names from those of others. */
export interface SiteGround {
  readonly site: AbsPath;
  readonly shared: AbsPath;
  /** The application's folder, physical; null where there is none. */
  readonly app: AbsPath | null;
  /** Its web root, physical. */
  readonly webRoot: AbsPath | null;
  readonly home: AbsPath;
  /** A document root that is known otherwise, whatever it is called; null where none is. */
  readonly known: AbsPath | null;
}

/** What panels call a document root: cPanel, Plesk, several, XAMPP-like hosts and CloudPanel. */
const USUAL = ["public_html", "httpdocs", "www", "htdocs"];
/** Folders with one folder for each domain (DirectAdmin and Hostinger, Hestia). */
const PER_DOMAIN = ["domains", "web"];
/** What a host puts into every document root, or keeps there itself. */
const OF_THE_HOST = new Set([
  "cgi-bin",
  ".well-known",
  ".htaccess",
  ".user.ini",
  "php.ini",
  ".ftpquota",
  "error_log",
  ".htpasswds",
]);
const SHOWN = 20;
/** A site that lies deeper than this below what serves it is none that a panel made. */
const LEVELS = 4;
const ADDON = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;
const FRONT_DOORS = ["index.php", "index.html", "index.htm", ".htaccess", "cgi-bin", ".well-known"];

/** The document roots in the site's folder and above it up to the home, nearest first; two names of one folder once. */
export function findDocumentRoots(ground: SiteGround): readonly DocumentRoot[] {
  const { known } = ground;
  const found = [...(known === null ? [] : [known]), ...foldersAbove(ground).flatMap((folder) => rootsIn(folder))];
  const all = [...new Set(found)].flatMap((path) => documentRoot(path, ground) ?? []);
  const folders = new Set(all.filter(({ kind }) => kind === "folder").map(({ path }) => path));
  return all.filter(({ kind, leadsTo }) => kind === "folder" || leadsTo === null || !folders.has(leadsTo));
}

function foldersAbove({ site, home, app }: SiteGround): readonly AbsPath[] {
  const folders: AbsPath[] = [];
  for (let folder = site; folders.length < LEVELS && folder !== "/"; folder = parentOf(folder)) {
    folders.push(folder);
    if (folder === home) break;
  }
  return folders.filter((folder) => folder !== app);
}

function rootsIn(folder: AbsPath): AbsPath[] {
  const below = (name: string): AbsPath => abs(`${folder}/${name}`);
  const itself = USUAL.includes(baseName(folder)) ? [folder] : [];
  const perDomain = PER_DOMAIN.flatMap((name) =>
    namesAt(below(name)).flatMap((domain) => USUAL.map((root) => below(`${name}/${domain}/${root}`))),
  );
  const addons = [below("public_html"), folder]
    .flatMap((place) => namesAt(place).map((name) => abs(`${place}/${name}`)))
    .filter((path) => ADDON.test(baseName(path)) && hasFrontDoor(path));
  return [...USUAL.map(below), ...itself, ...perDomain, ...addons];
}

function hasFrontDoor(path: AbsPath): boolean {
  return lookAt(bytes(path))?.kind === "directory" && namesAt(path).some((name) => FRONT_DOORS.includes(name));
}

function documentRoot(path: AbsPath, ground: SiteGround): DocumentRoot | null {
  const fact = lookAt(bytes(path));
  if (fact?.kind !== "link" && fact?.kind !== "directory") return null;
  const owner = { uid: fact.uid, gid: fact.gid, mode: fact.mode };
  return { path, owner, ...(fact.kind === "link" ? linkFacts(path, fact, ground) : folderFacts(path, ground)) };
}

type Facts = Omit<DocumentRoot, "path" | "owner">;

function linkFacts(path: AbsPath, { linkText = "" }: NodeFact, ground: SiteGround): Facts {
  const end = endOf(parentOf(path), linkText);
  const leadsTo = end.kind === "directory" ? end.path : null;
  const holds: Holding = leadsTo === null ? "nothing" : isOurs(leadsTo, ground) ? "this-site" : "another-site";
  return { kind: "link", leadsTo, holds, foreign: [], more: 0, clashing: [] };
}

function isOurs(path: AbsPath, { site, app, home }: SiteGround): boolean {
  if (app !== null && isInside(path, app)) return true;
  // A whole home is no site: what lies elsewhere in it is somebody else's.
  return site !== home && isInside(path, site);
}

function folderFacts(path: AbsPath, ground: SiteGround): Facts {
  const names = namesAt(path).filter((name) => !OF_THE_HOST.has(name));
  if (isAddonIn(path, ground)) return real("another-site", []);
  if (ground.app !== null && (isInside(ground.app, path) || isInside(path, ground.app))) return real("this-site", []);
  const kinds = names.map((name) => ({ name, holds: holding(path, name, ground) }));
  const foreign = kinds.filter(({ holds }) => holds !== "this-site");
  if (foreign.length === 0) return real(names.length === 0 ? "nothing" : "this-site", []);
  const isAnother = foreign.every(({ holds }) => holds === "another-site");
  const clashing = foreign.filter(({ name }) => isInWebRoot(name, ground)).map(({ name }) => name);
  const shown = real(isAnother ? "another-site" : "others", foreign.map(({ name }) => name).sort());
  return { ...shown, clashing: clashing.sort().slice(0, SHOWN) };
}

/** Another domain's folder in this site's document root, where some panels put it. */
function isAddonIn(path: AbsPath, { app, webRoot }: SiteGround): boolean {
  return app !== null && path !== app && path !== webRoot && isInside(path, app) && ADDON.test(baseName(path));
}

function real(holds: Holding, foreign: readonly string[]): Facts {
  return {
    kind: "folder",
    leadsTo: null,
    holds,
    foreign: foreign.slice(0, SHOWN),
    more: Math.max(0, foreign.length - SHOWN),
    clashing: [],
  };
}

/** Whose one name in a real document root is: a link says so itself; a file is the site's where its web root has the same, a folder where it has one of that name. */
function holding(path: AbsPath, name: string, ground: SiteGround): Holding {
  const fact = lookAt(bytes(`${path}/${name}`));
  const text = fact?.linkText;
  if (text === undefined) return fact !== null && isSameIn(ground, name, { fact, path }) ? "this-site" : "others";
  const end = endOf(path, text);
  const isHere = end.kind !== "absent" && (isOurs(end.path, ground) || isInside(end.path, ground.shared));
  return isHere ? "this-site" : "another-site";
}

function isInWebRoot(name: string, { webRoot }: SiteGround): boolean {
  return webRoot !== null && lookAt(bytes(`${webRoot}/${name}`)) !== null;
}

function isSameIn(
  { webRoot, shared }: SiteGround,
  name: string,
  { fact, path }: { readonly fact: NodeFact; readonly path: AbsPath },
): boolean {
  const there = webRoot === null ? null : lookAt(bytes(`${webRoot}/${name}`));
  if (webRoot === null || there === null) return false;
  // Data of the site: it comes to shared, where the web root's link leads.
  if (there.linkText !== undefined && isInside(endOf(webRoot, there.linkText).path, shared)) return true;
  if (there.kind !== fact.kind) return false;
  if (fact.kind !== "file") return fact.kind === "directory";
  if (fact.size !== there.size) return false;
  return withDir(path, (a) => withDir(webRoot, (b) => sameContent({ dir: a, name }, { dir: b, name })));
}
