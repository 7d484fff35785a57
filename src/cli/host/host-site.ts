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
import { findDocumentRoots } from "../../system/host/document-roots.ts";
import { readSiteFacts } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";
import { judge } from "../judge.ts";
import { findReleases, type SiteWithReleases } from "../release/release-site.ts";

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
  /** The site as the commands know it; null where none is. */
  readonly found: SiteWithReleases | null;
  /** Applications in document roots that could be meant, where the folder is no site: each is asked about by its own name. */
  readonly others: readonly AbsPath[];
}

/**
 * Finds what a folder is. A home in whose document root a single application stands means that application. Throws where there is no such folder, and where
 * {@link findReleases} refuses it.
 */
export function findHostSite(given: string, context: Context): HostSite {
  const facts = readSiteFacts({ cwd: context.cwd, app: given, shared: null });
  refuseUnseen(facts.app);
  if (facts.app.kind !== "directory") throw noFolder(given);
  const folder = facts.app.physical;
  if (!isPlain(folder)) return knownSite(given, context);
  const applications = applicationsIn(folder);
  const [only] = applications;
  return only !== undefined && applications.length === 1 ? knownSite(only, context) : plainSite(folder, applications);
}

/** Document roots in a home that are an application themselves. */
function applicationsIn(home: AbsPath): AbsPath[] {
  const ground = { site: home, shared: under(home, rel(NAMES.shared)), app: null, webRoot: null, home, known: null };
  return findDocumentRoots(ground).flatMap(({ path, kind }) =>
    kind === "folder" && isApplication(path) ? [path] : [],
  );
}

function isApplication(folder: AbsPath): boolean {
  return VERSION_FILES.some((name) => lookAt(bytes(under(folder, rel(name)))) !== null);
}

/** No site and no application: a home, say. */
function isPlain(folder: AbsPath): boolean {
  const there = (name: string): boolean => lookAt(bytes(under(folder, rel(name)))) !== null;
  const names = [NAMES.releases, NAMES.current, `${NAMES.shared}/${NAMES.config}`, "index.html", ...VERSION_FILES];
  return !names.some(there) && !folder.split("/").includes(NAMES.releases);
}

function plainSite(site: AbsPath, others: readonly AbsPath[]): HostSite {
  const shared = under(site, rel(NAMES.shared));
  const layout: SiteLayout = { kind: "releases", site, app: site, shared, release: null, live: false };
  const nothing = { app: null, webRoot: null, frontController: false, found: null, others };
  return { layout, owner: ownerOf(site), state: readSharedState(shared), ...nothing };
}

function knownSite(given: string, context: Context): HostSite {
  const found = findReleases(given, context, { mayBeNew: false });
  const { site, state, record } = found;
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
  const known = { layout, owner: site.owner, state, found, others: [] };
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
