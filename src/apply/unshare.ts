/**
 * The opposite of taking over (docs/undo.md). The app's link leads to shared's data; afterwards the data is the app's and shared leads to it.
 *
 *   1  a clone in the stage: every file by a second name, folders made anew         killed here: the clone is dropped, the step starts over
 *   2  the clone is swept once more, and known name by name in the journal
 *   3  clone and link exchange their places: the app has its own                    killed here: known by the link in the stage
 *   4  shared's and a prepared link exchange theirs: shared leads to the app's      killed here: known by the link in shared
 *   5  sweep what was written through shared in between                             killed here: the next run sweeps
 *   6  compare once more, and settle when nobody has it open (`settle.ts`); else a later run does
 *
 * Readers and writers of either path never see a gap: each exchange puts the same files, by other names, in the place of those that were there. Databases
 * are held quiet from 2 to 6 (`quiet-databases.ts`), because SQLite finds its log by the name that the database was opened by.
 */
import { abs, relativeText } from "../core/path.ts";
import type { Unshare } from "../plan/operation.ts";
import { dropOwnName, look, type Spot, syncDir } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { discardClone, dressFolders, makeClone, ownersLost } from "./clone.ts";
import { type Exchanged, exchangeOut, isOurLink, prepareLink } from "./exchange-out.ts";
import { exchangeClone, finishTwoSteps, notGivenBack } from "./exchange-in.ts";
import { AT_ONCE } from "./folder-syncs.ts";
import { dropNote, isSettled } from "./journal.ts";
import { eachWay, withRetired } from "./merge.ts";
import { quietly } from "./quiet-databases.ts";
import { dropEmptyFolders } from "./rescue.ts";
import { noteName, readRetirement, type Retirement, writeRetirement } from "./retirement.ts";
import { refusedOutcome } from "./refusal.ts";
import { NO_OUTCOME, type Outcome, plus, type Run, unexpected, withSpots } from "./run.ts";
import { compareOnce, dropAll } from "./settle.ts";
import { type MergeWork } from "./merge-work.ts";
import { sweepName, sweepTree } from "./tree-sweep.ts";
import { bringCompanions, dropCompanions, returnCompanions } from "./unshare-companions.ts";

