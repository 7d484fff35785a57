import { isInside, segmentsOf } from "../../core/path.ts";
import type { NotedPlace, RescueNote } from "../../core/rescue.ts";
import { originOf, placeOfKept } from "./rescue-note.ts";

/** One node in a rescue folder that holds nothing further: a file, a link, an empty folder. */
export interface RescuedLeaf {
  /** Below the run's rescue folder. */
  readonly kept: string;
  readonly kind: "directory" | "file" | "link" | "other";
  readonly bytes: number;
  /** When its content was last changed; milliseconds since 1970. */
  readonly changed: number;
}

/** What one run rescued, as it lies there now. */
export interface RescuedRun {
  /** Name of its folder: `tx-000012`, or another one where the portable script made it. */
  readonly id: string;
  /** When it was made; ISO, UTC. */
  readonly at: string;
  /** Null where nothing is known of why. */
  readonly note: RescueNote | null;
  readonly leaves: readonly RescuedLeaf[];
}

/** Leaves that one step rescued. */
export interface RescuedGroup {
  readonly kept: string;
  readonly files: number;
  readonly bytes: number;
  /** Where they stood; null where that is not known. */
  readonly place: NotedPlace | null;
  /** The reasons, the most frequent first. */
  readonly why: readonly string[];
}

/** The short form of a run's id, as it is typed: `12` for `tx-000012`. */
export function shortId(id: string): string {
  return id.replace(/^tx-0*(\d+)$/, "$1");
}

/** What a run rescued, by step: 3,000 files of one folder are one group. */
export function groupsOf(run: RescuedRun): RescuedGroup[] {
  const groups = new Map<string, RescuedLeaf[]>();
  for (const leaf of run.leaves) {
    const key = groupKey(run, leaf.kept);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [leaf]);
    else known.push(leaf);
  }
  return [...groups].map(([kept, leaves]) => ({
    kept,
    ...amountOf(leaves),
    place: placeOfGroup(run, kept, leaves[0]?.kept ?? kept),
    why: reasonsOf(run, leaves),
  }));
}

/** What a step rescued; single files that were each rescued by a step of their own are told by their folder. */
function groupKey({ note }: RescuedRun, kept: string): string {
  const origin = note === null ? null : originOf(note, kept);
  if (origin === null) return firstNames(kept);
  const folder = origin.kept.split("/").slice(0, -1).join("/");
  return origin.whole && origin.kept === kept && folder !== "" ? folder : origin.kept;
}

function placeOfGroup({ note }: RescuedRun, group: string, first: string): NotedPlace | null {
  if (note === null) return null;
  const own = placeOfKept(note, group);
  if (own !== null || !first.startsWith(`${group}/`)) return own;
  const place = placeOfKept(note, first);
  const below = first.slice(group.length);
  return place?.path.endsWith(below) === true ? { ...place, path: place.path.slice(0, -below.length) } : place;
}

/** Files and bytes of leaves. */
export function amountOf(leaves: readonly RescuedLeaf[]): { readonly files: number; readonly bytes: number } {
  return { files: leaves.length, bytes: leaves.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Why one leaf was rescued; null where nobody noted it. */
export function reasonOf({ note }: RescuedRun, kept: string): string | null {
  if (note === null) return null;
  const item = note.items.find((known) => isInside(kept, known.kept));
  return item?.why ?? originOf(note, kept)?.reason ?? null;
}

/** What comes back as one: a folder that was rescued as a whole, else each file by itself. `chosen` is empty for all of the run. */
export function unitsOf(run: RescuedRun, chosen: string): string[] {
  const units = new Set<string>();
  for (const { kept } of run.leaves) {
    if (chosen !== "" && !isInside(kept, chosen)) continue;
    const whole = wholeOf(run, kept);
    units.add(whole === null || (chosen !== "" && isInside(chosen, whole)) ? smaller(kept, whole, chosen) : whole);
  }
  return [...units];
}

/** A path inside a folder that was rescued as a whole means just that path. */
function smaller(kept: string, whole: string | null, chosen: string): string {
  return whole === null ? kept : chosen;
}

function wholeOf({ note }: RescuedRun, kept: string): string | null {
  if (note === null) return null;
  const origin = originOf(note, kept);
  if (origin?.whole === true) return origin.kept;
  return note.items.find((item) => isInside(kept, item.kept))?.kept ?? null;
}

/** A run without the folders that only held what was put back since. */
export function withoutEmptied(run: RescuedRun): RescuedRun {
  const stays = ({ kept, kind }: RescuedLeaf): boolean =>
    kind !== "directory" || run.note === null || wholeOf(run, kept) !== null;
  return { ...run, leaves: run.leaves.filter(stays) };
}

function firstNames(kept: string): string {
  return segmentsOf(kept).slice(0, 2).join("/");
}

function reasonsOf(run: RescuedRun, leaves: readonly RescuedLeaf[]): string[] {
  const counts = new Map<string, number>();
  for (const { kept } of leaves) {
    const why = reasonOf(run, kept);
    if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([why]) => why);
}
