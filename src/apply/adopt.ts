/**
 * Taking over what a live app has, by one atomic call (docs/how-data-is-taken-over.md). States, and what is done in each:
 *
 *   app           shared            then
 *   the data      nothing           make the placeholder link, go on
 *   the data      our placeholder   exchange
 *   our link      the data          sync; done
 *   nothing       the data          make the link (the fallback without exchange was interrupted)
 *   the data      the data          the same: a file that the fallback was moving by a second name
 *   else                            stop: the disk is not as planned
 *
 * Readers and writers of the app's path never see a gap: before the call the name is the data, after it a link to the same inode.
 */
import { abs, relativeText } from "../core/path.ts";
import type { Adopt } from "../plan/operation.ts";
import { dropOwnName, look, lookThrough, makeLink, rename, type Spot, syncDir } from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import type { NodeFact } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { takeCompanions } from "./companions.ts";
import {
  inTwoSteps,
  notFollowed,
  type Reason,
  reasonFor,
  type Refusal,
  refusalFor,
  refusedOutcome,
} from "./refusal.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, unexpected, withSpots } from "./run.ts";

/** Takes over one entry. When it returns, the link, the data's new name and both folders are durable, or the outcome says what was not done. */
export function adopt(operation: Adopt, run: Run): Outcome {
  return withSpots(operation.at, operation.into, (app, shared) => {
    const move = (): Outcome => adoptBetween(operation, { app, shared }, run);
    return operation.database ? takeCompanions(operation, { app, shared, run, move }) : move();
  });
}

interface Ends {
  readonly app: Spot;
  readonly shared: Spot;
}

function adoptBetween(operation: Adopt, ends: Ends, run: Run): Outcome {
  const [inApp, inShared] = [look(ends.app), look(ends.shared)];
  const moved = inShared?.id === operation.identity;
  if (moved && isOurLink(inApp, operation)) return settled(ends);
  if (moved && (inApp === null || inApp.id === operation.identity))
    return finishWithLink(operation, ends, { run, data: inShared });
  if (inApp?.id !== operation.identity) throw unexpected(operation, ends.app, inApp);
  if (inShared === null) placePlaceholder(operation, ends, inApp);
  else if (isInPlace(operation, inShared)) replaceInPlace(operation, ends, run);
  else if (isOurLink(inShared, operation)) setLinkOwner(ends.shared, inApp);
  else throw unexpected(operation, ends.shared, inShared);
  run.fence();
  return exchangeIn(operation, ends, run);
}

function exchangeIn(operation: Adopt, ends: Ends, run: Run): Outcome {
  try {
    run.native.exchange(ends.app, ends.shared);
  } catch (error) {
    return withoutExchange(operation, ends, {
      run,
      failure: (error as NodeJS.ErrnoException).code ?? "",
      cause: error,
    });
  }
  if (look(ends.shared)?.id !== operation.identity) {
    // Somebody put another thing at the path between our look and the call: give it back, it is not what was planned.
    run.native.exchange(ends.app, ends.shared);
    throw unexpected(operation, ends.app, look(ends.app));
  }
  const through = lookThrough(ends.app);
  if (through.fact?.id !== operation.identity) {
    run.native.exchange(ends.app, ends.shared);
    return refuse(operation, ends, notFollowed(operation, through));
  }
  return settled(ends);
}

/** Shared led to the data where it stood; the placeholder takes that link's place, by rename. */
function replaceInPlace(operation: Adopt, ends: Ends, run: Run): void {
  const prepared: Spot = besideStep(ends.shared.dir, run);
  placePrepared(operation, prepared);
  const data = look(ends.app);
  if (data !== null) setLinkOwner(prepared, data);
  rename(prepared, ends.shared);
  syncDir(ends.shared.dir);
}

function placePlaceholder(operation: Adopt, ends: Ends, data: NodeFact): void {
  makeLink(ends.shared, operation.text);
  setLinkOwner(ends.shared, data);
  syncDir(ends.shared.dir);
}

interface Failure {
  readonly run: Run;
  readonly failure: string;
  readonly cause: unknown;
}

