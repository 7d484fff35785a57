/** What is known of how a site is served before anything is planned: the document root and what stands there, the live web root, the data behind both. */
import { deviceOf, readData, readHostFiles, readRoot, readWebNames } from "../../apply/read-root.ts";
import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import {
  type AbsPath,
  baseName,
  isInside,
  parentOf,
  rel,
  type RelPath,
  relativeText,
  resolveText,
  under,
} from "../../core/path.ts";
import { LOADERS_FOLDER, type Serving } from "../../core/serving.ts";
import { pathAt, type ReleaseSite, restingAt } from "../../plan/release/places.ts";
import { dataPlaces, hostPlaces } from "../../plan/serving/data-places.ts";
import type { DataPlace, FoundData, RootFact } from "../../plan/serving/root-facts.ts";
import { wantedEntries, wantedLoader, type WantedRoot, type WebRoot } from "../../plan/serving/wanted.ts";
import { sha256 } from "../../system/digest.ts";
import type { SiteWithReleases } from "../release/release-site.ts";

/** The ground of one site and one document root. */
export interface ServingGround {
  readonly found: SiteWithReleases;
  readonly root: AbsPath;
  /** As its owner would type it from the site's folder. */
  readonly shown: string;
  readonly webRoot: RelPath | "";
  /** The live web root, through `current`. */
  readonly door: AbsPath;
  readonly data: readonly DataPlace[];
  readonly fact: RootFact;
  /** Data that the document root holds of its own. */
  readonly ownData: readonly FoundData[];
  /** Folders into which a link is one of ours. */
  readonly ours: readonly AbsPath[];
  /** What was recorded for this very document root; null where nothing was. */
  readonly serving: Serving | null;
}

/** What is live, and the data behind it, whatever document root there is. */
export interface LiveGround extends Pick<ServingGround, "webRoot" | "door" | "data"> {
  readonly current: AbsPath;
  readonly live: AbsPath;
}

/** Throws where nothing is live, or nothing is known of the data. */
export function liveGround({ site, record }: SiteWithReleases): LiveGround {
  if (site.live === null) throw nothingLive(site.site);
  if (record === null) throw notPersisted(site.live.path);
  const { webRoot } = record;
  const current = currentOf(site);
  const data = dataPlaces(record, site.shared);
  return { webRoot, current, door: doorOf(current, webRoot), data, live: site.live.path };
}

/** Looks. Throws where nothing is live, nothing is known of the data, or the document root is no place for one. */
export function servingGround(found: SiteWithReleases, root: AbsPath): ServingGround {
  const { site } = found;
  const { webRoot, current, door, data, live } = liveGround(found);
  refusePlace(root, site);
  const ours = [current, live, under(site.site, rel(NAMES.releases)), site.shared];
  const serving = servingAt(found, root);
  const trees = [...found.trees.map(({ name }) => treeOf(found, name)), site.shared].map((tree) =>
    doorOf(tree, webRoot),
  );
  return {
    found,
    root,
    shown: relativeText(site.site, root),
    webRoot,
    door,
    data,
    fact: readRoot({
      root,
      data,
      trees,
      placed: serving?.placed ?? {},
      loaders: under(site.shared, rel(LOADERS_FOLDER)),
      ours,
    }),
    ownData: readData(root, data),
    ours,
    serving,
  };
}

/** `current`, or in the flat layout the app itself. */
function currentOf(site: ReleaseSite): AbsPath {
  return site.app ?? under(site.site, rel(NAMES.current));
}

function treeOf({ site }: SiteWithReleases, name: string): AbsPath {
  return site.live?.name === name ? site.live.path : pathAt(restingAt(site, name));
}

function doorOf(tree: AbsPath, webRoot: RelPath | ""): AbsPath {
  return webRoot === "" ? tree : under(tree, webRoot);
}

/** The record, where it is about this document root. */
function servingAt({ serving, site }: SiteWithReleases, root: AbsPath): Serving | null {
  if (serving === null || serving.documentRoot === null) return null;
  return resolveText(site.site, serving.documentRoot) === root ? serving : null;
}

