/**
 * Making the tree of a delivery in a folder of its own, which stands under its name from the beginning and belongs to nobody but its maker until it is
 * complete. A note in the journal tells later runs what it is:
 *
 *   no note    the name      then
 *              is free       make the folder, note it as `making`
 *              a folder of ours, empty     killed between the two: drop it, begin
 *              anything else               stop: the disk is not as planned
 *   making     that folder   half-made: remove it, begin
 *   made       any           done, and perhaps moved on by the steps that follow: leave it
 *
 * The delivery is opened, listed and judged anew, so that nothing but what is read now decides; one that has changed since it was planned for is refused.
 */
import { isAboutDelivery } from "../core/arrival-error.ts";
import { HoldfastError } from "../core/error.ts";
import { acceptListing } from "../plan/arrival/listing.ts";
import type { Unpack } from "../plan/operation.ts";
import type { Archive } from "../system/archive/archive.ts";
import { openSource } from "../system/archive/open-source.ts";
import { writeTree } from "../system/archive/write-tree.ts";
import {
  closeDir,
  type Dir,
  dropOwnDir,
  look,
  lookAtSelf,
  makeDir,
  namesIn,
  openChild,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import { setDirOwner } from "../system/dir-owner.ts";
import type { NodeFact } from "../system/facts.ts";
import { effectiveUser, givable } from "../system/process-identity.ts";
import { removeOwnTree } from "../system/remove-tree.ts";
import { dropNote, readNote, writeNote } from "./journal.ts";
import { numbersOf, renumbered } from "./renumbered.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "./run.ts";

const PRIVATE = 0o700;

/** Makes the tree; when it returns, every file, folder and link of it is durable, and complete. On any error nothing of it is left. */
export function unpack(operation: Unpack, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const note = readUnpacking(run);
    if (note?.phase === "made") return NO_OUTCOME;
    clear(operation, spot, note);
    const archive = reopen(operation);
    try {
      make(operation, { spot, archive }, run);
    } finally {
      archive.close();
    }
    return NO_OUTCOME;
  });
}

/** What is known of a folder that is being made. */
interface Unpacking {
  readonly phase: "making" | "made";
  /** `dev:ino` of the folder. */
  readonly folder: string;
}

/** Not a name that a retirement's note has. */
function noteName(run: Pick<Run, "tx" | "step">): string {
  return `${run.tx}.${run.step}-unpack`;
}

function readUnpacking(run: Run): Unpacking | null {
  const value = readNote(run.dirs, noteName(run));
  if (typeof value !== "object" || value === null || !("phase" in value) || !("folder" in value)) return null;
  const { phase, folder } = value as Unpacking;
  return { phase, folder: renumbered(folder, numbersOf(value, lookAtSelf(run.dirs.shared).dev)) };
}

/** Makes the name free, or throws `disk-changed`. */
function clear(operation: Unpack, spot: Spot, note: Unpacking | null): void {
  const found = look(spot);
  if (found === null) return;
  if (found.id === note?.folder) removeOwnTree(spot);
  else if (note === null && isOurEmpty(spot, found)) dropOwnDir(spot);
  else throw unexpected(operation, spot, found);
  syncDir(spot.dir);
}

function isOurEmpty(spot: Spot, found: NodeFact): boolean {
  if (found.kind !== "directory" || found.mode !== PRIVATE || found.uid !== effectiveUser()) return false;
  const dir = openChild(spot.dir, spot.name);
  try {
    return namesIn(dir).length === 0;
  } finally {
    closeDir(dir);
  }
}

function reopen({ source, limits }: Unpack): Archive {
  const archive = ofDelivery(source.path, () => openSource(source.path, limits));
  const same =
    archive.kind === source.kind &&
    archive.identity === source.identity &&
    archive.size === source.size &&
    (source.digest === null || source.digest === archive.digest());
  if (same) return archive;
  archive.close();
  throw changed(source.path, "it is not the one that the plan was made for");
}

interface Making {
  readonly spot: Spot;
  readonly archive: Archive;
}

function make(operation: Unpack, { spot, archive }: Making, run: Run): void {
  run.fence();
  makeDir(spot, PRIVATE);
  const made = openChild(spot.dir, spot.name);
  try {
    const folder = lookAtSelf(made).id;
    syncDir(spot.dir);
    writeNote(run.dirs, noteName(run), { phase: "making", folder });
    fillOrRemove(operation, { spot, archive, made }, run);
    run.fence();
    writeNote(run.dirs, noteName(run), { phase: "made", folder });
  } finally {
    closeDir(made);
  }
}

function fillOrRemove(operation: Unpack, making: Making & { readonly made: Dir }, run: Run): void {
  try {
    ofDelivery(operation.source.path, () => {
      fill(operation, making, run);
    });
  } catch (error) {
    takeBack(making, run);
    throw error;
  }
}

function fill(operation: Unpack, { archive, made }: Making & { readonly made: Dir }, run: Run): void {
  const { limits, root, owner, source } = operation;
  const delivery = { source: source.path, kind: archive.kind, entries: archive.entries, size: archive.size };
  const listing = acceptListing(delivery, { limits, root: root === "" ? "." : root });
  const native = run.files();
  const given = run.asRoot ? { uid: owner.uid, gid: owner.gid } : null;
  writeTree(made, archive, { listing, how: { owner: given, durable: native === null } });
  const self = lookAtSelf(made);
  setDirOwner(made, { ...givable(self, owner, run.asRoot), mode: owner.mode });
  if (native === null) syncDir(made);
  else native.syncFileSystem(made);
}

/** What cannot be removed now, on a disk that fails, the next run removes by the note. */
function takeBack({ spot, made }: Making & { readonly made: Dir }, run: Run): void {
  try {
    if (look(spot)?.id === lookAtSelf(made).id) removeOwnTree(spot);
    syncDir(spot.dir);
    dropNote(run.dirs, noteName(run));
    syncDir(run.dirs.journal);
  } catch {
    // The error that led here is the one to tell.
  }
}

/** A delivery was whole and accepted when it was planned for: what is wrong with it now has come since. */
function ofDelivery<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isAboutDelivery(error) && (error as HoldfastError).code !== "source-unreadable") throw error;
    throw changed(path, (error as HoldfastError).message, error);
  }
}

function changed(path: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError({
    code: "disk-changed",
    message: `"${path}" has changed since it was looked at: ${why}`,
    hint: "Nothing of it was unpacked; run the command again, it looks anew",
    exit: "unfinished",
    cause,
  });
}
