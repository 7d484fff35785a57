/** The entries of a delivery as one tree: each path once, folders in between added, and nothing that two systems would see differently. */
import type { ArrivedEntry, SourceKind } from "../../core/arrival.ts";
import { type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { ancestorsOf, type RelPath } from "../../core/path.ts";
import { pathOf } from "./names.ts";

/** A place of the tree. */
export interface Place {
  readonly path: RelPath;
  readonly kind: "directory" | "file" | "link" | "hard-link";
  /** The entry; null for a folder that no entry names. */
  readonly entry: ArrivedEntry | null;
  readonly index: number | null;
}

/** The tree by path. */
export type Tree = ReadonlyMap<RelPath, Place>;

/** What is listed, and where it comes from. */
export interface Listed {
  readonly source: string;
  readonly kind: SourceKind;
  readonly entries: readonly ArrivedEntry[];
}

/** Puts the entries into a tree, or throws `archive-refused`. */
export function treeOf(listed: Listed): Tree {
  const tree = new Map<RelPath, Place>();
  for (const [index, entry] of listed.entries.entries()) {
    const place = placeOf(listed, entry, index);
    if (place === null) continue;
    const there = tree.get(place.path);
    const culprit: Culprit = { source: listed.source, entry: entry.name };
    if (there !== undefined && there.entry !== null) throw entryRefused(culprit, "it is there twice");
    if (there !== undefined && place.kind !== "directory")
      throw entryRefused(culprit, "it is a folder to another entry");
    tree.set(place.path, place);
    addParents(tree, place, culprit);
  }
  // What a disk has side by side is no twin there.
  if (listed.kind !== "folder") refuseTwins(tree, listed.source);
  return tree;
}

function placeOf({ source, kind }: Listed, entry: ArrivedEntry, index: number): Place | null {
  const culprit: Culprit = { source, entry: entry.name };
  if (entry.kind !== "directory" && entry.name.endsWith("/"))
    throw entryRefused(culprit, "its name ends as a folder's, and it is none");
  const named = pathOf(entry, kind);
  if ("rule" in named) throw entryRefused(culprit, named.rule);
  if (entry.kind === "other")
    throw entryRefused(culprit, `it is ${entry.what ?? "neither a file, a folder nor a link"}`);
  if (entry.kind === "directory" && entry.size > 0)
    throw entryRefused(culprit, "it is a folder and has a content all the same");
  // The root of a tar is the release itself; anything but a folder there would take its place.
  if (named.path === "") {
    if (entry.kind !== "directory") throw entryRefused(culprit, "it takes the place of the whole");
    return null;
  }
  return { path: named.path, kind: entry.kind, entry, index };
}

function addParents(tree: Map<RelPath, Place>, { path }: Place, culprit: Culprit): void {
  for (const parent of ancestorsOf(path)) {
    const there = tree.get(parent);
    if (there === undefined) tree.set(parent, { path: parent, kind: "directory", entry: null, index: null });
    else if (there.kind !== "directory")
      throw entryRefused(culprit, `"${parent}", in which it lies, is a ${there.kind === "link" ? "link" : "file"}`);
  }
}

/** Two names that differ in case, or in how an accent is written, are one on macOS and Windows, and on some disks of Linux. */
function refuseTwins(tree: Tree, source: string): void {
  const seen = new Map<string, RelPath>();
  for (const path of tree.keys()) {
    const folded = path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
    const twin = seen.get(folded);
    if (twin !== undefined)
      throw entryRefused(
        { source, entry: path },
        `it differs from "${twin}" in nothing but case or the spelling of accents`,
        "Ask whoever made it which of both is meant; or unpack it yourself, look at it, and name the folder",
      );
    seen.set(folded, path);
  }
}
