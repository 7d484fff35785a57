/** Which ways to serve are open to a site as it stands: `serve` tells it, and `host` recommends no other. */
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath, RelPath } from "../../core/path.ts";
import { WAYS, type Way } from "../../core/serving.ts";
import type { Context } from "../context.ts";
import { isInPlace, refuseInPlace } from "../release/in-place.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { commandLine } from "../shell-words.ts";
import { previewMove } from "./moving.ts";
import { isItself, refusePlace, doorForRealRoot } from "./place-refusals.ts";

/** The ways that are refused, each with its reason, in a sentence. Reads only. */
export type Refused = Readonly<Partial<Record<Way, string>>>;

/** What is asked about. */
interface Asking {
  readonly found: SiteWithReleases;
  /** The document root; null where none is known. */
  readonly root: AbsPath | null;
  /** The web root inside the application. */
  readonly webRoot: RelPath | "";
}

/** Why `serve` would refuse each way for this very site; what it takes is not in it. A site whose data nobody has taken over yet is judged as it will be then. */
export function refusedWays(asking: Asking, context: Context): Refused {
  return Object.fromEntries(
    WAYS.flatMap((way) => {
      const why = refusalOf(way, asking, context);
      return why === null ? [] : [[way, why]];
    }),
  );
}

function refusalOf(way: Way, asking: Asking, context: Context): string | null {
  try {
    return refuse(way, asking, context);
  } catch (error) {
    if (error instanceof HoldfastError) return error.message;
    throw error;
  }
}

function refuse(way: Way, { found, root, webRoot }: Asking, context: Context): string | null {
  if (way === "in-place") {
    if (!isInPlace(found)) refuseInPlace(found);
    return null;
  }
  if (isInPlace(found)) {
    if (way !== "server") throw leaveFirst(found);
    return null;
  }
  if (way === "server") return null;
  if (root === null) throw noRoot(found, way);
  if (found.record === null) {
    refusePlace(root, found.site, webRoot);
    if (way !== "link") doorForRealRoot(way, { root, site: found.site, webRoot });
    return null;
  }
  const { inTheWay } = previewMove({ way, root, aside: false }, found, context);
  return inTheWay.length === 0
    ? null
    : `${inTheWay.length} names in the document root are nobody's that are known; see --dry-run`;
}

/** The document root that a move has to do with: `server` changes none, and an application's own folder is none that could. */
export function movableRoot(way: Way, root: AbsPath | null, { site, record }: SiteWithReleases): AbsPath | null {
  const isApp = root !== null && site.app !== null && isItself(root, site.app, record?.webRoot ?? "");
  return way === "server" && isApp ? null : root;
}

/** The error for a site without links that is to be led to by a link. */
export function leaveFirst({ site }: SiteWithReleases): HoldfastError {
  const app = site.app ?? site.site;
  return new HoldfastError({
    code: "in-place-first",
    message: `"${app}" has no links (in-place), and every other way needs its data in shared`,
    hint: `Where links work: ${commandLine("holdfast", "serve", "server", "--site", app)}, then ${commandLine("holdfast", "persist", app)}`,
  });
}

/** The error for a site of which no document root is known. */
export function noRoot({ site }: SiteWithReleases, way: Way): HoldfastError {
  return new HoldfastError({
    code: "document-root-unknown",
    message: `No document root was found in or beside "${site.site}"`,
    hint: `Name the folder that the web server serves: holdfast serve ${way} --document-root public_html`,
  });
}
