/**
 * A path of shared brought back from a snapshot. The copy is made in a folder of our own in the stage and compared with the manifest; then it changes places
 * with what stands there, in one call, and that goes to the rescue folder. A note in the journal tells later runs how far it came:
 *
 *   no note   nothing staged          make the folder, note it as `making`
 *   making    half-made               remove it, begin again
 *   made      the copy in the stage   exchange it in
 *   made      the copy at its place   done but for what was replaced, which goes to the rescue folder
 */
import { HoldfastError } from "../../core/error.ts";
import { SNAPSHOT_PARTS } from "../../core/snapshot.ts";
import type { Restore } from "../../plan/operation.ts";
import {
  closeDir,
  type Dir,
  dropOwnDir,
  isVanished,
  look,
  lookAtSelf,
  makeDir,
  namesIn,
  openChild,
  type Spot,
  syncDir,
} from "../../system/dir.ts";
import { PLAIN_FILES } from "../../system/plain-files.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { readNote, writeNote } from "../journal.ts";
import { keepingIn } from "../put-back.ts";
import { refusedOutcome } from "../refusal.ts";
import { numbersOf, renumbered } from "../renumbered.ts";
import { NO_OUTCOME, type Outcome, plus, type Run, unexpected, withSpot } from "../run.ts";
import { takePlace } from "../take-place.ts";
import { bringBack, type LostOf, nodesWithin } from "./bring-back.ts";
import { lostWarnings } from "./lost-warnings.ts";
import { readManifest, type SealedManifest } from "./manifest-file.ts";
import { restoreRoomFault } from "./room.ts";

const PRIVATE = 0o700;

