import { NAMES, siteNamed } from "../../core/layout.ts";
import type { Ownership } from "../../core/observation.ts";
import { type AbsPath, abs, baseName, parentOf, rel, under } from "../../core/path.ts";
import type { At } from "../operation.ts";

/** A site as far as its releases are concerned. */
export interface ReleaseSite {
  readonly kind: "releases" | "flat";
  readonly site: AbsPath;
  readonly shared: AbsPath;
  /** Flat layout: where the app stands. Null in the releases layout. */
  readonly app: AbsPath | null;
  /** What `current` says; null where there is none, and in the flat layout. */
  readonly currentText: string | null;
  /** Null where nothing is live yet. */
  readonly live: LiveTree | null;
  /** The path of a flat application that becomes a link to `current` with the next switch; null otherwise. */
  readonly converts: AbsPath | null;
  /** Owner and mode of the app's folder, or of the site's. */
  readonly owner: Ownership;
}

/** The copy of the code that is live. */
export interface LiveTree {
  readonly path: AbsPath;
  /** `dev:ino`. */
  readonly id: string;
  readonly born: string;
  /** Name of its release. */
  readonly name: string;
}

const INCOMING = ".holdfast-incoming-";
/** Stands in no name of a release that we give. */
const OF_APP = "~";

/** The folder in which the copies of the code stand beside one another. */
export function treesFolder(site: Pick<ReleaseSite, "kind" | "site">): AbsPath {
  return site.kind === "releases" ? under(site.site, rel(NAMES.releases)) : site.site;
}

/** Where a release is made ready before anybody can take it for a whole one. */
export function incomingAt(site: IncomingSite, name: string): At {
  return { directory: treesFolder(site), name: `${incomingStart(site)}${name}` };
}

/** True for a folder that a run has made for a release that is not whole yet, of whichever site. */
export function isIncoming(folder: string): boolean {
  return folder.startsWith(INCOMING);
}

/** True for such a folder of this very site: another one in the same folder may be at work just now. */
export function isIncomingOf(site: IncomingSite, folder: string): boolean {
  const start = incomingStart(site);
  return folder.startsWith(start) && !folder.slice(start.length).includes(OF_APP);
}

type IncomingSite = Pick<ReleaseSite, "kind" | "site" | "app" | "shared">;

/** Two flat sites may stand in one folder, each with its own lock: the one whose shared has a name of its own has its app's name in the folder's. */
function incomingStart(site: IncomingSite): string {
  const named = siteNamed(site);
  return named === site.site ? INCOMING : `${INCOMING}${baseName(named)}${OF_APP}`;
}

/** Where a release stands that is complete and not live: under `releases/`, or in the flat layout beside the app, with a dot. */
export function restingAt(site: Pick<ReleaseSite, "kind" | "site" | "app">, name: string): At {
  if (site.kind === "releases" || site.app === null) return { directory: treesFolder(site), name };
  return { directory: site.site, name: `.${baseName(site.app)}-${name}` };
}

/** Where a release stands now. */
export function placeOf(site: Pick<ReleaseSite, "kind" | "site" | "app" | "live">, name: string): AbsPath {
  return site.live?.name === name ? site.live.path : pathAt(restingAt(site, name));
}

/** The release that a folder beside a flat app holds; null for any other folder. */
export function restingName(app: AbsPath, folder: string): string | null {
  const start = `.${baseName(app)}-`;
  return folder.startsWith(start) && folder.length > start.length ? folder.slice(start.length) : null;
}

/** The app, of those that stand in one folder, whose release a dot-named folder there holds: `.shop-old-…` is `shop-old`'s and not `shop`'s. Null for none. */
export function restingOf(folder: string, apps: readonly string[]): string | null {
  const own = apps.filter((app) => !app.startsWith(".") && folder.startsWith(`.${app}-`));
  return own.reduce<string | null>((longest, app) => ((longest?.length ?? 0) < app.length ? app : longest), null);
}

/** Where `current` stands. */
export function currentAt(site: Pick<ReleaseSite, "site">): At {
  return { directory: site.site, name: NAMES.current };
}

/** The whole path of a name. */
export function pathAt(at: At): AbsPath {
  return abs(`${at.directory}/${at.name}`);
}

/** The folder and the last name of a path. */
export function spotAt(path: AbsPath): At {
  return { directory: parentOf(path), name: baseName(path) };
}
