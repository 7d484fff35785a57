import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { NAMES } from "../core/layout.ts";
import { type AbsPath, abs, baseName, parentOf, resolveText, under, rel, type RelPath } from "../core/path.ts";
import type { CurrentFact, GivenPath, SiteFacts } from "../core/site-facts.ts";
import { lookAt } from "./facts.ts";
import { bytes, fromArgument } from "./bytes-path.ts";
import { endOf, physical } from "./observe.ts";
import { isAboutThePath } from "./path-error.ts";

/** Collects the facts; reads only, and only as far as each question needs. */
export function readSiteFacts(input: {
  readonly cwd: string;
  readonly app: string;
  readonly shared: string | null;
}): SiteFacts {
  const app = givenPath(input.cwd, input.app);
  return {
    app,
    shared: input.shared === null ? null : givenPath(input.cwd, input.shared),
    sharedOf: (site) => givenPath(site, NAMES.shared),
    currentOf: readCurrent,
    hasReleases: (site) => lookAt(bytes(under(site, rel(NAMES.releases))))?.kind === "directory",
    appsLinkedTo,
    home: homedir(),
    uid: process.getuid?.() ?? -1,
  };
}

/** True when a real folder stands there. */
export function isFolder(path: AbsPath): boolean {
  return lookAt(bytes(path))?.kind === "directory";
}

/** Resolves a path as the kernel does (`..` after a link goes to the link's target's parent). */
function givenPath(cwd: string, given: string): GivenPath {
  const trimmed = fromArgument(given).replace(/\/+$/, "") || "/";
  const whole = trimmed.startsWith("/") ? trimmed : `${cwd}/${trimmed}`;
  try {
    return presentPath(given, whole);
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    return missingPath(given, whole, error.code ?? "");
  }
}

function presentPath(given: string, whole: string): GivenPath {
  const path = physical(bytes(whole));
  const fact = lookAt(bytes(path));
  const last = lookAt(bytes(whole));
  const facts =
    fact === null
      ? { kind: "absent" as const, owner: null, dev: null }
      : { kind: fact.kind, owner: fact.uid, dev: fact.dev };
  return { given, physical: path, linkOwner: last?.kind === "link" ? last.uid : null, ...facts };
}

function missingPath(given: string, whole: string, code: string): GivenPath {
  const nothing = { given, linkOwner: null, owner: null, dev: null };
  if (code === "ELOOP") return { ...nothing, kind: "loop", physical: abs(whole) };
  if (code === "EACCES" || code === "EPERM") return { ...nothing, kind: "denied", answer: code, physical: abs(whole) };
  return { ...nothing, kind: "absent", physical: nearestPhysical(whole) };
}

function nearestPhysical(whole: string): AbsPath {
  const slash = whole.lastIndexOf("/");
  if (slash <= 0) return abs(whole);
  const [parent, name] = [whole.slice(0, slash) || "/", whole.slice(slash + 1)];
  let base: AbsPath;
  try {
    base = physical(bytes(parent));
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    base = nearestPhysical(parent);
  }
  return resolveText(base, name === "" ? "." : name);
}

/** The text of a site's `current`; null where it is no link. */
export function currentText(site: AbsPath): string | null {
  return readCurrent(site).text;
}

function readCurrent(site: AbsPath): CurrentFact {
  const fact = lookAt(bytes(under(site, rel(NAMES.current))));
  const text = fact?.linkText ?? null;
  return { kind: fact?.kind ?? "absent", text, end: text === null ? null : endOf(site, text) };
}

function appsLinkedTo(shared: AbsPath): AbsPath[] {
  const site = parentOf(shared);
  if (lookAt(bytes(site)) === null) return [];
  const folders = readdirSync(site, { withFileTypes: true }).filter((child) => child.isDirectory());
  return folders
    .map((child) => abs(`${site}/${child.name}`))
    .filter((folder) => folder !== shared && !baseName(folder).startsWith(".") && linksInto(folder, shared));
}

/** True when one of the app's own names, or a name directly below one, is a link into shared. */
function linksInto(folder: AbsPath, shared: AbsPath): boolean {
  return topLinks(folder, 2).some((path) => {
    const text = lookAt(bytes(path))?.linkText;
    return text !== undefined && `${resolveText(parentOf(path), text)}/`.startsWith(`${shared}/`);
  });
}

/** Where the links in the top folders of an app lead, as far as anything is there; else where they say. */
export function linkTargets(app: AbsPath): AbsPath[] {
  return topLinks(app, 3).flatMap((path) => {
    const text = lookAt(bytes(path))?.linkText;
    return text === undefined ? [] : [endOf(parentOf(path), text).path];
  });
}

/** What a path leads to, as the command line would have it. */
export function pathGiven(path: AbsPath): GivenPath {
  return givenPath("/", path);
}

function topLinks(folder: AbsPath, depth: number): AbsPath[] {
  const links: AbsPath[] = [];
  for (const child of safeChildren(folder)) {
    const path = under(folder, child.name as RelPath);
    if (child.isSymbolicLink()) links.push(path);
    else if (child.isDirectory() && depth > 1 && !SKIPPED.has(child.name)) links.push(...topLinks(path, depth - 1));
  }
  return links;
}

const SKIPPED = new Set(["vendor", "node_modules", ".git"]);

function safeChildren(folder: AbsPath): { name: string; isSymbolicLink(): boolean; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    // A folder of somebody else's beside the app says nothing about ours.
    return [];
  }
}