/** When it returns without a refusal, the path is as the snapshot has it, durably, and what stood there is in the rescue folder. */
export function restore(operation: Restore, run: Run): Outcome {
  return withSpot(operation.at, (place) => {
    const stage: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-restore` };
    const note = readRestoring(run);
    if (note?.coming != null) return finish(operation, { place, stage, coming: note.coming }, run);
    clear(operation, stage, note);
    if ((look(place)?.id ?? null) !== operation.replaced) throw unexpected(operation, place, look(place));
    return prepare(operation, { place, stage }, run);
  });
}

interface Names {
  readonly place: Spot;
  /** The folder in the stage that holds the copy. */
  readonly stage: Spot;
}

interface Note {
  /** `dev:ino` of the folder in the stage. */
  readonly folder: string;
  /** `dev:ino` of the copy, when it is complete and durable. */
  readonly coming: string | null;
}

function noteName(run: Pick<Run, "tx" | "step">): string {
  return `${run.tx}.${run.step}-restore`;
}

function readRestoring(run: Run): Note | null {
  const value = readNote(run.dirs, noteName(run));
  if (typeof value !== "object" || value === null || !("folder" in value)) return null;
  const numbers = numbersOf(value, lookAtSelf(run.dirs.shared).dev);
  const { folder, coming } = value as Note;
  return { folder: renumbered(folder, numbers), coming: coming && renumbered(coming, numbers) };
}

function clear(operation: Restore, stage: Spot, note: Note | null): void {
  const found = look(stage);
  if (found === null) return;
  if (found.id === note?.folder) removeOwnTree(stage);
  else if (note === null && isEmptyFolder(stage)) dropOwnDir(stage);
  else throw unexpected(operation, stage, found);
  syncDir(stage.dir);
}

/** Killed between making the folder and noting it. */
function isEmptyFolder(spot: Spot): boolean {
  if (look(spot)?.kind !== "directory") return false;
  const dir = openChild(spot.dir, spot.name);
  try {
    return namesIn(dir).length === 0;
  } finally {
    closeDir(dir);
  }
}

function prepare(operation: Restore, names: Names, run: Run): Outcome {
  const snapshot = openSnapshot(operation);
  if (snapshot === null) return refusedOutcome(operation, notTheSame(operation));
  try {
    const fault = restoreRoomFault(operation, snapshot.sealed.manifest.nodes, { data: snapshot.data, run });
    if (fault !== null) return refusedOutcome(operation, fault);
    makeDir(names.stage, PRIVATE);
    const folder = openChild(names.stage.dir, names.stage.name);
    try {
      return fill(operation, { ...names, folder, snapshot }, run);
    } finally {
      closeDir(folder);
    }
  } finally {
    closeDir(snapshot.data);
  }
}

interface OpenSnapshot {
  readonly sealed: SealedManifest;
  readonly data: Dir;
}

/** Null where it is gone, or not the one that the plan was made for. */
function openSnapshot({ snapshot, digest }: Restore): OpenSnapshot | null {
  try {
    return withSpot(snapshot, (spot) => {
      const own = openChild(spot.dir, spot.name);
      try {
        const sealed = readManifest(own);
        return sealed?.digest === digest ? { sealed, data: openChild(own, SNAPSHOT_PARTS.data) } : null;
      } finally {
        closeDir(own);
      }
    });
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

type Filling = Names & { readonly folder: Dir; readonly snapshot: OpenSnapshot };

function fill(operation: Restore, { place, stage, folder, snapshot }: Filling, run: Run): Outcome {
  const { id } = lookAtSelf(folder);
  syncDir(stage.dir);
  writeNote(run.dirs, noteName(run), { folder: id, coming: null });
  const copy = copyIn(folder, operation);
  let lost: LostOf;
  try {
    lost = makeCopy(copy, operation, { snapshot, run });
  } catch (error) {
    takeBack(stage, id);
    if (!(error instanceof HoldfastError) || error.exit !== "problems") throw error;
    const { code, message, hint = "" } = error;
    return refusedOutcome(operation, { code, message, hint });
  }
  const coming = look(copy)?.id ?? "";
  writeNote(run.dirs, noteName(run), { folder: id, coming });
  return plus(finish(operation, { place, stage, coming }, run), { diagnostics: lostWarnings(operation.path, lost) });
}

/** It has the name of what it replaces, which lies there for a moment after the exchange. */
function copyIn(folder: Dir, { at }: Restore): Spot {
  return { dir: folder, name: at.name };
}

function makeCopy(copy: Spot, operation: Restore, of: { readonly snapshot: OpenSnapshot; readonly run: Run }): LostOf {
  const native = of.run.files();
  const { sealed, data } = of.snapshot;
  const lost = bringBack(copy, {
    nodes: nodesWithin(sealed.manifest.nodes, operation.node),
    root: operation.node,
    data,
    native: native ?? PLAIN_FILES,
    durable: native === null,
    clones: { works: true },
  });
  if (native === null) syncDir(copy.dir);
  else native.syncFileSystem(copy.dir);
  return lost;
}

function finish(operation: Restore, names: Names & { readonly coming: string }, run: Run): Outcome {
  const { place, stage, coming } = names;
  if (look(stage) === null) {
    // All that was left to do was to say so.
    if (look(place)?.id !== coming) throw unexpected(operation, place, look(place));
    return keepingIn(operation, run, () => NO_OUTCOME);
  }
  const folder = openChild(stage.dir, stage.name);
  let outcome: Outcome;
  try {
    const from = copyIn(folder, operation);
    outcome = keepingIn(operation, run, (kept) =>
      takePlace({ path: operation.path, place, from, kept, coming, replaced: operation.replaced }, run),
    );
    // It was refused: the copy is ours to remove.
    if (look(from)?.id === coming) removeOwnTree(from);
  } finally {
    closeDir(folder);
  }
  dropOwnDir(stage);
  syncDir(stage.dir);
  return outcome;
}

/** What cannot be removed now, on a disk that fails, the next run removes by the note. */
function takeBack(stage: Spot, folder: string): void {
  try {
    if (look(stage)?.id === folder) removeOwnTree(stage);
    syncDir(stage.dir);
  } catch {
    // The error that led here is the one to tell.
  }
}

function notTheSame({ snapshot }: Restore): { readonly code: string; readonly message: string; readonly hint: string } {
  return {
    code: "snapshot-changed",
    message: `The snapshot "${snapshot.directory}/${snapshot.name}" is gone, or is not the one that was looked at; nothing was replaced`,
    hint: "Look at what there is: holdfast snapshot list",
  };
}
