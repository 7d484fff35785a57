/**
 * Both the app and shared have the entry (docs/how-data-is-taken-over.md):
 *
 *   1  link what shared lacks into shared, rescue the losers          killed here: the app is untouched; the run starts over
 *   2  note the linked-in names in the journal, durably
 *   3  a link, prepared in the retired folder, is exchanged with the app's folder       the one call that readers could notice
 *   4  sweep what the app did meanwhile                                killed here: found by the link and the retired folder; swept again
 *   5  compare once more, and settle when nobody has it open (`settle.ts`); else a later run does
 */
import { abs, baseName, segmentsOf } from "../core/path.ts";
import type { Merge } from "../plan/operation.ts";
import { closeDir, dropOwnName, look, openChild, type Spot, syncDir } from "../system/dir.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { type SyncsTogether, syncsTogether } from "./folder-syncs.ts";
import { dropNote, isSettled } from "./journal.ts";
import { exchangeOut, isOurLink, placeLink, prepareLink } from "./exchange-out.ts";
import { closedFolder, noSecondName, reasonFor, refusedMerge } from "./refusal.ts";
import { dropEmptyFolders, takeBack } from "./rescue.ts";
import { noteName, readRetirement, type Retirement, writeRetirement } from "./retirement.ts";
import { NO_OUTCOME, type Outcome, plus, type Run, unexpected, withSpot, withSpots } from "./run.ts";
import { compareOnce, dropAll } from "./settle.ts";
import { ensurePath } from "./state.ts";
import { type Level, type MergeWork, type Pair } from "./merge-work.ts";
import { linkName, linkTree } from "./tree-link.ts";
import { sweepName, sweepTree } from "./tree-sweep.ts";
import { unmergeable } from "./unmergeable.ts";

/** Merges one entry. When it returns, the link stands, shared has everything, the losers are rescued, all durably. */
export function merge(operation: Merge, run: Run): Outcome {
  const note = readRetirement(run, noteName(run));
  if (note !== null && isSettled(run.dirs, noteName(run))) return { ...NO_OUTCOME, rescued: note.rescued };
  if (note?.phase === "dropping") return { ...dropAll(note, noteName(run), run), rescued: note.rescued };
  return withRetired(operation, run, (retired) => {
    if (look(retired)?.id === operation.identity) {
      if (!isStillInApp(operation)) return finishSweep(operation, retired, run);
      dropOwnName(retired);
    }
    return withSpots(operation.at, operation.into, (app, shared) => takeOut(operation, { app, shared, retired }, run));
  });
}

/** A file that has its name in the application still: a script without an exchange gives it a second one before the link takes the place of the first. */
function isStillInApp({ at, identity }: Merge): boolean {
  return lookAt(bytes(abs(`${at.directory}/${at.name}`)))?.id === identity;
}

interface Ends {
  readonly app: Spot;
  readonly shared: Spot;
  /** Where the app's own goes: first the prepared link stands here. */
  readonly retired: Spot;
}

interface Merging extends MergeWork {
  readonly syncs: SyncsTogether;
}

/** Steps 1 to 5. */
function takeOut(operation: Merge, ends: Ends, run: Run): Outcome {
  const inApp = look(ends.app);
  if (inApp?.id !== operation.identity) {
    if (isOurLink(inApp, operation) && readRetirement(run, noteName(run)) === null) return NO_OUTCOME;
    throw unexpected(operation, ends.app, inApp);
  }
  const work = workOf(operation, run, null);
  prepareLink(operation, ends, look(ends.shared) ?? inApp);
  const refused = unmergeable(operation, ends, run) ?? tryLinking(operation, ends, work);
  if (refused !== null) return takenBack(refused, { ends, operation }, work);
  const note = noteOf(operation, ends, work);
  writeRetirement(run, noteName(run), note);
  run.fence();
  const exchanged = exchangeOut(operation, ends, run);
  if (exchanged.refused.length === 0) return plus(exchanged, sweep(ends, { note, work }));
  dropNote(run.dirs, noteName(run));
  return takenBack(exchanged, { ends, operation }, work);
}

function noteOf(operation: Merge, ends: Omit<Ends, "app">, work: MergeWork): Retirement {
  return {
    how: "linked",
    phase: "taking",
    path: operation.path,
    at: { directory: ends.retired.dir.path, name: ends.retired.name },
    into: operation.into,
    identity: operation.identity,
    nodeKind: operation.nodeKind,
    linked: [...work.linked],
    seen: [...work.seen],
    rescued: work.rescued,
  };
}

/**
 * What a merge that is refused has made goes again, so that a run that is refused every day leaves nothing behind: the prepared link, and the
 * rescue folder's second names of files that the app goes on using. What shared gained stays: it is the app's own content.
 */
