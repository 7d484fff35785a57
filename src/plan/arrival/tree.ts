/** The entries of a delivery as one tree: each path once, folders in between added, and nothing that two systems would see differently. */
import type { ArrivedEntries } from "../../core/arrival.ts";
import { type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { ancestorsOf, type RelPath } from "../../core/path.ts";
import { acceptedPath, impliedFolder, type Listed, type Place, placeOf } from "./place.ts";

/** The tree by path. Places are made when they are asked for: 200,000 at a time would take more memory than an archive may. */
export interface Tree {
  readonly get: (path: RelPath) => Place | undefined;
  readonly places: () => Iterable<Place>;
  readonly without: (paths: Iterable<RelPath>) => Tree;
}

/** The number of each path's entry; {@link IMPLIED} for a folder that no entry names. */
type Numbers = Map<RelPath, number>;

const IMPLIED = -1;

/** Puts the entries into a tree, or throws `archive-refused`. */
export function treeOf(listed: Listed): Tree {
  const numbers: Numbers = new Map();
  let index = 0;
  for (const entry of listed.entries) {
    const path = acceptedPath(listed, entry);
    const at = index++;
    if (path === "") continue;
    const there = numbers.get(path);
    const culprit: Culprit = { source: listed.source, entry: entry.name };
    if (there !== undefined && there !== IMPLIED) throw entryRefused(culprit, "it is there twice");
    if (there !== undefined && entry.kind !== "directory")
      throw entryRefused(culprit, "it is a folder to another entry");
    numbers.set(path, at);
    addParents(numbers, path, { entries: listed.entries, culprit });
  }
  // What a disk has side by side is no twin there.
  if (listed.kind !== "folder") refuseTwins(numbers, listed.source);
  return asTree(numbers, listed.entries);
}

function asTree(numbers: ReadonlyMap<RelPath, number>, entries: ArrivedEntries): Tree {
  const made = (path: RelPath, number: number): Place => {
    const entry = number === IMPLIED ? undefined : entries.at(number);
    return entry === undefined ? impliedFolder(path) : placeOf(path, entry, number);
  };
  return {
    get: (path) => {
      const number = numbers.get(path);
      return number === undefined ? undefined : made(path, number);
    },
    *places() {
      for (const [path, number] of numbers) yield made(path, number);
    },
    without: (paths) => {
      const kept = new Map(numbers);
      for (const path of paths) kept.delete(path);
      return asTree(kept, entries);
    },
  };
}

function addParents(
  numbers: Numbers,
  path: RelPath,
  { entries, culprit }: { readonly entries: ArrivedEntries; readonly culprit: Culprit },
): void {
  for (const parent of ancestorsOf(path)) {
    const there = numbers.get(parent);
    if (there === undefined) numbers.set(parent, IMPLIED);
    const kind = there === undefined || there === IMPLIED ? "directory" : entries.at(there)?.kind;
    if (kind !== "directory")
      throw entryRefused(culprit, `"${parent}", in which it lies, is a ${kind === "link" ? "link" : "file"}`);
  }
}

/** Capitals, and all that is not of ASCII. */
const HAS_SPELLINGS = /[A-Z\x80-\uffff]/;

/** Two names that differ in case, or in how an accent is written, are one on macOS and Windows, and on some disks of Linux. */
function refuseTwins(numbers: Numbers, source: string): void {
  const spelled = new Map<string, RelPath>();
  for (const path of numbers.keys()) {
    if (!HAS_SPELLINGS.test(path)) continue;
    const folded = path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC") as RelPath;
    // Most names are spelled so already, and are found in the tree itself.
    if (folded === path) continue;
    const twin = numbers.has(folded) ? folded : spelled.get(folded);
    if (twin !== undefined)
      throw entryRefused(
        { source, entry: path },
        `it differs from "${twin}" in nothing but case or the spelling of accents`,
        "Ask whoever made it which of both is meant; or unpack it yourself, look at it, and name the folder",
      );
    spelled.set(folded, path);
  }
}
