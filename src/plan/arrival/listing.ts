/**
 * Judges what a delivery holds before anything is written: all of it becomes a release, or none. The same listing with the same options gives the
 * same answer, so whoever unpacks it later judges again and needs no list of what was accepted.
 */
import type { AcceptedListing, AcceptedNode, ArrivalLimits } from "../../core/arrival.ts";
import { beyondLimit, entryRefused } from "../../core/arrival-error.ts";
import { refuseBeyond } from "../../core/arrival-limits.ts";
import type { HoldfastError } from "../../core/error.ts";
import { isInside, type RelPath } from "../../core/path.ts";
import { note, withoutLeftOut } from "./left-out.ts";
import { refuseOutward, type Repeated, repeatedFile } from "./links.ts";
import { acceptedPath, type Listed, type Place } from "./place.ts";
import { type Tree, treeOf } from "./tree.ts";
import { folderToEnter } from "./wrapper.ts";

/** What the owner said. */
export interface ArrivalOptions {
  readonly limits: ArrivalLimits;
  /** The folder of the delivery that is the release (`--root`); null: found by evidence. */
  readonly root: string | null;
}

/** A delivery to judge: its entries, and the bytes of the archive. */
export interface Delivery extends Listed {
  readonly size: number;
}

/** The tree that a delivery becomes; throws a HoldfastError that names the entry and the rule. */
export function acceptListing(delivery: Delivery, options: ArrivalOptions): AcceptedListing {
  refuseTooMany(delivery, options.limits);
  refuseBeyond(delivery, sizeOf(delivery.entries), options.limits);
  refuseFoldersOnly(delivery);
  const { kept, notices } = withoutLeftOut(treeOf(delivery), delivery.kind);
  const entered = folderToEnter(kept, delivery.source, options.root);
  const { root } = entered;
  for (const place of kept.places())
    if (place.kind === "link")
      refuseOutward(kept, place, { root: isBelow(place.path, root) ? root : "", source: delivery.source });
  const below: Place[] = [];
  for (const place of kept.places()) if (isBelow(place.path, root)) below.push(place);
  refuseEmpty(delivery, below);
  const where: Where = { root, source: delivery.source, repeated: new Map() };
  const nodes = below.sort((a, b) => (a.path < b.path ? -1 : 1)).map((place) => nodeOf(kept, place, where));
  const bytes = sizeOf(nodes);
  // Hard links become files: together they may be more than the entries.
  refuseBeyond(delivery, bytes, options.limits);
  return { root, nodes, bytes, notices: [...notices, ...entered.notices, ...privileges(below)] };
}

function isBelow(path: RelPath, root: RelPath | ""): boolean {
  return root === "" || (path !== root && isInside(path, root));
}

function refuseTooMany({ entries, source }: Delivery, limits: ArrivalLimits): void {
  if (entries.length > limits.entries)
    throw beyondLimit({ source }, `it has ${entries.length} entries, more than ${limits.entries}`, "--max-entries");
}

/** What holds nothing but folders is refused before a tree is made of it: 200,000 of them would take more memory than they are worth. */
function refuseFoldersOnly(delivery: Delivery): void {
  for (const { kind } of delivery.entries) if (kind !== "directory") return;
  for (const entry of delivery.entries) acceptedPath(delivery, entry);
  throw noFile(delivery);
}

function refuseEmpty(delivery: Delivery, places: readonly Place[]): void {
  if (!places.some(({ kind }) => kind === "file" || kind === "hard-link")) throw noFile(delivery);
}

function noFile({ source }: Delivery): HoldfastError {
  return entryRefused(
    { source },
    "it holds no file",
    "Look whether it is the right one, and name the folder in it with --root",
  );
}

/** A place by its path in the release; a hard link as the file that it becomes. */
function nodeOf(tree: Tree, place: Place, where: Where): AcceptedNode {
  const path = within(where.root, place.path);
  if (isNode(place)) return path === place.path ? place : { ...place, path };
  const { path: from, size, mode } = repeatedFile(tree, place, where);
  return { path, kind: "file", index: place.index, size, mode, mtime: place.mtime, copyOf: within(where.root, from) };
}

function isNode(place: Place): place is Place & AcceptedNode {
  return place.kind !== "hard-link";
}

/** The folder that is entered, and the delivery for messages. */
interface Where {
  readonly root: RelPath | "";
  readonly source: string;
  readonly repeated: Repeated;
}

function within(root: RelPath | "", path: RelPath): RelPath {
  return (root === "" ? path : path.slice(root.length + 1)) as RelPath;
}

function sizeOf(entries: Iterable<{ readonly size: number }>): number {
  let sum = 0;
  for (const { size } of entries) sum += size;
  return sum;
}

function privileges(places: readonly Place[]): AcceptedListing["notices"] {
  const marked = places.filter(({ privileged }) => privileged === true);
  const [first] = marked;
  if (first === undefined) return [];
  const rest = marked.length === 1 ? "" : ` and ${marked.length - 1} more`;
  return [
    note(
      "privilege-dropped",
      `"${first.path}"${rest} would run with its owner's rights (set-uid, set-gid): such marks are not kept`,
    ),
  ];
}
