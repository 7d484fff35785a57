/**
 * What a step has retired: a folder or file of the app that a link has replaced, and that somebody may still have open. It is compared with
 * what is in shared until that is no longer so; then what shared provably has is dropped from it, and it is marked as settled.
 *
 *   taking     durable before the exchange; killed later, the step goes on from here
 *   swept      the step is done; what was accounted for is known, what comes later is brought along by a later run
 *   dropping   nobody has it open and nothing differs; names that shared has too are being dropped
 */
import type { At } from "../plan/operation.ts";
import { lookAtSelf } from "../system/dir.ts";
import { readNote, writeNote } from "./journal.ts";
import { numbersOf, renumberedRetirement } from "./renumbered.ts";
import type { Rescued, Run } from "./run.ts";

/** The note of a step, as it stands in the journal. */
export interface Retirement {
  /** `copied`: a transfer, the retired tree lies on another file system. `undone`: shared's, and what took its place stands in the app. */
  readonly how: "linked" | "copied" | "undone";
  readonly phase: "taking" | "swept" | "dropping";
  /** The entry, as the user knows it. */
  readonly path: string;
  /** Where the retired folder or file lies. */
  readonly at: At;
  /** What took its place. */
  readonly into: At;
  /** `dev:ino` of what is retired. */
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  /** Names below it that shared got from it: to the incarnation of the file. */
  readonly linked: readonly (readonly [string, string])[];
  /** A transfer's names: to the signature of the copy, as long as nobody has touched it. */
  readonly copies?: readonly (readonly [string, string])[];
  /** Identity of the tree that a transfer puts into shared as a whole (missing where it was merged into what was there), or an undo into the app. */
  readonly staged?: string;
  /** Names accounted for in another way: to the incarnation or the signature that was seen. */
  readonly seen: readonly (readonly [string, string])[];
  readonly rescued: readonly Rescued[];
}

/** The name of a step's note. */
export function noteName(run: Pick<Run, "tx" | "step">): string {
  return `${run.tx}.${run.step}`;
}

/** Reads a step's note; null where there is none, or it is no note of a retirement. */
export function readRetirement(run: Pick<Run, "dirs">, name: string): Retirement | null {
  return retirementFrom(readNote(run.dirs, name), lookAtSelf(run.dirs.shared).dev);
}

/** Writes a step's note, durably. */
export function writeRetirement(run: Pick<Run, "dirs">, name: string, retirement: Retirement): void {
  writeNote(run.dirs, name, retirement);
}

/** The note in a value read from the journal; `device` is today's number of shared's file system. */
export function retirementFrom(value: unknown, device: string): Retirement | null {
  const isNote =
    typeof value === "object" &&
    value !== null &&
    ["phase", "identity", "linked", "seen", "rescued"].every((field) => field in value);
  return isNote ? renumberedRetirement(value as Retirement, numbersOf(value, device)) : null;
}

/** Where the rescued versions of the names below an entry are. */
export function rescuedIn(note: Retirement): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, kept } of note.rescued) {
    const below = path === note.path ? "" : path.slice(note.path.length + 1);
    places.set(below, [...(places.get(below) ?? []), kept]);
  }
  return places;
}
