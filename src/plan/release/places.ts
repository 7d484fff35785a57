import { NAMES } from "../../core/layout.ts";
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

/** The folder in which the copies of the code stand beside one another. */
export function treesFolder(site: Pick<ReleaseSite, "kind" | "site">): AbsPath {
  return site.kind === "releases" ? under(site.site, rel(NAMES.releases)) : site.site;
}

/** Where a release is made ready before anybody can take it for a whole one. */
export function incomingAt(site: Pick<ReleaseSite, "kind" | "site">, name: string): At {
  return { directory: treesFolder(site), name: `${INCOMING}${name}` };
}

/** The release that a folder of {@link incomingAt} was to become; null for another name. */
export function incomingName(folder: string): string | null {
  return folder.startsWith(INCOMING) ? folder.slice(INCOMING.length) : null;
}

/** Where a release stands that is complete and not live: under `releases/`, or in the flat layout beside the app, with a dot. */
export function restingAt(site: Pick<ReleaseSite, "kind" | "site" | "app">, name: string): At {
  if (site.kind === "releases" || site.app === null) return { directory: treesFolder(site), name };
  return { directory: site.site, name: `.${baseName(site.app)}-${name}` };
}

/** The release that a folder beside a flat app holds; null for any other folder. */
export function restingName(app: AbsPath, folder: string): string | null {
  const start = `.${baseName(app)}-`;
  return folder.startsWith(start) && folder.length > start.length ? folder.slice(start.length) : null;
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
