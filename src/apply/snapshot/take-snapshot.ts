/**
 * A snapshot of shared's data. It is made under a name that says that it is not complete, with its manifest last, and gets its own name when all of it is
 * durable: a name without `.partial` means a complete snapshot. A note in the journal tells later runs whose the half-made folder is:
 *
 *   no note    nothing half-made         begin (a resumed run does not: the moment it was wanted for has passed)
 *   making     half-made                 remove it; the data itself was only read
 *   made       half-made, complete       give it its name
 *   made       it has its name           done
 */
import { HoldfastError } from "../../core/error.ts";
import { partialName, SNAPSHOT_PARTS, type SnapshotNode } from "../../core/snapshot.ts";
import type { TakeSnapshot } from "../../plan/operation.ts";
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
} from "../../system/dir.ts";
import { setDirOwner } from "../../system/dir-owner.ts";
import { PLAIN_FILES } from "../../system/plain-files.ts";
import { effectiveUser } from "../../system/process-identity.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { readNote, writeNote } from "../journal.ts";
import { refusedOutcome } from "../refusal.ts";
import { numbersOf, renumbered } from "../renumbered.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "../run.ts";
import { type CopiedShared, copyShared } from "./copy-shared.ts";
import { openBefore, type SnapshotBefore } from "./before.ts";
import { writeManifest } from "./manifest-file.ts";
import { roomFault } from "./room.ts";

const PRIVATE = 0o700;

/** When it returns without a refusal, the snapshot is complete, durable and has its name. What is refused leaves nothing of it. */
export function takeSnapshot(operation: TakeSnapshot, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const half: Spot = { dir: spot.dir, name: partialName(spot.name) };
    const note = readTaking(run);
    const [found, begun] = [look(spot), look(half)];
    if (note?.phase === "made" && (found?.id === note.folder || begun?.id === note.folder))
      return publish(operation, { spot, half, id: note.folder }, run);
    clear(operation, half, note);
    if (found !== null) throw unexpected(operation, spot, found);
    if (run.resuming) throw interrupted(operation);
    return make(operation, { spot, half }, run);
  });
}

interface Names {
  readonly spot: Spot;
  readonly half: Spot;
}

/** What is known of a snapshot that is being made. */
interface Note {
  readonly phase: "making" | "made";
  /** `dev:ino` of its folder. */
  readonly folder: string;
}

function noteName(run: Pick<Run, "tx" | "step">): string {
  return `${run.tx}.${run.step}-snapshot`;
}

function readTaking(run: Run): Note | null {
  const value = readNote(run.dirs, noteName(run));
  if (typeof value !== "object" || value === null || !("phase" in value) || !("folder" in value)) return null;
  const { phase, folder } = value as Note;
  return { phase, folder: renumbered(folder, numbersOf(value, lookAtSelf(run.dirs.shared).dev)) };
}

/** Makes the half-made name free, or throws `disk-changed`. */
function clear(operation: TakeSnapshot, half: Spot, note: Note | null): void {
  const found = look(half);
  if (found === null) return;
  if (found.id === note?.folder) removeOwnTree(half);
  else if (note === null && isOurEmpty(half)) dropOwnDir(half);
  else throw unexpected(operation, half, found);
  syncDir(half.dir);
}

/** Killed between making the folder and noting it. */
function isOurEmpty(spot: Spot): boolean {
  const found = look(spot);
  if (found?.kind !== "directory" || found.mode !== PRIVATE || found.uid !== effectiveUser()) return false;
  const dir = openChild(spot.dir, spot.name);
  try {
    return namesIn(dir).length === 0;
  } finally {
    closeDir(dir);
  }
}

function make(operation: TakeSnapshot, names: Names, run: Run): Outcome {
  const before = openBefore(operation.before);
  try {
    const fault = roomFault(operation, { before, target: names.half.dir }, run);
    if (fault !== null) return refusedOutcome(operation, fault);
    makeDir(names.half, PRIVATE);
    const folder = openChild(names.half.dir, names.half.name);
    try {
      return fill(operation, { ...names, folder, before }, run);
    } finally {
      closeDir(folder);
    }
  } finally {
    before?.close();
  }
}

