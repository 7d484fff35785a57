import { type ApplySettings, applying } from "../apply/apply.ts";
import { brokenPremise } from "../apply/stale.ts";
import type { Steps } from "../apply/steps.ts";
import { NO_OUTCOME, type Outcome, plus } from "../apply/run.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import { isEmpty, type Plan } from "../plan/plan.ts";
import { stateOf } from "../plan/state-words.ts";
import { HAS_DESCRIPTORS } from "../system/dir.ts";
import type { Context } from "./context.ts";
import { progressTeller } from "./progress.ts";
import { commandLine } from "./shell-words.ts";

/** What came of applying. */
export interface Applied {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** Unfinished runs that were completed on the way. */
  readonly resumed: boolean;
}

const ROUNDS = 3;

/**
 * Applies a plan. Where the disk has changed since it was made, or an unfinished run had to be completed first, `again` makes a
 * new one (at most three times); without `again` the plan is refused, naming where.
 */
export async function applyWith(
  plan: Plan,
  context: Context,
  options: { readonly maintenance: boolean; readonly again: (() => Plan) | null; readonly unfinished: boolean },
): Promise<Applied> {
  refuseElsewhere(context);
  if (options.again === null) refuseStale(plan);
  let current = plan;
  let outcome: Outcome = NO_OUTCOME;
  let resumed = false;
  for (let round = 0; round < ROUNDS; round++) {
    if (isEmpty(current) && !(options.unfinished && round === 0)) return { plan: current, outcome, resumed };
    const settings = applySettings(context, { command: current.command, maintenance: options.maintenance });
    const result = await driven(applying(current, settings), context, current.layout);
    if (result.kind === "applied") return { plan: current, outcome: plus(outcome, result.outcome), resumed };
    outcome = plus(outcome, result.resumed);
    resumed = resumed || result.completed > 0;
    if (options.again === null) throw stalePlan(result.completed > 0 ? null : (result.premise?.path ?? null));
    current = options.again();
  }
  throw new HoldfastError({
    code: "site-keeps-changing",
    message: `The site "${plan.layout.app}" changed three times while it was looked at`,
    hint: "Find out what else is deploying to it, then run the command again",
    exit: "problems",
  });
}

/** Drives the executor and ends it between two steps where a signal asks for that. */
export async function driven<T>(steps: Steps<T>, context: Context, layout: SiteLayout): Promise<T> {
  const watch = context.signals?.();
  try {
    let turn = steps.next();
    while (turn.done !== true) {
      const signal = (await watch?.before(turn.value)) ?? null;
      turn = signal === null ? steps.next() : steps.throw(interrupted(signal, layout));
    }
    return turn.value;
  } finally {
    watch?.end();
    if (context.interactive && !context.quiet) context.live("");
  }
}

/** Between two steps every path of the app is either as it was or leads to its data in shared. */
function interrupted(signal: string, layout: SiteLayout): HoldfastError {
  return new HoldfastError({
    code: "interrupted",
    message: `Stopped between two steps because ${signal} asked for it; ${stateOf(layout)}`,
    hint: `To complete it: ${commandLine("holdfast", "recover", layout.app)}`,
    exit: "unfinished",
  });
}

/** What the executor is given by this process. */
export function applySettings(
  context: Context,
  about: { readonly command: string; readonly maintenance: boolean },
): ApplySettings {
  return {
    native: context.native(),
    files: context.files,
    maintenance: about.maintenance,
    asRoot: context.asRoot,
    since: context.now(),
    command: about.command,
    progress: progressTeller(context),
  };
}

/** A saved plan is refused before the folders of ours are made in a new shared; under the lock it is compared once more. */
function refuseStale(plan: Plan): void {
  const premise = brokenPremise(plan);
  if (premise !== null) throw stalePlan(premise.path);
}

function stalePlan(path: string | null): HoldfastError {
  const where = path === null ? "an unfinished run had to be completed first" : `"${path}" is not what it was`;
  return new HoldfastError({
    code: "plan-is-stale",
    message: `The disk has changed since the plan was made: ${where}`,
    hint: "Make a new one with: holdfast plan --out FILE",
  });
}

/** Linux is where the disk is changed: the exchange, `/proc` and the locks are proven there. */
export function refuseElsewhere(context: Context): void {
  if (context.platform === "linux" && !HAS_DESCRIPTORS)
    throw new HoldfastError({
      code: "no-descriptors",
      message:
        "There is no /proc here (a jail of the host's), so that Holdfast looks, plans and writes scripts, but does not change a site",
      hint: "Have it done by a script, which needs only sh: holdfast plan APP --script FILE",
    });
  if (context.platform === "linux") return;
  throw new HoldfastError({
    code: "not-on-this-system",
    message: `On ${context.platform} Holdfast looks, plans and writes scripts, but does not change a site: what makes a change safe (renameat2, /proc) is Linux's`,
    hint: "Run it on the server, or add --dry-run to see what it would do",
  });
}
