/** Which document root is meant. */
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, abs, baseName, parentOf, rel, resolveText, under } from "../../core/path.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { bytes, fromArgument } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { physical } from "../../system/observe.ts";
import type { SiteWithReleases } from "../release/release-site.ts";

/** What panels call it. */
const NAMES = ["public_html", "httpdocs", "htdocs", "www", "web"];

/** The one that was named, the one that is recorded, or the only one that is there; null where none is. Throws where there are several. */
export function documentRootOf(named: string | null, found: SiteWithReleases, cwd: string): AbsPath | null {
  if (named !== null) return namedRoot(named, cwd);
  const { serving, site } = found;
  if (serving !== null && serving.documentRoot !== null) return resolveText(site.site, serving.documentRoot);
  const there = candidates(site);
  if (there.length > 1) throw several(there);
  return there[0] ?? null;
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

/** In the site's folder, or beside it, as in a home. An application that is called so itself is none. */
function candidates({ site, app }: ReleaseSite): AbsPath[] {
  return [site, parentOf(site)].flatMap((folder) =>
    NAMES.map((name) => under(folder, rel(name))).filter((path) => path !== site && path !== app && isThere(path)),
  );
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
