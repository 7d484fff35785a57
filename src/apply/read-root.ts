/** Reads a document root and a web root: what stands there, through no link, files read only where somebody's copy could be the same. */
import { displayName } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import { type AbsPath, abs, isInside, parentOf, rel, type RelPath, resolveText, under } from "../core/path.ts";
import { markedStanding, type Serving } from "../core/serving.ts";
import type { DataPlace, FoundData, FoundName, HostFile, RootFact, WebName } from "../plan/serving/root-facts.ts";
import { loaderName } from "../plan/serving/loader-text.ts";
import { bytes } from "../system/bytes-path.ts";
import { isVanished, withDir, type Spot } from "../system/dir.ts";
import { sha256 } from "../system/digest.ts";
import { lookAt, type NodeFact } from "../system/facts.ts";
import { digestAt } from "../system/file-digest.ts";
import { attempt } from "../system/path-error.ts";
import { walkTree } from "../system/tree-walk.ts";

/** What is compared with. */
export interface Reading {
  readonly root: AbsPath;
  readonly data: readonly DataPlace[];
  /** The web roots of the releases, whose files are known. */
  readonly trees: readonly AbsPath[];
  readonly placed: Serving["placed"];
  /** Where the loaders are kept that were written for it. */
  readonly loaders: AbsPath;
  /** `current`, the releases and shared: a link into one of these is ours. */
  readonly ours: readonly AbsPath[];
}

/** What stands at a document root, with everything in it that is not data. Throws `web-folder-not-readable` where a folder in it may not be read. */
export function readRoot(reading: Reading): RootFact {
  const fact = factAt(reading.root);
  if (fact === null) return { kind: "absent" };
  if (fact.kind === "link") return { kind: "link", id: fact.id, text: fact.linkText ?? "" };
  const data = new Set<string>(reading.data.map(({ path }) => path));
  const names: FoundName[] = [];
  if (fact.kind !== "directory") return { kind: "directory", id: fact.id, names };
  withDir(reading.root, (dir) => {
    walkTree(dir, {
      name: (path, found, spot) => {
        const isData = data.has(path) && found.kind !== "link";
        if (!isData) names.push(nameOf(path, { fact: found, spot }, reading));
        return !isData;
      },
      unread: refuseUnread(reading.root),
    });
  });
  return { kind: "directory", id: fact.id, names };
}

/** What is not seen would not be kept in step. */
function refuseUnread(root: AbsPath): (folder: RelPath, code: string) => never {
  return (folder, code) => {
    throw new HoldfastError({
      code: "web-folder-not-readable",
      message: `"${root}/${displayName(folder)}" may not be read by this user (${code}), so that nobody knows what the document root needs of it`,
      hint: "Run it as the user that owns the site, or let that user give you the right to read it",
    });
  };
}

function nameOf(path: RelPath, at: { readonly fact: NodeFact; readonly spot: Spot }, reading: Reading): FoundName {
  const { kind, id, linkText } = at.fact;
  const base = { path, kind, id, text: linkText ?? null };
  if (kind === "link") return { ...base, digest: null, isKnown: isOurLink(path, linkText ?? "", reading) };
  if (kind !== "file") return { ...base, digest: null, isKnown: false };
  const same = copiesOf(path, reading).filter((place) => isOfSize(place, at.fact.size));
  const mark = reading.placed[path];
  if (same.length === 0 && (mark === undefined || markedStanding(mark).kind !== "file"))
    return { ...base, digest: null, isKnown: false };
  const digest = digestAt(at.spot);
  return { ...base, digest, isKnown: digest !== null && same.some((place) => digestOf(place) === digest) };
}

/** Where else somebody's copy could be: in the releases, in shared, and what was written to be copied here, also when that run was killed. */
function copiesOf(path: RelPath, { trees, loaders }: Reading): AbsPath[] {
  return [...trees.map((tree) => under(tree, path)), under(loaders, rel(loaderName(path, sha256)))];
}

function isOurLink(path: RelPath, text: string, { root, ours }: Reading): boolean {
  const end = resolveText(parentOf(under(root, path)), text);
  return ours.some((place) => isInside(end, place));
}

/** A copy that may not be looked at proves nothing: what stands in the document root counts as somebody's then, and stays. */
function isOfSize(place: AbsPath, size: number): boolean {
  const fact = attempt(() => factAt(place)) ?? null;
  return fact?.kind === "file" && fact.size === size;
}

function digestOf(place: AbsPath): string | null {
  return withDir(parentOf(place), (dir) => digestAt({ dir, name: place.slice(place.lastIndexOf("/") + 1) }));
}

/** The names of a release's web root, parents before children; only those directly in it unless `deep`. Throws `web-folder-not-readable` where a folder may not be read. */
export function readWebNames(tree: AbsPath, deep: boolean): WebName[] {
  const names: WebName[] = [];
  withDir(tree, (dir) => {
    walkTree(dir, {
      name: (path, fact, spot) => {
        if (fact.kind !== "other") names.push(webName(path, { fact, spot }, deep));
        return deep;
      },
      unread: refuseUnread(tree),
    });
  });
  return names;
}

function webName(path: RelPath, at: { readonly fact: NodeFact; readonly spot: Spot }, deep: boolean): WebName {
  const { kind, id, linkText, uid, gid, mode } = at.fact;
  const isRead = kind === "file" && (deep || path.startsWith("."));
  return {
    path,
    kind: kind === "other" ? "file" : kind,
    id,
    digest: isRead ? digestAt(at.spot) : null,
    text: linkText ?? null,
    rights: { uid, gid, mode },
  };
}

/** What shared has of the files that the host edits. */
export function readHostFiles(places: readonly DataPlace[]): HostFile[] {
  return places.flatMap(({ path, shared }) => {
    const fact = factAt(shared);
    const digest = fact?.kind === "file" ? digestOf(shared) : null;
    return fact === null || digest === null ? [] : [{ path, place: shared, id: fact.id, digest }];
  });
}

/** The data places at which the document root has a folder or file of its own, not a link. */
export function readData(root: AbsPath, data: readonly DataPlace[]): FoundData[] {
  if (factAt(root)?.kind !== "directory") return [];
  return data.flatMap((place): FoundData[] => {
    const fact = factAt(under(root, place.path));
    if (fact?.kind !== "directory" && fact?.kind !== "file") return [];
    if (hasLinkAbove(root, place.path)) return [];
    const shared = factAt(place.shared);
    const inShared = shared?.kind === "directory" || shared?.kind === "file" ? shared.kind : "absent";
    return [{ ...place, kind: fact.kind, id: fact.id, inShared }];
  });
}

/** Behind a link of ours the place is shared's own, or a release's. */
function hasLinkAbove(root: AbsPath, path: RelPath): boolean {
  for (let folder = parentOf(under(root, path)); folder !== root; folder = parentOf(folder))
    if (factAt(folder)?.kind !== "directory") return true;
  return false;
}

/** Null where nothing is. What may not be looked at is not taken for absent: a plan would leave it out, or put something in its place. */
function factAt(path: AbsPath): NodeFact | null {
  try {
    return lookAt(bytes(path));
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

/** The device of a folder; null where nothing is. */
export function deviceOf(path: string): string | null {
  return factAt(abs(path))?.dev ?? null;
}