type Making = Names & { readonly folder: Dir; readonly before: SnapshotBefore | null };

function fill(operation: TakeSnapshot, making: Making, run: Run): Outcome {
  const { half, folder } = making;
  const { id } = lookAtSelf(folder);
  syncDir(half.dir);
  writeNote(run.dirs, noteName(run), { phase: "making", folder: id });
  try {
    const copied = copyData(operation, making, run);
    seal(operation, { folder, copied }, run);
    writeNote(run.dirs, noteName(run), { phase: "made", folder: id });
    return publish(operation, { ...making, id }, run);
  } catch (error) {
    takeBack(half, id);
    if (error instanceof HoldfastError && error.exit === "problems") return refusedBy(operation, error);
    throw error;
  }
}

function refusedBy(operation: TakeSnapshot, { code, message, hint = "" }: HoldfastError): Outcome {
  return refusedOutcome(operation, { code, message, hint });
}

function copyData(operation: TakeSnapshot, { folder, before }: Making, run: Run): CopiedShared {
  const native = run.files();
  makeDir({ dir: folder, name: SNAPSHOT_PARTS.data }, PRIVATE);
  const data = openChild(folder, SNAPSHOT_PARTS.data);
  try {
    const nodes: readonly SnapshotNode[] = before?.manifest.nodes ?? [];
    return copyShared(run.dirs.shared, data, {
      skip: new Set(operation.skip),
      taking: {
        native: native ?? PLAIN_FILES,
        durable: native === null,
        clones: { works: true },
        before: new Map(nodes.map((node) => [node.path, node])),
        databasesBefore: new Set(before?.manifest.head.databases ?? []),
        folderBefore: (path) => before?.folderOf(path) ?? null,
        firsts: new Map(),
        clock: () => Date.now(),
      },
    });
  } finally {
    closeDir(data);
  }
}

/** Writes the manifest and makes everything durable: with koffi by one call for the file system, else each file was synced by itself. */
function seal(operation: TakeSnapshot, made: { readonly folder: Dir; readonly copied: CopiedShared }, run: Run): void {
  const { folder } = made;
  const { nodes, ...counts } = made.copied;
  const { name } = operation.at;
  const { named, program, begun } = operation;
  const head = {
    schema: 1,
    name,
    named,
    shared: run.dirs.shared.path,
    program,
    begun,
    ended: now(),
    ...counts,
  } as const;
  run.files()?.syncFileSystem(folder);
  writeManifest(folder, { head, nodes }, run.asRoot ? run.owner : null);
  if (run.asRoot) setDirOwner(folder, { uid: run.owner.uid, gid: run.owner.gid, mode: PRIVATE });
  syncDir(folder);
}

function now(): string {
  return new Date().toISOString().replace(/\.\d{3}Z$/, "Z");
}

function publish(operation: TakeSnapshot, { spot, half, id }: Names & { readonly id: string }, run: Run): Outcome {
  const found = look(spot);
  if (found?.id !== id) {
    if (found !== null) throw unexpected(operation, spot, found);
    run.fence();
    run.native.renameNoReplace(half, spot);
  }
  syncDir(spot.dir);
  return NO_OUTCOME;
}

/** What cannot be removed now, on a disk that fails, the next run removes by the note. */
function takeBack(half: Spot, folder: string): void {
  try {
    if (look(half)?.id === folder) removeOwnTree(half);
    syncDir(half.dir);
  } catch {
    // The error that led here is the one to tell.
  }
}

function interrupted(operation: TakeSnapshot): HoldfastError {
  return new HoldfastError({
    code: "disk-changed",
    message: `The snapshot "${operation.at.name}" was interrupted before it was complete; what there was of it has been removed, the data was only read`,
    hint: "Take it again: holdfast snapshot",
    exit: "unfinished",
  });
}
