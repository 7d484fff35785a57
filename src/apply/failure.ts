/** What is said when the system refuses a call in the middle of a run: what happened, what state the site is in, what the next command is. */
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import { baseName } from "../core/path.ts";
import { movesData, type Operation } from "../plan/operation.ts";
import { stateOf } from "../plan/state-words.ts";
import { withName } from "../system/named-error.ts";
import { quoteInText } from "../core/shell.ts";

/** The error of an operation: the journal is open by now, so the run is unfinished. A defect of ours stays what it is. */
export function failedAt(operation: Operation, thrown: unknown, layout: SiteLayout): unknown {
  const error = withName(thrown);
  if (error instanceof HoldfastError) return duringRun(error);
  const failure = error as NodeJS.ErrnoException;
  if (failure.code === undefined) return error;
  return new HoldfastError({
    code: "operation-failed",
    message: `"${operation.path}" could not be ${movesData(operation) ? "taken over" : "made"}: ${failure.message}; ${stateOf(layout)}`,
    hint: `${remedy(failure.code)} ${goOn(layout)}`,
    exit: "unfinished",
    cause: error,
  });
}

/** The error where the plan could not be written into the journal: nothing of the site has been changed. */
export function notBegun(thrown: unknown, layout: SiteLayout): unknown {
  const error = withName(thrown);
  const failure = error as NodeJS.ErrnoException;
  if (error instanceof HoldfastError || failure.code === undefined) return error;
  return new HoldfastError({
    code: "journal-not-written",
    message: `The plan could not be written into the journal, so nothing was begun: ${failure.message}; the site is as it was`,
    hint: `${remedy(failure.code)} Then run: holdfast persist ${quoteInText(layout.app)}`,
    exit: "problems",
    cause: error,
  });
}

/** The error where what was done could not be made durable: the next run does so. */
export function notSynced(thrown: unknown, layout: SiteLayout): unknown {
  return afterwards(thrown, layout, {
    code: "operation-failed",
    says: (why) => `What was done could not be made durable: ${why}; ${stateOf(layout)}`,
  });
}

/** The error where all is done and only the journal could not be told: the next run looks, finds everything done, and tells it. */
export function notClosed(thrown: unknown, layout: SiteLayout): unknown {
  return afterwards(thrown, layout, {
    code: "journal-not-closed",
    says: (why) => `Everything was done, but it could not be noted in the journal: ${why}; nothing is lost`,
  });
}

function afterwards(
  thrown: unknown,
  layout: SiteLayout,
  { code, says }: { readonly code: string; readonly says: (why: string) => string },
): unknown {
  const error = withName(thrown);
  const failure = error as NodeJS.ErrnoException;
  if (error instanceof HoldfastError) return duringRun(error);
  if (failure.code === undefined) return error;
  return new HoldfastError({
    code,
    message: says(failure.message),
    hint: `${remedy(failure.code)} ${goOn(layout)}`,
    exit: "unfinished",
    cause: error,
  });
}

/** A copy that is still on its way in is no application that `recover` could be asked about: whoever brings it again completes what is unfinished first. */
function goOn({ app }: SiteLayout): string {
  return baseName(app).startsWith(".")
    ? "Then run the same command again."
    : `Then run: holdfast recover ${quoteInText(app)}`;
}

function duringRun(error: HoldfastError): HoldfastError {
  if (error.exit === "unfinished") return error;
  const { code, message, hint, cause } = error;
  return new HoldfastError({ code, message, ...(hint === undefined ? {} : { hint }), exit: "unfinished", cause });
}

/** What helps against an errno, as a sentence. */
export function remedy(code: string): string {
  if (code === "ENOSPC" || code === "EDQUOT") return "Free some space (or raise your quota).";
  if (code === "EACCES" || code === "EPERM") return "Run it as the user that owns the site.";
  if (code === "EROFS") return "The file system is read-only: ask your host, or look at the system's log for why.";
  if (code === "EMFILE" || code === "ENFILE")
    return "Too many files are open: raise the limit (ulimit -n), or try again later.";
  return "Look at the system's log for what is wrong with the disk.";
}
