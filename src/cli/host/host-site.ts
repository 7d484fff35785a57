import { ownerOf, readSharedState, type SharedState } from "../../apply/read-survey.ts";
import { HoldfastError } from "../../core/error.ts";
import { NAMES, type SiteLayout, VERSION_FILES } from "../../core/layout.ts";
import type { Ownership } from "../../core/observation.ts";
import { type AbsPath, rel, type RelPath, under } from "../../core/path.ts";
import { findWebRoot } from "../../detect/web-root.ts";
import { refuseUnseen } from "../../plan/site.ts";
import { profiles } from "../../profiles/index.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { readSiteFacts } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";
import { judge } from "../judge.ts";
import { findReleases } from "../release/release-site.ts";

/** A folder whose host is asked about: a site, or one that shall become one. */
export interface HostSite {
  readonly layout: SiteLayout;
  readonly owner: Ownership;
  readonly state: SharedState;
  /** The live copy of the code; null where none is. */
  readonly app: AbsPath | null;
  /** The web root in it; null where that is the app itself. */
  readonly webRoot: RelPath | null;
  readonly frontController: boolean;
}

/** Finds what a folder is. Throws where there is no such folder, and where {@link findReleases} refuses it. */
export function findHostSite(given: string, context: Context): HostSite {
  const facts = readSiteFacts({ cwd: context.cwd, app: given, shared: null });
  refuseUnseen(facts.app);
  if (facts.app.kind !== "directory") throw noFolder(given);
  const folder = facts.app.physical;
  return isPlain(folder) ? plainSite(folder) : knownSite(given, context);
}

/** No site and no application: a home, say. */
function isPlain(folder: AbsPath): boolean {
  const there = (name: string): boolean => lookAt(bytes(under(folder, rel(name)))) !== null;
  const names = [NAMES.releases, NAMES.current, `${NAMES.shared}/${NAMES.config}`, "index.html", ...VERSION_FILES];
  return !names.some(there) && !folder.split("/").includes(NAMES.releases);
}

function plainSite(site: AbsPath): HostSite {
  const shared = under(site, rel(NAMES.shared));
  const layout: SiteLayout = { kind: "releases", site, app: site, shared, release: null, live: false };
  const nothing = { app: null, webRoot: null, frontController: false };
  return { layout, owner: ownerOf(site), state: readSharedState(shared), ...nothing };
}

function knownSite(given: string, context: Context): HostSite {
  const { site, state, record } = findReleases(given, context, { mayBeNew: false });
  const app = site.live?.path ?? site.app;
  const release = site.kind === "releases" ? (site.live?.name ?? null) : null;
  const layout: SiteLayout = {
    kind: site.kind,
    site: site.site,
    app: app ?? site.site,
    shared: site.shared,
    release,
    live: app !== null,
  };
  const known = { layout, owner: site.owner, state };
  if (app === null) return { ...known, app: null, webRoot: null, frontController: false };
  const { inventory, detections } = judge(layout, record);
  const webRoot = findWebRoot(inventory, detections, profiles);
  const door = rel(webRoot === "" ? "index.php" : `${webRoot}/index.php`);
  return {
    ...known,
    app,
    webRoot: webRoot === "" ? null : webRoot,
    frontController: inventory.nodes.get(door)?.kind === "file",
  };
}

function noFolder(given: string): HoldfastError {
  return new HoldfastError({
    code: "site-missing",
    message: `There is no folder "${given}"`,
    hint: "Name the site's folder, or your home where there is no site yet: holdfast host ~",
  });
}