/** Gives one entry back. When it returns, the app has it and shared leads there, durably, or the outcome says why not and nothing of it was changed. */
export function unshare(operation: Unshare, run: Run): Outcome {
  const note = readRetirement(run, noteName(run));
  if (note !== null && isSettled(run.dirs, noteName(run)))
    return { ...NO_OUTCOME, inPlace: [operation.path], rescued: note.rescued };
  if (note?.phase === "dropping")
    return { ...dropAll(note, noteName(run), run), inPlace: [operation.path], rescued: note.rescued };
  return withRetired(operation, run, (retired) =>
    withSpots(operation.at, operation.into, (app, shared) => {
      const clone: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-clone` };
      return giveBack({ operation, run, app, shared, retired, clone }, note);
    }),
  );
}

/** What every step is given. */
export interface Giving {
  readonly operation: Unshare;
  readonly run: Run;
  readonly app: Spot;
  readonly shared: Spot;
  /** Where shared's goes: first the prepared link stands here. */
  readonly retired: Spot;
  /** Where the clone is made; after the exchange the app's link stands here. */
  readonly clone: Spot;
}

function giveBack(giving: Giving, note: Retirement | null): Outcome {
  const { operation, run } = giving;
  if (note !== null) finishTwoSteps(giving);
  if (note !== null && isExchanged(giving)) return goOn(giving, { note, work: workOf(giving, note) });
  refuseOther(giving);
  discardClone(giving);
  const work = workOf(giving, null);
  const refused = makeClone(giving, work) ?? quietly(giving, () => takeOut(giving, work));
  if (refused.refused.length === 0) return refused;
  if (readRetirement(run, noteName(run)) !== null) dropNote(run.dirs, noteName(run));
  discardClone(giving);
  if (isOurLink(look(giving.retired), backOf(giving))) dropOwnName(giving.retired);
  dropEmptyFolders(run.dirs.retired, run.tx);
  return { ...refused, refused: [operation.path] };
}

/** True when the app has its own already. */
function isExchanged(giving: Giving): boolean {
  return isOurLink(look(giving.clone), giving.operation) || isOurLink(look(giving.shared), backOf(giving));
}

/** What stands there must be what the plan was made for. */
function refuseOther({ operation, app, shared }: Giving): void {
  const [inApp, inShared] = [look(app), look(shared)];
  if (!isOurLink(inApp, operation)) throw unexpected(operation, app, inApp);
  if (inShared?.id !== operation.identity) throw unexpected(operation, shared, inShared);
}

/** Steps 2 to 6. */
function takeOut(giving: Giving, work: MergeWork): Outcome {
  const { run, clone, shared } = giving;
  sweep({ from: shared, into: clone }, work);
  dressFolders(giving);
  syncDir(clone.dir);
  const told = { ...NO_OUTCOME, diagnostics: ownersLost(giving) };
  const note = noteOf(giving, work);
  writeRetirement(run, noteName(run), note);
  bringCompanions(giving);
  run.fence();
  const exchanged = exchangeClone(giving);
  if (exchanged.refused.length === 0) return plus(plus(exchanged, told), goOn(giving, { note, work }));
  returnCompanions(giving);
  return exchanged;
}

/** Steps 4 to 6. */
function goOn(giving: Giving, { note, work }: { readonly note: Retirement; readonly work: MergeWork }): Outcome {
  const { operation, run, app, shared, retired, clone } = giving;
  const inShared = look(shared);
  const identity = identityNow(giving, inShared);
  const back = { ...backOf(giving), identity };
  const known = identity === note.identity ? note : { ...note, identity };
  if (known !== note) writeRetirement(run, noteName(run), known);
  if (inShared?.id === identity) {
    prepareLink(back, { app: shared, retired }, inShared);
    run.fence();
    const retiring = exchangeOut(back, { app: shared, retired }, run);
    if (retiring.refused.length > 0) return takenBack(giving, { retiring, work });
  } else if (!isOurLink(inShared, back)) throw unexpected(operation, shared, inShared);
  if (isOurLink(look(clone), operation)) dropOwnName(clone);
  syncDir(clone.dir);
  sweep({ from: retired, into: app }, work);
  dropCompanions(giving);
  const compared = compareOnce({ retired, shared: app }, { note: known, name: noteName(run), work });
  return { ...compared, inPlace: [operation.path], rescued: work.rescued };
}

/** An editor may have put another file in the place of the one that was planned for: that is the data then. */
function identityNow({ operation, retired }: Giving, inShared: NodeFact | null): string {
  if (operation.nodeKind === "directory") return operation.identity;
  const file = inShared?.kind === "file" ? inShared : look(retired);
  return file?.kind === "file" ? file.id : operation.identity;
}

/** Shared's cannot be moved: the link takes its place in the app again, and what was written meanwhile goes to shared. */
function takenBack(
  giving: Giving,
  { retiring, work }: { readonly retiring: Outcome; readonly work: MergeWork },
): Outcome {
  const { run, app, shared, clone } = giving;
  run.native.exchange(app, clone);
  syncDir(app.dir);
  syncDir(clone.dir);
  sweep({ from: clone, into: shared }, work);
  returnCompanions(giving);
  return { ...sharedStays(giving, retiring), rescued: work.rescued };
}

function sharedStays(giving: Giving, { diagnostics: [because] }: Outcome): Outcome {
  const { operation } = giving;
  if (because === undefined || because.code === "mount-point") return notGivenBack(operation, "EBUSY", giving);
  const { code, message, hint = "Run the command again" } = because;
  return refusedOutcome(operation, { code, message: `"${operation.path}" stays linked to shared: ${message}`, hint });
}

function sweep(sides: { readonly from: Spot; readonly into: Spot }, work: MergeWork): void {
  // The names of a work are sorted into folders once: another sweep begins with them as they are then.
  const swept = { ...work };
  eachWay(sides, swept, { tree: sweepTree, name: sweepName });
  syncDir(sides.into.dir);
  syncDir(work.run.dirs.stage);
}

/** The link that shared gets. */
function backOf({ operation, shared }: Giving): Exchanged {
  const { at, into, path, identity, live } = operation;
  return { path, at: into, text: relativeText(shared.dir.path, abs(`${at.directory}/${at.name}`)), identity, live };
}

function noteOf({ operation, retired, clone }: Giving, work: MergeWork): Retirement {
  return {
    how: "undone",
    phase: "taking",
    path: operation.path,
    at: { directory: retired.dir.path, name: retired.name },
    into: operation.at,
    identity: operation.identity,
    nodeKind: operation.nodeKind,
    staged: look(clone)?.id ?? "",
    linked: [...work.linked],
    seen: [...work.seen],
    rescued: work.rescued,
  };
}

function workOf({ operation, run }: Giving, note: Retirement | null): MergeWork {
  return {
    operation: { path: operation.path, nodeKind: operation.nodeKind, live: true, winner: "app" },
    run,
    linked: new Map(note?.linked),
    seen: new Map(note?.seen),
    rescued: [...(note?.rescued ?? [])],
    changes: { count: 0 },
    syncs: AT_ONCE,
    fromApp: new Set(),
    staysDeleted: new Set(),
  };
}
