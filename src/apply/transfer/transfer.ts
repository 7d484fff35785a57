/**
 * Taking over across file systems (docs/how-data-is-taken-over.md). Data is copied here, so what is written meanwhile must come along:
 *
 *   1  passes into a tree of ours in the stage, until little changes           killed here: the copy is dropped, the run starts over
 *   2  the owner's command stops the application, where one was given; a last pass
 *   3  the copy is durable, and known name by name in the journal
 *   4  it is published: renamed to its place, or merged into what is there     killed here: taken back, the run starts over
 *   5  a prepared link is exchanged with the app's folder                      killed here: found by the note; goes on with 6
 *   6  the application goes on; drain what was written into the old tree       killed here: the next run drains
 *   7  when the old tree is quiet, what shared provably has is dropped from it; else a later run goes on
 */
import type { Transfer } from "../../plan/operation.ts";
import { closeDir, look, lookAtSelf, type Spot } from "../../system/dir.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import type { NativeFiles } from "../../system/native-files.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { isOurLink } from "../exchange-out.ts";
import { isSettled } from "../journal.ts";
import { noteName, readRetirement, type Retirement } from "../retirement.ts";
import { NO_OUTCOME, type Outcome, plus, type Run, unexpected, withSpots } from "../run.ts";
import { exchangeIntoPlace } from "./place.ts";
import { keepSwap } from "./bring-copy.ts";
import { finishTransfer, settleTransfer } from "./finish.ts";
import { type Hooks, withHooks } from "./hooks.ts";
import { left, noCalls } from "./messages.ts";
import { takeBack } from "./publish.ts";
import { makeCopy, type Making } from "./make-copy.ts";
import { stageSpot, transferWork } from "./work.ts";

/** Transfers one entry. When it returns, the link stands and shared has everything, durably, or the outcome says what was not done. */
export function transfer(operation: Transfer, run: Run): Outcome {
  const native = run.files();
  const note = readRetirement(run, noteName(run));
  if (note !== null && isSettled(run.dirs, noteName(run))) return { ...NO_OUTCOME, rescued: note.rescued };
  if (native === null)
    return note === null ? left(operation.path, noCalls(operation.path)) : settleTransfer(note, noteName(run), run);
  return withHooks(operation, run, (hooks) => {
    const known = { operation, run, native, note };
    return note !== null && isRetired(note) ? goOn(known, note) : takeAcross(known, hooks);
  });
}

/** What every step is given. */
export interface Known {
  readonly operation: Transfer;
  readonly run: Run;
  readonly native: NativeFiles;
  /** Of an attempt that was interrupted. */
  readonly note: Retirement | null;
}

function isRetired({ at, identity, phase }: Retirement): boolean {
  return phase === "dropping" || lookAt(bytes(`${at.directory}/${at.name}`))?.id === identity;
}

/** Killed after the exchange. */
function goOn({ run, native, operation }: Known, note: Retirement): Outcome {
  if (note.phase === "dropping") return { ...settleTransfer(note, noteName(run), run), rescued: note.rescued };
  const work = transferWork(operation, { run, native, note });
  return withSpots(note.at, note.into, (retired, shared) => {
    keepSwap(work);
    const outcome = finishTransfer({ retired, shared }, { note, name: noteName(run), work }, { isLater: false });
    return { ...outcome, rescued: work.rescued };
  });
}

function takeAcross(known: Known, hooks: Hooks): Outcome {
  const { operation, run, native, note } = known;
  const work = transferWork(operation, { run, native, note });
  work.seen.clear();
  return withSpots(operation.at, operation.into, (app, shared) => {
    if (note?.staged !== undefined) takeBack(shared, note.staged, work);
    const inApp = look(app);
    if (inApp?.id !== operation.identity) {
      if (isOurLink(inApp, operation) && note === null) return NO_OUTCOME;
      throw unexpected(operation, app, inApp);
    }
    if (lookAtSelf(shared.dir).dev !== lookAtSelf(run.dirs.stage).dev)
      return left(operation.path, mountedBelow(shared));
    return cleaningUp(work, () => {
      const refusal = copyOrRefuse(app, { known, work, hooks });
      if (refusal !== null) return refusal;
      const taken = exchangeIntoPlace({ app, shared, inApp }, known, work);
      if (taken.kind === "refused") return { ...taken.outcome, rescued: work.rescued };
      try {
        const resumed = hooks.resume();
        const outcome = finishTransfer(
          { retired: taken.retired, shared },
          { note: taken.note, name: noteName(run), work },
          { isLater: false },
        );
        return { ...plus(outcome, { diagnostics: resumed }), rescued: work.rescued };
      } finally {
        closeDir(taken.retired.dir);
      }
    });
  });
}

/** What may not be read cannot be copied; nothing was changed then. */
function copyOrRefuse(app: Spot, making: Making): Outcome | null {
  try {
    return makeCopy({ old: app, copy: stageSpot(making.work, "tree") }, making);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    return left(making.known.operation.path, {
      code: "cannot-copy",
      message: `"${making.known.operation.path}" cannot be copied: ${message.replace(/\/proc\/self\/fd\/\d+\//, ".../")}; nothing was changed`,
      hint: "Run the command as root, or as the user that owns every file in it",
    });
  }
}

/** Whatever comes of it, no copy of ours stays in the stage: on a full disk it is what fills it. */
function cleaningUp(work: ReturnType<typeof transferWork>, action: () => Outcome): Outcome {
  try {
    return action();
  } finally {
    removeOwnTree(stageSpot(work, "tree"));
    removeOwnTree(stageSpot(work, "copy"));
  }
}

function mountedBelow(shared: Spot): { readonly code: string; readonly message: string; readonly hint: string } {
  return {
    code: "mount-in-shared",
    message: `"${shared.dir.path}" is on another file system than the rest of shared, so that nothing can be put there in one step`,
    hint: "Mount it at a folder of the application, or name a shared folder that is one file system, then run the command again",
  };
}
