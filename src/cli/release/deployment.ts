import type { ApplySettings } from "../../apply/apply.ts";
import { beginSession, completing, endSession, performing, type Session } from "../../apply/session.ts";
import { NO_OUTCOME, type Outcome, plus } from "../../apply/run.ts";
import type { SiteLayout } from "../../core/layout.ts";
import type { Plan } from "../../plan/plan.ts";
import { layoutOf, type PlanFrame } from "../../plan/release/release-plan.ts";
import { applySettings, driven, refuseElsewhere } from "../applying.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import { findReleases, type SiteWithReleases } from "./release-site.ts";
import { refuseUndone } from "./site-undone.ts";

/** A deployment under way: it holds the lock, and everything it changes goes through {@link Deployment.apply}. */
export interface Deployment {
  readonly context: Context;
  readonly session: Session;
  /** The site as the disk has it now. */
  readonly look: () => SiteWithReleases;
  readonly frame: (found: SiteWithReleases) => PlanFrame;
  readonly apply: (plan: Plan) => Promise<Outcome>;
  /** Tells what is being done now, as a line; nothing with `--json`. */
  readonly tell: (stage: string) => void;
  /** What all of its plans did so far. */
  readonly outcome: () => Outcome;
  /** The plans of unfinished runs that were completed first. */
  readonly completed: readonly Plan[];
}

/** What a deployment is begun with. */
export interface DeploymentStart {
  readonly command: string;
  /** The site's folder, or a folder in it. */
  readonly site: string | null;
  readonly mayBeNew: boolean;
  readonly maintenance: boolean;
  /** A flat application becomes a site with releases. */
  readonly converts?: boolean;
  /** The site shall have no links. */
  readonly inPlace?: boolean;
}

/** Takes the lock, completes what was unfinished, does the work, and gives the lock back whatever comes of it. */
export async function deploying<T>(
  start: DeploymentStart,
  context: Context,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  refuseElsewhere(context);
  const { site, record, serving } = findReleases(start.site, context, start);
  if (start.inPlace !== true && serving?.way !== "in-place") refuseUndone(record, site.live?.path ?? site.site);
  // By its path: what a shell stands in gets another name meanwhile.
  const where = site.app ?? site.converts ?? site.site;
  // A flat app that no register knows yet is called by the time: by one time through the whole run.
  const began = context.now();
  const look = (): SiteWithReleases => findReleases(where, { ...context, now: () => began }, start);
  const session = beginSession({ shared: site.shared, owner: site.owner }, settingsOf(start, context));
  let result: T;
  try {
    result = await work(await started(start, { context, session, look }));
  } catch (error) {
    endSession(session, true);
    throw error;
  }
  endSession(session, false);
  return result;
}

/** Of the many steps of many plans a person is told the stages; on a terminal each step is shown for a moment as well. */
function settingsOf(start: DeploymentStart, context: Context): ApplySettings {
  const settings = applySettings(context, { command: start.command, maintenance: start.maintenance });
  return context.interactive ? settings : { ...settings, progress: () => undefined };
}

async function started(
  start: DeploymentStart,
  { context, session, look }: Pick<Deployment, "context" | "session" | "look">,
): Promise<Deployment> {
  const layout = layoutNow(look());
  const completed = await driven(completing(session), context, layout);
  let outcome: Outcome = plus(NO_OUTCOME, completed.outcome);
  return {
    context,
    session,
    look,
    frame: ({ site }) => ({ command: start.command, program: VERSION, site }),
    apply: async (plan) => {
      // Whoever finds it unfinished must know which command it was a part of.
      const own = { ...plan, command: start.command };
      const done = await driven(performing(session, own), context, plan.layout);
      outcome = plus(outcome, { ...done, diagnostics: [...plan.diagnostics, ...done.diagnostics] });
      return done;
    },
    tell: (stage) => {
      if (!context.quiet) context.tell(`▶ ${stage}`);
    },
    outcome: () => outcome,
    completed: completed.plans,
  };
}

function layoutNow({ site }: SiteWithReleases): SiteLayout {
  const { live } = site;
  return layoutOf(site, { app: live?.path ?? site.site, release: live?.name ?? null, live: live !== null });
}
