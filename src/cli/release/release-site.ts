import { HoldfastError } from "../../core/error.ts";
import { isRetiredFolder, NAMES } from "../../core/layout.ts";
import { type AbsPath, baseName, rel, resolveText, under } from "../../core/path.ts";
import { type KnownRelease, REGISTER_FILE, NO_RELEASES, type ReleaseRegister } from "../../core/release.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { type Serving, SERVING_FILE } from "../../core/serving.ts";
import {
  isIncoming,
  isIncomingOf,
  type LiveTree,
  placeOf,
  type ReleaseSite,
  restingName,
  restingOf,
  treesFolder,
} from "../../plan/release/places.ts";
import { isSameTree, reconciled, type TreeOnDisk } from "../../plan/release/known-releases.ts";
import { refuseUnseen } from "../../plan/site.ts";
import { releaseName } from "../../plan/release/release-name.ts";
import { readRegister } from "../../plan/release/register-document.ts";
import { readServing } from "../../plan/serving/serving-document.ts";
import { copiedFrom } from "../../apply/read-baseline.ts";
import { ownerOf, readSharedState, type SharedState, textIn } from "../../apply/read-survey.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { everyNameAt } from "../../system/names.ts";
import { isFolder, readSiteFacts } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";
import { refuseSharedAway, refuseSharedLink } from "../shared-away.ts";
import { findSite } from "../site.ts";
import { asReleases } from "./converting.ts";
import { quoteInText } from "../../core/shell.ts";

/** A site with its releases, as the disk has them now. */
export interface SiteWithReleases {
  readonly site: ReleaseSite;
  /** The register as it stands on disk. */
  readonly written: ReleaseRegister;
  /** The same, with what the disk says. */
  readonly register: ReleaseRegister;
  readonly trees: readonly TreeOnDisk[];
  readonly state: SharedState;
  readonly record: PersistenceRecord | null;
  /** How it is served; null where nobody has said so. */
  readonly serving: Serving | null;
}

/**
 * Finds the site that a folder means, whatever stands in it: one with releases, a flat one, an application that nobody has persisted yet, or an empty
 * folder in which a site shall be made (only with `mayBeNew`). Throws for anything else.
 */
export function findReleases(
  given: string | null,
  context: Context,
  options: { readonly mayBeNew: boolean; readonly converts?: boolean; readonly inPlace?: boolean },
): SiteWithReleases {
  const facts = readSiteFacts({ cwd: context.cwd, app: given ?? ".", shared: null });
  const folder = facts.app.physical;
  refuseUnseen(facts.app);
  if (facts.app.kind !== "directory") throw noFolder(facts.app.given);
  const empty = options.mayBeNew && isUnused(folder);
  const flat = flatAppOf(folder);
  if (empty || (flat === null && facts.hasReleases(folder)))
    return withReleases(releasesSite(folder, facts.currentOf(folder)), context);
  const site = siteOfApp({ app: flat ?? given ?? ".", shared: null, apart: options.inPlace === true }, context);
  return withReleases(options.converts === true ? asReleases(site) : site, context);
}

/** The flat application that shared knows, where a conversion has made `releases/` and not come to `current`. */
function flatAppOf(site: AbsPath): AbsPath | null {
  const { record } = readSharedState(under(site, rel(NAMES.shared)));
  if (record?.layout !== "flat" || lookAt(bytes(under(site, rel(NAMES.current)))) !== null) return null;
  const app = resolveText(under(site, rel(NAMES.shared)), record.app);
  return isFolder(app) ? app : null;
}

/** Nothing but what a new site may begin with. */
function isUnused(folder: AbsPath): boolean {
  return everyNameAt(folder).every((name) => name === NAMES.shared || name.startsWith("."));
}

type Current = ReturnType<ReturnType<typeof readSiteFacts>["currentOf"]>;

function releasesSite(folder: AbsPath, current: Current): ReleaseSite {
  refuseSharedLink(folder);
  const shared = under(folder, rel(NAMES.shared));
  const base = {
    kind: "releases",
    site: folder,
    shared,
    app: null,
    currentText: current.text,
    converts: null,
  } as const;
  if (current.kind === "absent") return { ...base, live: null, owner: ownerOf(folder) };
  if (current.kind !== "link") throw currentIsNoLink(folder);
  const end = current.end;
  if (end?.answer !== undefined) throw currentDenied(folder, end.answer);
  if (end === null || end.kind !== "directory") return { ...base, live: null, owner: ownerOf(folder) };
  if (under(folder, rel(`${NAMES.releases}/${baseName(end.path)}`)) !== end.path)
    throw currentOutside(folder, end.path);
  return { ...base, live: liveTree(end.path, baseName(end.path)), owner: ownerOf(end.path) };
}

function siteOfApp(args: Parameters<typeof findSite>[1], context: Context): ReleaseSite {
  const { layout } = findSite(context, args);
  if (layout.kind === "releases") {
    const facts = readSiteFacts({ cwd: "/", app: layout.site, shared: null });
    return releasesSite(layout.site, facts.currentOf(layout.site));
  }
  const base = { kind: "flat", site: layout.site, shared: layout.shared, app: layout.app } as const;
  return { ...base, currentText: null, converts: null, live: liveTree(layout.app, ""), owner: ownerOf(layout.app) };
}