/** What a way with a real document root wants of a release; null for the other ways. Throws where the way is none for this site. */
export function wantedFor(way: string, release: string, ground: ServingGround): WantedRoot | null {
  if (way !== "entries" && way !== "loader") return null;
  const { found, root, webRoot } = ground;
  const { site, record } = found;
  if (site.kind === "flat") throw needsReleases(way, site);
  if (webRoot === "") throw webRootIsApp(way);
  refuseOtherDisk(way, ground);
  const tree = doorOf(treeOf(found, release), webRoot);
  const web: WebRoot = {
    root,
    current: currentOf(site),
    door: webRoot,
    tree,
    names: readWebNames(tree, way === "loader"),
    data: ground.data,
    hostFiles: readHostFiles(record === null ? [] : hostPlaces(record, site.shared)),
    loaders: under(site.shared, rel(LOADERS_FOLDER)),
    sha256,
  };
  return way === "entries" ? wantedEntries(web) : wantedLoader(web);
}

/** What gives way is moved beside, and what is retired to shared, by rename. */
function refuseOtherDisk(way: string, { root, found }: ServingGround): void {
  const [here, shared] = [deviceOf(root) ?? deviceOf(parentOf(root)), deviceOf(found.site.shared)];
  if (here === shared) return;
  throw new HoldfastError({
    code: "document-root-on-another-disk",
    message: `"${root}" lies on another file system than the site, and the way "${way}" changes files there step by step`,
    hint: "Use a link (holdfast serve link), or let the server lead to the site itself: holdfast serve server",
  });
}

/** Not in what is replaced, not in the data, and not around the site: all of it would be given out. */
function refusePlace(root: AbsPath, { site, shared, app, live }: ReleaseSite): void {
  const inside = [
    shared,
    under(site, rel(NAMES.releases)),
    ...(app === null ? [] : [app]),
    ...(live === null ? [] : [live.path]),
  ];
  const around = inside.find((folder) => isInside(root, folder));
  if (around !== undefined && root !== app)
    throw new HoldfastError({
      code: "document-root-inside",
      message: `"${root}" is no document root: it is${root === around ? "" : ` inside "${around}",`} what Holdfast looks after itself`,
      hint: "Name the folder that the web server serves, for example: --document-root public_html",
    });
  if (root === app) throw rootIsApp(app);
  const isTaken = [NAMES.current, NAMES.releases, NAMES.shared].some((name) => under(site, rel(name)) === root);
  if (!isTaken && !isInside(site, root)) return;
  throw new HoldfastError({
    code: "document-root-around",
    message: `"${root}" is or holds the site itself: shared and every release would be given out`,
    hint: `Move the site out of it (mv "${site}" "${parentOf(root)}/${baseName(site)}-site"), then name the document root again`,
  });
}

function rootIsApp(app: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "document-root-is-app",
    message: `"${app}" is the application itself: no link can take its place`,
    hint: `Let the server lead to its web root, with what this prints: holdfast serve server --site "${app}"`,
  });
}

function nothingLive(site: string): HoldfastError {
  return new HoldfastError({
    code: "nothing-live",
    message: `"${site}" has nothing that is live yet, so that there is nothing to serve`,
    hint: `Make a release live first: holdfast release SOURCE --site "${site}"`,
  });
}

function notPersisted(app: string): HoldfastError {
  return new HoldfastError({
    code: "not-persisted",
    message: `Nothing is known of the data of "${app}" yet`,
    hint: `Take it over first: holdfast persist "${app}"`,
  });
}

function needsReleases(way: string, { site, app }: ReleaseSite): HoldfastError {
  return new HoldfastError({
    code: "way-needs-releases",
    message: `The way "${way}" needs the releases layout, because a switch must know what comes and what goes; "${site}" is flat`,
    hint: `Make it a site with releases: holdfast release SOURCE --site "${app ?? site}" --layout releases; or: holdfast serve link`,
  });
}

function webRootIsApp(way: string): HoldfastError {
  return new HoldfastError({
    code: "web-root-is-app",
    message: `The web root of this application is the application itself, so that the way "${way}" would give out names that are nobody's business (.env, vendor)`,
    hint: "Use a link (holdfast serve link) with the server's own rules, or holdfast serve server, which prints them",
  });
}