function takenBack(
  refused: Outcome,
  { ends, operation }: { readonly ends: Ends; readonly operation: Merge },
  work: MergeWork,
): Outcome {
  const { run } = work;
  if (isOurLink(look(ends.retired), operation)) dropOwnName(ends.retired);
  const rescued = work.rescued.filter((kept) => !takeBack(kept, operation));
  dropEmptyFolders(run.dirs.retired, run.tx);
  dropEmptyFolders(run.dirs.rescued, run.tx);
  return { ...refused, rescued };
}

/** Killed after the exchange: the retired folder is what the app had. The release itself may be gone by now; its data is not. */
function finishSweep(operation: Merge, retired: Spot, run: Run): Outcome {
  const known = readRetirement(run, noteName(run));
  if (lookAt(bytes(operation.at.directory)) !== null) {
    withSpots(operation.at, operation.into, (app, shared) => {
      if (look(app) === null) placeLink(operation, app, look(shared) ?? look(retired));
    });
  }
  return withSpot(operation.into, (shared) => {
    const work = workOf(operation, run, known);
    return sweep({ shared, retired }, { note: known ?? noteOf(operation, { shared, retired }, work), work });
  });
}

function workOf(operation: Merge, run: Run, note: Retirement | null): Merging {
  return {
    operation,
    run,
    linked: new Map(note?.linked),
    seen: new Map(note?.seen),
    rescued: [...(note?.rescued ?? [])],
    changes: { count: 0 },
    syncs: syncsTogether(),
    fromApp: new Set(operation.fromApp),
    staysDeleted: new Set(operation.staysDeleted),
  };
}

/** At most so many passes; a writer that is faster than that is left to the sweep. */
const PASSES = 5;

/** Passes until one changes nothing, so that next to nothing is left for the sweep and no new file is missed by a reader for long. */
function linkInPasses(ends: Ends, work: Merging): void {
  for (let pass = 0; pass < PASSES; pass++) {
    work.changes.count = 0;
    eachWay({ from: ends.app, into: ends.shared }, work, { tree: linkTree, name: linkName });
    if (work.changes.count === 0) return;
  }
}

/** Links (step 1). Where the kernel refuses second names, nothing was changed in the app: refused with what to do. */
function tryLinking(operation: Merge, ends: Ends, work: Merging): Outcome | null {
  try {
    linkInPasses(ends, work);
    work.syncs.finish(ends.shared);
    // What was exchanged into shared came by way of the stage: the exchange is durable when both its folders are.
    syncDir(work.run.dirs.stage);
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (isUnsupported(error)) return refusedMerge(operation, reasonFor(code, ends.app, work.run));
    if (!["EPERM", "EACCES", "EXDEV", "EMLINK"].includes(code)) throw error;
    return refusedMerge(operation, isClosedFolder(error) ? closedFolder(error) : noSecondName(code, ends.app));
  }
}

/** A folder on either side that this user may not enter: what is in it cannot be compared. */
function isClosedFolder(error: unknown): error is NodeJS.ErrnoException {
  const { code = "", syscall = "" } = error as NodeJS.ErrnoException;
  return code === "EACCES" && ["open", "scandir"].includes(syscall);
}

function sweep(
  ends: Omit<Ends, "app">,
  { note, work }: { readonly note: Retirement; readonly work: Merging },
): Outcome {
  eachWay({ from: ends.retired, into: ends.shared }, work, { tree: sweepTree, name: sweepName });
  work.syncs.finish(ends.shared);
  syncDir(ends.shared.dir);
  syncDir(work.run.dirs.stage);
  const outcome = compareOnce(ends, { note, name: noteName(work.run), work });
  return { ...outcome, rescued: work.rescued };
}

interface Ways {
  readonly tree: (level: Level, work: MergeWork) => void;
  readonly name: (pair: Pair, work: MergeWork) => void;
}

/** Runs over what two spots have: a folder is walked; a file is one pair with an empty path. */
export function eachWay(sides: { readonly from: Spot; readonly into: Spot }, work: MergeWork, ways: Ways): void {
  const { from, into } = sides;
  if (work.operation.nodeKind === "file") {
    ways.name({ app: from, shared: into, path: "" }, work);
    syncDir(into.dir);
    return;
  }
  const source = openChild(from.dir, from.name);
  try {
    const target = openChild(into.dir, into.name);
    try {
      ways.tree({ app: source, shared: target, prefix: "" }, work);
    } finally {
      closeDir(target);
    }
  } finally {
    closeDir(source);
  }
}

/** Opens the place in the retired folder for what an operation retires. */
export function withRetired(
  operation: Pick<Merge, "at" | "path">,
  run: Run,
  work: (retired: Spot) => Outcome,
): Outcome {
  const inShared =
    operation.at.directory.startsWith(`${run.dirs.shared.path}/`) || operation.at.directory === run.dirs.shared.path;
  const names = [run.tx, ...(inShared ? ["shared"] : []), ...segmentsOf(operation.path)];
  const folder = ensurePath(run.dirs.retired, names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    return work({ dir: folder, name: baseName(operation.path) });
  } finally {
    closeDir(folder);
  }
}