function liveTree(path: AbsPath, name: string): LiveTree {
  const fact = lookAt(bytes(path));
  return { path, id: fact?.id ?? "", born: String(fact?.bornNs ?? 0), name };
}

function withReleases(found: ReleaseSite, context: Context): SiteWithReleases {
  const state = readSharedState(found.shared);
  if (found.live !== null) refuseSharedAway({ ...found, app: found.live.path }, state);
  const text = textIn(found.shared, REGISTER_FILE);
  const written = text === null ? NO_RELEASES : readRegister(text, under(found.shared, REGISTER_FILE));
  const site = named(found, written, context.now());
  const trees = treesOf(site);
  const copied = (release: KnownRelease, tree: TreeOnDisk): KnownRelease["deliveredIn"] | null =>
    copiedFrom(site.shared, release, { ...tree, path: placeOf(site, tree.name) });
  const about = { live: site.live?.name ?? null, now: context.now(), copiedFrom: copied };
  const register = reconciled(written, trees, about);
  const how = textIn(found.shared, SERVING_FILE);
  const serving = how === null ? null : readServing(how, under(found.shared, rel(SERVING_FILE)));
  return { site, written, register, trees, state, record: state.record, serving };
}

/** A flat app has no name on disk: the register knows it by its folder, or it gets the one under which it will be kept. */
function named(site: ReleaseSite, register: ReleaseRegister, now: string): ReleaseSite {
  const { live } = site;
  if (live === null || (site.kind === "releases" && site.converts === null)) return site;
  const resting = new Set(restingTrees(site).map(({ name }) => name));
  const known =
    register.releases.find((release) => isSameTree(release, live)) ??
    register.releases.find((release) => !resting.has(release.name) && copiedFrom(site.shared, release, live) !== null);
  const taken = new Set([...register.releases.map(({ name }) => name), ...resting]);
  return { ...site, live: { ...live, name: known?.name ?? `before-${releaseName(now, taken)}` } };
}

function treesOf(site: ReleaseSite): TreeOnDisk[] {
  const resting = restingTrees(site);
  if (site.live === null || (site.kind === "releases" && site.converts === null)) return resting;
  const { name, id, born } = site.live;
  return [...resting, { name, id, born }];
}

function restingTrees(site: ReleaseSite): TreeOnDisk[] {
  const folder = treesFolder(site);
  const names = everyNameAt(folder);
  return names.flatMap((name) => {
    const release = releaseOf(name, site, names);
    const fact = release === null ? null : lookAt(bytes(`${folder}/${name}`));
    if (release === null || fact?.kind !== "directory") return [];
    return [{ name: release, id: fact.id, born: String(fact.bornNs) }];
  });
}

/** The release that a folder beside the others holds, by its name. */
function releaseOf(name: string, site: ReleaseSite, beside: readonly string[]): string | null {
  if (isIncoming(name) || isRetiredFolder(name)) return null;
  if (site.kind === "flat") {
    const isOwn = site.app !== null && restingOf(name, [baseName(site.app), ...beside]) === baseName(site.app);
    return isOwn ? restingName(site.app, name) : null;
  }
  return name.startsWith(".") ? null : name;
}

/** Folders that a run which was killed left half-made: their names say so. */
export function leftoversOf(site: ReleaseSite): TreeOnDisk[] {
  const folder = treesFolder(site);
  if (!isFolder(folder)) return [];
  return everyNameAt(folder).flatMap((name) => {
    const fact = !isIncomingOf(site, name) ? null : lookAt(bytes(`${folder}/${name}`));
    return fact?.kind === "directory" ? [{ name, id: fact.id, born: String(fact.bornNs) }] : [];
  });
}

function noFolder(given: string): HoldfastError {
  return new HoldfastError({
    code: "site-missing",
    message: `There is no folder "${given}"`,
    hint: "Name the site with --site DIR, or make an empty folder for a new one: mkdir DIR",
  });
}

function currentIsNoLink(site: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "current-is-a-folder",
    message: `"${site}/current" is a real folder or file, not a link to a release`,
    hint: `Make it a release of its own: mv ${quoteInText(`${site}/current`)} ${quoteInText(`${site}/releases/before`)} && ln -s releases/before ${quoteInText(`${site}/current`)}`,
  });
}

/** Not to be taken for a site without a release: what is live would be neither harvested nor kept. */
function currentDenied(site: AbsPath, answer: string): HoldfastError {
  return new HoldfastError({
    code: "app-denied",
    message: `Not allowed to see where "${site}/current" leads (${answer})`,
    hint: "Run the command as the user that owns the application",
  });
}

function currentOutside(site: AbsPath, target: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "current-outside-releases",
    message: `"${site}/current" leads to "${target}", which is no folder directly in "${site}/releases"`,
    hint: `Point it at a release again: ln -sfn releases/NAME ${quoteInText(`${site}/current`)}`,
  });
}
