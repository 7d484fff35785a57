/** The call that gives the app its own: the clone and the app's link exchange their places. Where no exchange exists, the fallback and the refusals. */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Unshare } from "../plan/operation.ts";
import { look, rename, type Spot, syncDir } from "../system/dir.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { isOurLink } from "./exchange-out.ts";
import { noSecondName, type Reason, reasonFor, refusedOutcome } from "./refusal.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected } from "./run.ts";

/** The names that exchange their places. */
interface Ends {
  readonly operation: Unshare;
  readonly run: Run;
  readonly app: Spot;
  readonly clone: Spot;
}

/** Exchanges them. Unless it is refused, the app has its own, durably, and its link stands where the clone was made. */
export function exchangeClone(ends: Ends): Outcome {
  const { operation, run, app, clone } = ends;
  const diagnostics: Diagnostic[] = [];
  try {
    run.native.exchange(app, clone);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!isUnsupported(error) && !["EXDEV", "EBUSY", "EACCES", "EPERM"].includes(code)) throw error;
    if (!isUnsupported(error) || !run.maintenance) return notGivenBack(operation, code, ends);
    run.native.renameNoReplace(app, asideOf(clone));
    finishTwoSteps(ends);
    diagnostics.push(inTwoSteps(ends));
  }
  if (!isOurLink(look(clone), operation)) {
    // Somebody put another thing at the path between our look and the call: it goes back.
    run.native.exchange(app, clone);
    throw unexpected(operation, app, look(app));
  }
  syncDir(app.dir);
  syncDir(clone.dir);
  return { ...NO_OUTCOME, diagnostics };
}

/** Completes the renames of a quiet moment; nothing to do where none was begun. */
export function finishTwoSteps({ operation, run, app, clone }: Ends): void {
  const aside = asideOf(clone);
  if (!isOurLink(look(aside), operation)) return;
  if (look(clone) !== null) run.native.renameNoReplace(clone, app);
  rename(aside, clone);
}

function asideOf(clone: Spot): Spot {
  return { dir: clone.dir, name: `${clone.name}-link` };
}

function inTwoSteps({ operation, app, run }: Ends): Diagnostic {
  return {
    severity: "note",
    code: "two-steps",
    path: operation.path,
    message: `The link "${operation.path}" was moved away and the data then put in its place (in a quiet moment, --maintenance), because ${reasonFor("EINVAL", app, run).why}`,
  };
}

/** The refusal of an entry that stays linked, from what a call about `app` (or about shared's, given in its place) answered. */
export function notGivenBack(
  operation: Unshare,
  failure: string,
  { app, run }: { readonly app: Spot; readonly run: Run },
): Outcome {
  const reason = reasonOf(failure, app, run);
  return refusedOutcome(operation, {
    code: reason.code,
    message: `"${operation.path}" stays linked to shared, because ${reason.why}; nothing of it was changed`,
    hint: `${reason.hint}; then run the command again`,
  });
}

function reasonOf(failure: string, app: Spot, run: Run): Reason {
  const reason = reasonFor(failure, app, run);
  if (isUnsupported({ code: failure }))
    return { ...reason, hint: "While the site is quiet: holdfast undo --maintenance" };
  if (failure === "EBUSY")
    return { ...reason, why: "in shared it is a mount point", hint: "Unmount it, or leave this one linked" };
  if (failure === "EXDEV")
    return {
      ...reason,
      why: "its data lies on another file system or mount than the application, so that it would have to be copied",
      hint: "Stop the site, copy it over the link by hand (cp -a), or leave this one linked",
    };
  return ["EPERM", "EACCES", "EMLINK"].includes(failure) ? noSecondName(failure, app) : reason;
}
