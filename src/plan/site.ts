import type { Diagnostic } from "../core/diagnostic.ts";
import type { HoldfastError } from "../core/error.ts";
import { NAMES, type SiteLayout } from "../core/layout.ts";
import { type AbsPath, abs, baseName, isInside, parentOf, resolveText, under, rel } from "../core/path.ts";

import { restingName } from "./release/places.ts";
import type { CurrentFact, GivenPath, SiteFacts } from "../core/site-facts.ts";
import { refusal, webRootNotice } from "./web-root-guard.ts";
import { quoteInText } from "../core/shell.ts";

/** A layout, and what there is to say about how it was found. */
export interface ResolvedSite {
  readonly layout: SiteLayout;
  /** True when shared does not exist yet. */
  readonly sharedIsNew: boolean;
  readonly notices: readonly Diagnostic[];
}

/** Decides which site, app and shared are meant. Throws a {@link HoldfastError} for what it refuses. */
export function resolveSite(facts: SiteFacts): ResolvedSite {
  const app = theApp(facts);
  const inReleases = baseName(parentOf(app)) === NAMES.releases;
  const site = inReleases ? parentOf(parentOf(app)) : parentOf(app);
  const notices: Diagnostic[] = [];
  const shared = theShared(facts, { app, site, inReleases, notices });
  refuseOverlap(app, shared.physical);
  const live = !inReleases || isCurrent(facts, site, app);
  const layout: SiteLayout = {
    kind: inReleases ? "releases" : "flat",
    site,
    app,
    shared: shared.physical,
    release: inReleases ? baseName(app) : null,
    live,
  };
  const sharedIsNew = shared.kind === "absent";
  notices.push(...webRootNotice(layout, sharedIsNew));
  return { layout, sharedIsNew, notices };
}

/** Refuses what no command can begin with: a link that leads to itself, and what this user may not look into. */
export function refuseUnseen(app: GivenPath): void {
  if (app.kind === "loop")
    throw refusal(
      "app-link-loop",
      `"${app.given}" is a link that leads to itself`,
      `Look at it with: ls -l ${quoteInText(app.given)}`,
    );
  if (app.kind === "denied")
    throw refusal(
      "app-denied",
      `Not allowed to look into "${app.given}" (${app.answer ?? ""})`,
      "Run the command as the user that owns the application",
    );
}

function theApp(facts: SiteFacts): AbsPath {
  const { app, home } = facts;
  if (app.kind === "absent")
    throw refusal(
      "app-missing",
      `There is no folder "${app.given}"`,
      "Name the folder that holds the application's code",
    );
  refuseUnseen(app);
  if (app.kind !== "directory")
    throw refusal(
      "app-not-a-folder",
      `"${app.given}" is not a folder`,
      "Name the folder that holds the application's code",
    );
  const path = throughSite(facts, app.physical);
  if (path === "/")
    throw refusal("app-is-root", 'The application cannot be "/"', "Name the folder that holds the application's code");
  if (path === parseHome(home) || parentOf(path) === "/home") {
    throw refusal(
      "app-is-home",
      `"${path}" is a home folder, not an application`,
      `Name the application's folder, for example "${path}/app" or "${path}/public_html"`,
    );
  }
  return path;
}

/** A site named in place of its app means the release that is live, or the one flat app that is linked to its shared. */
function throughSite(facts: SiteFacts, path: AbsPath): AbsPath {
  const current = facts.currentOf(path);
  const live = keptBeside(facts, path);
  if (live !== null) return live;
  const isSite = facts.hasReleases(path) || (current.kind === "link" && facts.sharedOf(path).kind === "directory");
  if (isSite) return liveRelease(facts, path);
  if (baseName(path) === NAMES.shared) return oneAppOf(facts, path) ?? path;
  const named = appOfNamed(facts, path);
  if (named !== null) return named;
  const shared = facts.sharedOf(path);
  return shared.kind === "directory" ? (oneAppOf(facts, shared.physical) ?? path) : path;
}

/** The app whose shared folder of another name than the usual was named in its place; null for any other folder. */
function appOfNamed(facts: SiteFacts, path: AbsPath): AbsPath | null {
  const app = facts.recordedApp?.(path) ?? null;
  if (app === null || facts.sharedOfApp === undefined) return null;
  const known = facts.sharedOfApp(app, facts.sharedOf(parentOf(app)).physical);
  return known.some(({ physical }) => physical === path) ? app : null;
}

/**
 * The app whose earlier or later code a dot-named folder beside it is: a shell that stood in the app when it was replaced stands there now, and means
 * the app.
 */
function keptBeside(facts: SiteFacts, path: AbsPath): AbsPath | null {
  if (!baseName(path).startsWith(".")) return null;
  const shared = facts.sharedOf(parentOf(path));
  const app = shared.kind === "directory" ? (facts.recordedApp?.(shared.physical) ?? null) : null;
  if (app !== null && parentOf(app) === parentOf(path) && restingName(app, baseName(path)) !== null) return app;
  return namesWithin(path).find((other) => (facts.sharedOfApp?.(other, shared.physical).length ?? 0) > 0) ?? null;
}

/** The apps whose code a dot-named folder could hold, the longest name first: `.shop-old-1` is `shop-old`'s or `shop`'s. */
function namesWithin(path: AbsPath): AbsPath[] {
  const words = baseName(path).slice(1).split("-").slice(0, -1);
  return words.map((_, end) => abs(`${parentOf(path)}/${words.slice(0, words.length - end).join("-")}`));
}

