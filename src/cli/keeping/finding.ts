import { HoldfastError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import { type AbsPath, isInside, rel, resolveText, under } from "../../core/path.ts";
import { isSnapshotName } from "../../core/snapshot.ts";
import { listSnapshots, type ListedSnapshot } from "../../apply/snapshot/read-snapshots.ts";
import { SNAPSHOTS_FOLDER } from "../../plan/own-file.ts";
import type { ReleaseSite } from "../../plan/release/places.ts";
import { releaseName } from "../../plan/release/release-name.ts";
import { treesFolder } from "../../plan/release/places.ts";
import { bytes, fromArgument } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { physical } from "../../system/observe.ts";
import { isFolder } from "../../system/site-facts.ts";

/** Where a site's snapshots are kept: in shared, or in a folder that its owner names. Throws where that is no folder, or one that visitors or the site see. */
export function snapshotsFolder(given: string | null, cwd: string, site: ReleaseSite): AbsPath {
  const own = under(site.shared, rel(SNAPSHOTS_FOLDER));
  if (given === null) return own;
  const path = resolveText(cwd as AbsPath, fromArgument(given));
  if (!isFolder(path)) throw noFolder(given);
  const folder = physical(bytes(path));
  const code = site.kind === "releases" ? treesFolder(site) : (site.app ?? site.site);
  if (folder !== own && (isInside(folder, site.shared) || isInside(folder, code))) throw inTheSite(folder);
  return folder;
}

/** A name for a new snapshot: the one that its owner wants, or the time. Throws where it is taken or cannot be one. */
export function newName(
  wanted: string | null,
  there: readonly ListedSnapshot[],
  about: { readonly folder: AbsPath; readonly now: string },
): string {
  const taken = new Set(there.map(({ name }) => name));
  const isFree = (name: string): boolean => lookAt(bytes(`${about.folder}/${name}`)) === null;
  if (wanted === null) {
    let name = releaseName(about.now, taken);
    while (!isFree(name)) name = releaseName(about.now, taken.add(name));
    return name;
  }
  if (!isSnapshotName(wanted)) throw badName(wanted);
  if (taken.has(wanted) || !isFree(wanted)) throw nameTaken(wanted);
  return wanted;
}

/** The snapshot that a name means; `last` means the newest one. Throws where there is none. */
export function snapshotNamed(name: string, folder: AbsPath): ListedSnapshot {
  const there = listSnapshots(folder);
  const found = name === "last" ? there.at(-1) : there.find((snapshot) => snapshot.name === name);
  if (found !== undefined) return found;
  const names = there.map((snapshot) => snapshot.name);
  const near = nearest(name, names);
  throw new HoldfastError({
    code: "snapshot-unknown",
    message: `There is no snapshot "${name}" in "${folder}"${names.length === 0 ? ": there is none at all" : ""}`,
    hint: near === null ? "Look at what there is: holdfast snapshot list" : `Did you mean ${near}?`,
  });
}

function noFolder(given: string): HoldfastError {
  return new HoldfastError({
    code: "folder-missing",
    message: `There is no folder "${given}" to keep snapshots in`,
    hint: "Make it first, on a disk with enough room: mkdir DIR",
  });
}

function inTheSite(folder: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "snapshots-in-the-site",
    message: `Snapshots cannot be kept in "${folder}": it is part of the data or of the code, so they would hold themselves, or visitors could read them`,
    hint: "Name a folder outside the application and shared, or none: they are kept in shared's own folder then",
  });
}

function badName(name: string): HoldfastError {
  return new HoldfastError({
    code: "bad-snapshot-name",
    message: `"${name}" cannot be the name of a snapshot`,
    hint: "Use letters, digits, dots, dashes and underscores, at most 100, beginning with a letter or digit",
    exit: "usage",
  });
}

function nameTaken(name: string): HoldfastError {
  return new HoldfastError({
    code: "snapshot-exists",
    message: `There is a snapshot "${name}" already; none is ever written over`,
    hint: `Choose another name, or remove that one first: holdfast snapshot drop ${name}`,
  });
}
