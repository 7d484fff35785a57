/** What is known of how a site is served before anything is planned: the document root and what stands there, the live web root, the data behind both. */
import { readData, readHostFiles, readRoot, readWebNames } from "../../apply/read-root.ts";
import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, type RelPath, relativeText, resolveText, under } from "../../core/path.ts";
import { LOADERS_FOLDER, type Serving } from "../../core/serving.ts";
import { pathAt, type ReleaseSite, restingAt } from "../../plan/release/places.ts";
import { dataPlaces, hostPlaces } from "../../plan/serving/data-places.ts";
import type { DataPlace, FoundData, RootFact } from "../../plan/serving/root-facts.ts";
import { wantedEntries, wantedLoader, type WantedRoot, type WebRoot } from "../../plan/serving/wanted.ts";
import { sha256 } from "../../system/digest.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { refusePlace, doorForRealRoot } from "./place-refusals.ts";
import { quoteInText } from "../../core/shell.ts";

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
  refusePlace(root, site, webRoot);
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
  const { found, root } = ground;
  const { site, record } = found;
  const webRoot = doorForRealRoot(way, { root, site, webRoot: ground.webRoot });
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

function nothingLive(site: string): HoldfastError {
  return new HoldfastError({
    code: "nothing-live",
    message: `"${site}" has nothing that is live yet, so that there is nothing to serve`,
    hint: `Make a release live first: holdfast release SOURCE --site ${quoteInText(site)}`,
  });
}

function notPersisted(app: string): HoldfastError {
  return new HoldfastError({
    code: "not-persisted",
    message: `Nothing is known of the data of "${app}" yet`,
    hint: `Take it over first: holdfast persist ${quoteInText(app)}`,
  });
}