function oneAppOf(facts: SiteFacts, shared: AbsPath): AbsPath | null {
  const site = parentOf(shared);
  if (facts.hasReleases(site)) return liveRelease(facts, site);
  const apps = facts.appsLinkedTo(shared);
  if (apps.length === 1) return apps[0] ?? null;
  const recorded = facts.recordedApp?.(shared) ?? null;
  // Without links, or after an undo, only the record knows it.
  if (apps.length === 0) return recorded !== null && isInside(recorded, site) ? recorded : null;
  return apps.find((app) => app === recorded) ?? null;
}

function liveRelease(facts: SiteFacts, site: AbsPath): AbsPath {
  const current = facts.currentOf(site);
  if (current.kind === "directory") throw currentIsFolder(site);
  if (current.kind !== "link" || current.end?.kind !== "directory") {
    throw refusal(
      "no-current",
      `"${site}" is a site, but its "current" does not lead to a release${answered(current)}`,
      `Name the release, for example "${site}/releases/NAME"`,
    );
  }
  refuseOutside(site, current.end.path);
  return current.end.path;
}

function answered({ end }: CurrentFact): string {
  return end?.answer === undefined ? "" : ` that may be looked at (${end.answer})`;
}

function isCurrent(facts: SiteFacts, site: AbsPath, app: AbsPath): boolean {
  const current = facts.currentOf(site);
  if (current.kind === "absent") return false;
  if (current.kind === "directory") throw currentIsFolder(site);
  if (current.end === null || current.end.kind === "absent") return false;
  refuseOutside(site, current.end.path);
  return current.end.path === app;
}

function refuseOutside(site: AbsPath, target: AbsPath): void {
  if (isInside(target, under(site, rel(NAMES.releases)))) return;
  throw refusal(
    "current-outside-releases",
    `"${site}/current" leads to "${target}", outside "${site}/releases"`,
    "Point it at a release again, or name the application's folder itself",
  );
}

function currentIsFolder(site: AbsPath): HoldfastError {
  return refusal(
    "current-is-a-folder",
    `"${site}/current" is a real folder, not a link to a release`,
    `Move it to a release of its own (mv ${quoteInText(`${site}/current`)} ${quoteInText(`${site}/releases/NAME`)}) and make the link: ln -s releases/NAME ${quoteInText(`${site}/current`)}`,
  );
}

interface Context {
  readonly app: AbsPath;
  readonly site: AbsPath;
  readonly inReleases: boolean;
  readonly notices: Diagnostic[];
}

function theShared(facts: SiteFacts, context: Context): { readonly physical: AbsPath; readonly kind: string } {
  const { app, site, inReleases, notices } = context;
  const own = facts.sharedOf(site);
  const given = facts.shared;
  if (given === null) return checkedShared(facts, inReleases ? own : (foundShared(facts, app, own) ?? own));
  const insideReleases = resolveText(under(site, rel(NAMES.releases)), NAMES.shared);
  if (inReleases && given.physical === insideReleases && given.kind === "absent") {
    notices.push({
      severity: "note",
      code: "sites-own-shared",
      message: `"${given.given}" would be "${insideReleases}"; the site's own "${own.physical}" is used`,
    });
    return checkedShared(facts, own);
  }
  return checkedShared(facts, given);
}

/** The folder that its owner named when the app was persisted; null where none but the usual one is known. */
function foundShared(facts: SiteFacts, app: AbsPath, own: GivenPath): GivenPath | null {
  const found = facts.sharedOfApp?.(app, own.physical) ?? [];
  const [first, second] = found;
  if (second === undefined) return first ?? facts.sharedApart?.(app, own.physical) ?? null;
  throw refusal(
    "shared-unclear",
    `${found.map(({ physical }) => `"${physical}"`).join(" and ")} each remember "${app}", and only one can hold its data`,
    `Look where its links lead (ls -l ${quoteInText(app)}), and move the record of the other away: mv OTHER/${NAMES.config} OTHER/${NAMES.config}.old`,
  );
}

function checkedShared(facts: SiteFacts, shared: GivenPath): GivenPath {
  if (shared.kind === "loop")
    throw refusal(
      "shared-link-loop",
      `"${shared.given}" is a link that leads to itself`,
      `Look at it with: ls -l ${quoteInText(shared.given)}`,
    );
  if (shared.kind === "denied")
    throw refusal(
      "shared-denied",
      `Not allowed to look into "${shared.physical}" (${shared.answer ?? ""})`,
      "Run the command as the user that owns the site",
    );
  if (shared.kind !== "directory" && shared.kind !== "absent") {
    throw refusal(
      "shared-not-a-folder",
      `"${shared.physical}" is not a folder`,
      "Move it away, or name another folder for the shared data",
    );
  }
  const ownLink =
    shared.linkOwner === null ||
    shared.linkOwner === facts.uid ||
    shared.linkOwner === 0 ||
    shared.linkOwner === facts.app.owner;
  if (!ownLink) {
    throw refusal(
      "shared-link-of-another",
      `"${shared.given}" is a link made by another user (uid ${shared.linkOwner})`,
      "Make sure who put it there; make it yours with chown -h, or remove it",
    );
  }
  return shared;
}

function refuseOverlap(app: AbsPath, shared: AbsPath): void {
  if (app === shared)
    throw refusal(
      "shared-is-app",
      `The application and shared are the same folder "${app}"`,
      "Name a folder outside the application for the shared data",
    );
  if (isInside(shared, app)) {
    throw refusal(
      "shared-inside-app",
      `Shared "${shared}" lies inside the application "${app}" and would be lost with it`,
      `Name a folder beside it, for example "${parentOf(app)}/shared"`,
    );
  }
  if (isInside(app, shared)) {
    throw refusal(
      "app-inside-shared",
      `The application "${app}" lies inside shared "${shared}"`,
      "Name the application's folder, and a shared folder outside it",
    );
  }
}

function parseHome(home: string): AbsPath | null {
  return home.startsWith("/") ? abs(home) : null;
}
