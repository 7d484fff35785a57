/**
 * Judges what a delivery holds before anything is written: all of it becomes a release, or none. The same listing with the same options gives the
 * same answer, so whoever unpacks it later judges again and needs no list of what was accepted.
 */
import type { AcceptedListing, AcceptedNode, ArrivalLimits } from "../../core/arrival.ts";
import { beyondLimit, entryRefused } from "../../core/arrival-error.ts";
import { refuseBeyond } from "../../core/arrival-limits.ts";
import { unreachable } from "../../core/error.ts";
import { baseName, isInside, type RelPath } from "../../core/path.ts";
import { note, withoutLeftOut } from "./left-out.ts";
import { refuseOutward, type Repeated, repeatedFile } from "./links.ts";
import { type Listed, type Place, type Tree, treeOf } from "./tree.ts";
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
  refuseBeyond(
    delivery,
    delivery.entries.reduce((sum, { size }) => sum + size, 0),
    options.limits,
  );
  const { kept, notices } = withoutLeftOut(treeOf(delivery), delivery.kind);
  const entered = folderToEnter(kept, delivery.source, options.root);
  const { root } = entered;
  for (const place of kept.values())
    if (place.kind === "link")
      refuseOutward(kept, place, { root: isBelow(place.path, root) ? root : "", source: delivery.source });
  const where: Where = { root, source: delivery.source, repeated: new Map() };
  const nodes = [...kept.values()]
    .filter(({ path }) => isBelow(path, root))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((place) => nodeOf(kept, place, where));
  refuseEmpty(delivery, nodes);
  const bytes = nodes.reduce((sum, { size }) => sum + size, 0);
  // Hard links become files: together they may be more than the entries.
  refuseBeyond(delivery, bytes, options.limits);
  return { root, nodes, bytes, notices: [...notices, ...entered.notices, ...privileges(kept, root)] };
}

function isBelow(path: RelPath, root: RelPath | ""): boolean {
  return root === "" || (path !== root && isInside(path, root));
}

function refuseTooMany({ entries, source }: Delivery, limits: ArrivalLimits): void {
  if (entries.length > limits.entries)
    throw beyondLimit({ source }, `it has ${entries.length} entries, more than ${limits.entries}`, "--max-entries");
}

function refuseEmpty({ source }: Delivery, nodes: readonly AcceptedNode[]): void {
  if (nodes.some(({ kind }) => kind === "file")) return;
  throw entryRefused(
    { source },
    "it holds no file",
    "Look whether it is the right one, and name the folder in it with --root",
  );
}

function nodeOf(tree: Tree, place: Place, where: Where): AcceptedNode {
  const common = { path: within(where.root, place.path), index: place.index, mtime: place.entry?.mtime ?? 0 };
  switch (place.kind) {
    case "directory":
      return { ...common, kind: "directory", size: 0, mode: 0o755 };
    case "link":
      return { ...common, kind: "link", size: 0, mode: 0o777, text: place.entry?.target ?? "" };
    case "file":
      return { ...common, kind: "file", size: sizeOf(place), mode: modeOf(place) };
    case "hard-link": {
      const origin = repeatedFile(tree, place, where);
      const copyOf = within(where.root, origin.path);
      return { ...common, kind: "file", size: sizeOf(origin), mode: modeOf(origin), copyOf };
    }
    default:
      return unreachable(place.kind);
  }
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

function sizeOf({ entry }: Place): number {
  return entry?.size ?? 0;
}

const SECRET = /^\.env(\..*)?$|\.(key|pem)$/i;

/** Readable as a web server needs it, executable where the delivery says so; what is secret and was kept private stays so. */
function modeOf({ path, entry }: Place): number {
  const mode = entry?.mode ?? 0o644;
  const whole = (mode & 0o111) === 0 ? 0o644 : 0o755;
  return (mode & 0o077) === 0 && SECRET.test(baseName(path)) ? whole & 0o700 : whole;
}

function privileges(tree: Tree, root: RelPath | ""): AcceptedListing["notices"] {
  const marked = [...tree.values()].filter(
    ({ path, entry }) => isBelow(path, root) && ((entry?.mode ?? 0) & 0o6000) !== 0 && entry?.kind === "file",
  );
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
