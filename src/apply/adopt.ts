/**
 * Taking over what a live app has, by one atomic call (docs/how-data-is-taken-over.md). States, and what is done in each:
 *
 *   app           shared            then
 *   the data      nothing           make the placeholder link, go on
 *   the data      our placeholder   exchange
 *   our link      the data          sync; done
 *   nothing       the data          make the link (the fallback without exchange was interrupted)
 *   else                            stop: the disk is not as planned
 *
 * Readers and writers of the app's path never see a gap: before the call the name is the data, after it a link to the same inode.
 */
import { abs, relativeText } from "../core/path.ts";
import type { Adopt } from "../plan/operation.ts";
import { dropOwnName, look, makeLink, rename, setLinkOwner, type Spot, syncDir } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { takeCompanions } from "./companions.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpots } from "./run.ts";

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
  if (moved && inApp === null) return finishWithLink(operation, ends, { run, data: inShared });
  if (inApp?.id !== operation.identity) throw unexpected(operation, ends.app, inApp);
  if (inShared === null) placePlaceholder(operation, ends, inApp);
  else if (isInPlace(operation, inShared)) return { ...NO_OUTCOME, inPlace: [operation.path] };
  else if (!isOurLink(inShared, operation)) throw unexpected(operation, ends.shared, inShared);
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
  return settled(ends);
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
  if (failure === "EXDEV")
    return refuse(operation, ends, {
      code: "across-file-systems",
      message: `"${operation.path}" and shared are on different file systems (or one is a container's image layer)`,
      hint: "Name a shared folder on the application's own file system",
    });
  const notSupported = isUnsupported({ code: failure });
  if (notSupported && (!operation.live || run.maintenance)) return renameThenLink(operation, ends, run);
  if (notSupported || failure === "EBUSY" || failure === "EACCES" || failure === "EPERM") {
    return operation.live
      ? leaveInPlace(operation, ends, failure)
      : refuse(operation, ends, notOurs(operation, failure));
  }
  dropPlaceholder(operation, ends);
  throw failed.cause;
}

/** A release that is not live, or `--maintenance`: two renames back to back, the link prepared beforehand. */
function renameThenLink(operation: Adopt, ends: Ends, run: Run): Outcome {
  const prepared = preparedLink(ends, run);
  const data = look(ends.app);
  placePrepared(operation, prepared);
  if (data !== null) setLinkOwner(prepared, data);
  dropPlaceholder(operation, ends);
  run.fence();
  run.native.renameNoReplace(ends.app, ends.shared);
  rename(prepared, ends.app);
  return settled(ends);
}

/** The run was killed between its two renames: the prepared link takes its place. */
function finishWithLink(operation: Adopt, ends: Ends, found: { readonly run: Run; readonly data: NodeFact }): Outcome {
  const prepared = preparedLink(ends, found.run);
  placePrepared(operation, prepared);
  setLinkOwner(prepared, found.data);
  rename(prepared, ends.app);
  return settled(ends);
}

/** A name of ours that somebody else stood something at is not used. */
function placePrepared(operation: Adopt, prepared: Spot): void {
  const found = look(prepared);
  if (found === null) makeLink(prepared, operation.text);
  else if (!isOurLink(found, operation)) throw unexpected(operation, prepared, found);
}

function preparedLink(ends: Ends, run: Run): Spot {
  return { dir: ends.app.dir, name: `.holdfast-${run.tx}-${run.step}` };
}

/** The data stays where it is and shared leads to it: no gap at all, and the record says so. */
function leaveInPlace(operation: Adopt, ends: Ends, failure: string): Outcome {
  dropPlaceholder(operation, ends);
  makeLink(ends.shared, inPlaceText(operation));
  syncDir(ends.shared.dir);
  const why =
    failure === "EBUSY"
      ? "it is a mount point"
      : failure === "EACCES" || failure === "EPERM"
        ? "it belongs to another user"
        : "this file system cannot exchange two names";
  return {
    ...NO_OUTCOME,
    inPlace: [operation.path],
    diagnostics: [
      {
        severity: "warning",
        code: "adopted-in-place",
        path: operation.path,
        message: `"${operation.path}" stays where it is and shared leads to it, because ${why}`,
        hint:
          failure === "EACCES" || failure === "EPERM"
            ? `To move it: chown -R the folder to your user, then run persist again`
            : `To move it in a quiet moment: holdfast persist --maintenance`,
      },
    ],
  };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function refuse(operation: Adopt, ends: Ends, refusal: Refusal): Outcome {
  dropPlaceholder(operation, ends);
  return {
    ...NO_OUTCOME,
    refused: [operation.path],
    diagnostics: [{ severity: "problem", path: operation.path, ...refusal }],
  };
}

function notOurs(operation: Adopt, failure: string): Refusal {
  if (isUnsupported({ code: failure }))
    return {
      code: "no-exchange",
      message: `"${operation.path}" cannot be replaced by its link in one step on this file system or host`,
      hint: "In a quiet moment run: holdfast persist --maintenance",
    };
  if (failure === "EBUSY")
    return {
      code: "mount-point",
      message: `"${operation.path}" is a mount point`,
      hint: "Mount it at its path in shared instead, then run the command again",
    };
  return {
    code: "not-our-folder",
    message: `"${operation.path}" belongs to another user and cannot be moved`,
    hint: `Run: chown -R "$(id -u)" "${operation.at.directory}/${operation.at.name}" (as root), then run the command again`,
  };
}

function dropPlaceholder(operation: Adopt, ends: Ends): void {
  if (!isOurLink(look(ends.shared), operation)) return;
  dropOwnName(ends.shared);
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