/** The fallback ladder; never a silent copy. */
function withoutExchange(operation: Adopt, ends: Ends, failed: Failure): Outcome {
  const { run, failure } = failed;
  const notSupported = isUnsupported({ code: failure });
  if (notSupported && (!operation.live || run.maintenance))
    return { ...renameThenLink(operation, ends, run), diagnostics: [inTwoSteps(operation, ends.app, run)] };
  if (!notSupported && !REFUSALS.includes(failure)) {
    dropPlaceholder(operation, ends);
    throw failed.cause;
  }
  const reason = reasonFor(failure, ends.app, run);
  const stays = operation.live && run.inPlaceAllowed && failure !== "EXDEV";
  return stays ? leaveInPlace(operation, ends, reason) : refuse(operation, ends, refusalFor(operation, reason));
}

/** Answers of the exchange that mean: this one cannot be moved. Whatever else it answers ends the run. */
const REFUSALS = ["EXDEV", "EBUSY", "EACCES", "EPERM"];

/** A release that is not live, or `--maintenance`: two renames back to back, the link prepared beforehand. */
function renameThenLink(operation: Adopt, ends: Ends, run: Run): Outcome {
  const prepared = preparedLink(ends, run);
  const data = look(ends.app);
  placePrepared(operation, prepared);
  if (data !== null) setLinkOwner(prepared, data);
  dropPlaceholder(operation, ends);
  run.fence();
  run.native.renameNoReplace(ends.app, ends.shared);
  return putLink(operation, ends, { prepared, run });
}

/** The run was killed between its two renames: the prepared link takes its place. */
function finishWithLink(operation: Adopt, ends: Ends, found: { readonly run: Run; readonly data: NodeFact }): Outcome {
  const prepared = preparedLink(ends, found.run);
  placePrepared(operation, prepared);
  setLinkOwner(prepared, found.data);
  return putLink(operation, ends, { prepared, run: found.run });
}

/** What the application made at the path in the gap is not replaced; the next run merges it. A second name of what shared has is. */
function putLink(operation: Adopt, ends: Ends, how: { readonly prepared: Spot; readonly run: Run }): Outcome {
  try {
    if (look(ends.app)?.id === operation.identity) rename(how.prepared, ends.app);
    else how.run.native.renameNoReplace(how.prepared, ends.app);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    dropOwnName(how.prepared);
    throw unexpected(operation, ends.app, look(ends.app));
  }
  return settled(ends);
}

/** A name of ours that somebody else stood something at is not used. */
function placePrepared(operation: Adopt, prepared: Spot): void {
  const found = look(prepared);
  if (found === null) makeLink(prepared, operation.text);
  else if (!isOurLink(found, operation)) throw unexpected(operation, prepared, found);
}

function preparedLink(ends: Ends, run: Run): Spot {
  return besideStep(ends.app.dir, run);
}

/** The data stays where it is and shared leads to it: no gap at all, and the record says so. */
function leaveInPlace(operation: Adopt, ends: Ends, reason: Reason): Outcome {
  dropPlaceholder(operation, ends);
  if (look(ends.shared) === null) makeLink(ends.shared, inPlaceText(operation));
  const data = look(ends.app);
  if (data !== null) setLinkOwner(ends.shared, data);
  syncDir(ends.shared.dir);
  return {
    ...NO_OUTCOME,
    inPlace: [operation.path],
    diagnostics: [
      {
        severity: "warning",
        code: "adopted-in-place",
        path: operation.path,
        message: `"${operation.path}" stays where it is and shared leads to it, because ${reason.why}`,
        hint: `Everything works as it is; when the application's folder is replaced, take this one along. ${reason.hint}`,
      },
    ],
  };
}

function refuse(operation: Adopt, ends: Ends, refusal: Refusal): Outcome {
  dropPlaceholder(operation, ends);
  return refusedOutcome(operation, refusal);
}

/** In an append-only folder it cannot go; it harms nothing there, and the next run knows it. */
function dropPlaceholder(operation: Adopt, ends: Ends): void {
  if (!isOurLink(look(ends.shared), operation)) return;
  try {
    dropOwnName(ends.shared);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
  syncDir(ends.shared.dir);
}

function settled(ends: Ends): Outcome {
  syncDir(ends.shared.dir);
  syncDir(ends.app.dir);
  return NO_OUTCOME;
}

function isOurLink(found: NodeFact | null, operation: Adopt): boolean {
  return found?.kind === "link" && found.linkText === operation.text;
}

function isInPlace(operation: Adopt, found: NodeFact): boolean {
  return found.kind === "link" && found.linkText === inPlaceText(operation);
}

function inPlaceText(operation: Adopt): string {
  return relativeText(operation.into.directory, abs(`${operation.at.directory}/${operation.at.name}`));
}
