/** Which document root is meant. */
import { HoldfastError } from "../../core/error.ts";
import { NAMES as OWN_NAMES } from "../../core/layout.ts";
import {
  type AbsPath,
  abs,
  baseName,
  isInside,
  parentOf,
  rel,
  type RelPath,
  resolveText,
  under,
} from "../../core/path.ts";
import { readSharedState } from "../../apply/read-survey.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { bytes, fromArgument } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { endOf, physical } from "../../system/observe.ts";
import type { SiteWithReleases } from "../release/release-site.ts";

/** What panels call it. */
const NAMES = ["public_html", "httpdocs", "htdocs", "www", "web"];

/** The one that was named, one that is known, or the only one that is there; null where none is. Throws where there are several. */
export function documentRootOf(named: string | null, found: SiteWithReleases, cwd: string): AbsPath | null {
  if (named !== null) return namedRoot(named, cwd);
  const known = knownRoot(found, found.record?.webRoot ?? "");
  if (known !== null) return known;
  const there = candidates(found.site);
  if (there.length > 1) throw several(there);
  return there[0] ?? null;
}

/** The one that is recorded, or the application's own web root where its folder is called as panels call a document root; null where neither is. */
export function knownRoot({ serving, site }: SiteWithReleases, webRoot: RelPath | ""): AbsPath | null {
  if (serving !== null && serving.documentRoot !== null) return resolveText(site.site, serving.documentRoot);
  const itself = appRoot(site, webRoot);
  const isCalledSo = site.app !== null && NAMES.includes(baseName(site.app));
  return isCalledSo ? itself : null;
}

/** The web root of an application that stands in one folder: what a server serves where it is not led there by another name. */
export function appRoot({ kind, app }: ReleaseSite, webRoot: RelPath | ""): AbsPath | null {
  if (kind !== "flat" || app === null) return null;
  return webRoot === "" ? app : under(app, webRoot);
}

/** Its folder must be there; the last name may be a link, and is the place itself. */
function namedRoot(named: string, cwd: string): AbsPath {
  const trimmed = fromArgument(named).replace(/\/+$/, "");
  const whole = abs(trimmed.startsWith("/") ? trimmed : `${cwd}/${trimmed}`);
  const folder = parentOf(whole);
  if (trimmed === "" || lookAt(bytes(folder)) === null)
    throw new HoldfastError({
      code: "document-root-missing",
      message: `There is no folder "${folder}" in which "${baseName(whole)}" could be`,
      hint: "Name the folder that the web server serves, for example: --document-root public_html",
    });
  return under(physical(bytes(folder)), rel(baseName(whole)));
}

/** In the site's folder, or beside it, as in a home. An application that is called so itself is none, and neither is another site's. */
function candidates(found: ReleaseSite): AbsPath[] {
  const { site, app } = found;
  return [site, parentOf(site)]
    .flatMap((folder) => NAMES.map((name) => under(folder, rel(name))))
    .filter((path) => path !== site && path !== app && isThere(path) && !isAnothers(path, found));
}

/** A link that leads to another site, or an application whose data another shared holds. */
function isAnothers(path: AbsPath, { site, app, shared }: ReleaseSite): boolean {
  const text = lookAt(bytes(path))?.linkText;
  if (text !== undefined) {
    const end = endOf(parentOf(path), text);
    return end.kind === "directory" && ![site, ...(app === null ? [] : [app])].some((own) => isInside(end.path, own));
  }
  const other = under(parentOf(path), rel(OWN_NAMES.shared));
  const { record } = readSharedState(other);
  return other !== shared && record?.layout === "flat" && resolveText(other, record.app) === path;
}

function isThere(path: AbsPath): boolean {
  const kind = lookAt(bytes(path))?.kind;
  return kind === "directory" || kind === "link";
}

function several(there: readonly AbsPath[]): HoldfastError {
  return new HoldfastError({
    code: "document-root-unclear",
    message: `There are several folders that a server could serve: ${there.map((path) => `"${path}"`).join(", ")}`,
    hint: `Name the one that is meant: --document-root "${there[0] ?? ""}"`,
  });
}
