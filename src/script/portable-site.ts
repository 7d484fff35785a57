import { displayName } from "../core/bytes.ts";
import { abs, baseName, isInside, parentOf, type RelPath, relativeText, segmentsOf } from "../core/path.ts";
import type { KnownTree } from "../core/record.ts";

/** One entry as the portable scripts and the site's own pages need it. */
export interface PortableEntry {
  readonly path: RelPath;
  readonly kind: "directory" | "file";
  readonly class: "user" | "runtime";
  readonly handling: "link" | "merge" | "per-release";
  /** What the name in shared leads to, below shared (`storage/app/public` for `public/storage`). */
  readonly chain?: RelPath;
  readonly secret?: boolean;
  /** Folders that an empty entry needs so that the app starts, below the entry. */
  readonly needs?: readonly RelPath[];
}

/** A site as far as checking and repairing it by `sh` alone goes. */
export interface PortableSite {
  readonly layout: "flat" | "releases";
  /** From shared to the app's folder (flat: `../app`) or to the site (`..`, releases layout). */
  readonly appFromShared: string;
  /** The way to shared as seen from the app's root: `../shared` (flat), `../../shared` (releases). */
  readonly linkPrefix: string;
  readonly webRoot: RelPath | "";
  readonly entries: readonly PortableEntry[];
  /** Directories known to be code, which ought to be real (`public/css`). */
  readonly assets: readonly RelPath[];
  /** The data stands in the app, until `persist` takes it over again. */
  readonly undone?: boolean;
  /** The copies of the app that our links stand in. */
  readonly trees: readonly KnownTree[];
}

/** What the checks say of a site that was undone. */
export const UNDONE_WORDS =
  "Undone: data stands in the application's own folder and goes with it; to keep it in shared again:";

/** How the health check words an entry: as the core of the site, the public link, or people's and the system's data. */
export type EntryLine = "symlink" | "public" | "user" | "runtime";

/** The text of the link at an entry's path; in the releases layout a `per-release` entry has `/<release>` after it. */
export function linkText(site: PortableSite, path: RelPath): string {
  return `${climb(path)}${site.linkPrefix}/${path}`;
}

/** The text of the link that stands in shared at a chained entry's path. */
export function chainText(path: RelPath, chain: RelPath): string {
  return relativeText(abs(`/${parentOf(path)}`), abs(`/${chain}`));
}

/** True when the entry's link text ends with the release's folder name. */
export function isPerRelease(site: PortableSite, entry: PortableEntry): boolean {
  return entry.handling === "per-release" && site.layout === "releases";
}

/** Which of the health check's lines an entry gets when all is well. */
export function lineOf(site: PortableSite, entry: PortableEntry): EntryLine {
  if (entry.chain !== undefined) return "public";
  const core = site.webRoot === "" ? isCore(entry) : !isInside(entry.path, site.webRoot);
  return core ? "symlink" : entry.class;
}

/** An entry's name as the health check prints it: the public link is named from the web root. */
export function shownAs(site: PortableSite, entry: PortableEntry): string {
  const fromRoot = entry.chain !== undefined && site.webRoot !== "" && isInside(entry.path, site.webRoot);
  return displayName(fromRoot ? entry.path.slice(site.webRoot.length + 1) : entry.path);
}

/** The entries in an order in which each can be repaired: what a chain leads to comes before it. */
export function inOrder(site: PortableSite): PortableEntry[] {
  return [
    ...site.entries.filter((entry) => entry.chain === undefined),
    ...site.entries.filter((entry) => entry.chain !== undefined),
  ];
}

/** The way up from an entry's place to the application's root. */
export function climb(path: RelPath): string {
  return "../".repeat(segmentsOf(path).length - 1);
}

/** Where the app's root is the web root, nearly everything is below it; these are still the core of a site. */
function isCore(entry: PortableEntry): boolean {
  return (
    entry.kind === "file" ||
    baseName(entry.path).startsWith(".") ||
    parentOf(entry.path) === "bootstrap" ||
    entry.path === "storage"
  );
}

/** What is said of a link that a server which compares owners will not follow; both scripts and the program say it alike. */
export function ownerWords(
  shown: string,
  { link, target }: { readonly link: string; readonly target: string },
): string {
  return `User ${link} owns the link, user ${target} what it leads to: ${shown} (a web server that compares owners, SymLinksIfOwnerMatch, answers 403)`;
}
