/**
 * Several plans under one lock: what a deployment does step by step, each planned from the disk as the one before left it. Each plan is journaled by
 * itself; killed between two, the disk is as after the earlier one, and nothing else has begun meanwhile.
 */
import { HoldfastError } from "../core/error.ts";
import type { Ownership } from "../core/observation.ts";
import type { AbsPath } from "../core/path.ts";
import { isEmpty, type Plan } from "../plan/plan.ts";
import { type ApplySettings, begin, type Completed, type Hands, perform, resumeAll } from "./apply.ts";
import { giveBack, type Hold, letGo, takeHold } from "./hold-lock.ts";
import { NO_OUTCOME, type Outcome } from "./run.ts";
import { brokenPremise } from "./stale.ts";
import type { Steps } from "./steps.ts";

/** A run that holds the lock. It ends with {@link endSession}. */
export interface Session {
  readonly hold: Hold;
  readonly settings: ApplySettings;
}

/** Takes the lock. Throws `locked` where another run holds it. */
export function beginSession(
  where: { readonly shared: AbsPath; readonly owner: Ownership },
  settings: ApplySettings,
): Session {
  return { hold: takeHold({ ...where, about: settings }), settings };
}

/** Gives the lock back; after a failure it is let go of in silence, so that the failure is what is told. */
export function endSession(session: Session, failed: boolean): void {
  if (failed) letGo(session.hold);
  else giveBack(session.hold);
}

/** Completes what earlier runs began. */
export function completing(session: Session): Steps<Completed> {
  return resumeAll(handsOf(session));
}

/** Applies one plan; an empty one does nothing. Throws `site-changed` where the disk is not as the plan says. */
export function* performing(session: Session, plan: Plan): Steps<Outcome> {
  if (isEmpty(plan)) return NO_OUTCOME;
  const premise = brokenPremise(plan);
  if (premise !== null) throw siteChanged(premise.path);
  return yield* perform(begin(session.hold.dirs, plan, session.settings), { ...handsOf(session), resuming: false });
}

function handsOf({ hold, settings }: Session): Hands {
  return { ...hold, settings };
}

function siteChanged(path: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "site-changed",
    message: `"${path}" was changed by something else while this run worked; it stopped before touching it`,
    hint: "Find out what else works on the site, then run the command again; it looks anew",
    exit: "problems",
  });
}
