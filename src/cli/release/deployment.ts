import type { ApplySettings } from "../../apply/apply.ts";
import { beginSession, completing, endSession, performing, type Session } from "../../apply/session.ts";
import { NO_OUTCOME, type Outcome, plus } from "../../apply/run.ts";
import type { SiteLayout } from "../../core/layout.ts";
import type { Plan } from "../../plan/plan.ts";
import { layoutOf, type PlanFrame } from "../../plan/release/release-plan.ts";
import { applySettings, driven, refuseElsewhere } from "../applying.ts";
import { type Context, VERSION } from "../context.ts";
import { findReleases, type SiteWithReleases } from "./release-site.ts";

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
  /** True where an unfinished run was completed first. */
  readonly resumed: boolean;
}

/** What a deployment is begun with. */
export interface DeploymentStart {
  readonly command: string;
  /** The site's folder, or a folder in it. */
  readonly site: string | null;
  readonly mayBeNew: boolean;
  readonly maintenance: boolean;
}

/** Takes the lock, completes what was unfinished, does the work, and gives the lock back whatever comes of it. */
export async function deploying<T>(
  start: DeploymentStart,
  context: Context,
  work: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  refuseElsewhere(context);
  const look = (): SiteWithReleases => findReleases(start.site, context, { mayBeNew: start.mayBeNew });
  const { site } = look();
  const session = beginSession({ shared: site.shared, owner: site.owner }, settingsOf(start, context));
  try {
    const result = await work(await started(start, { context, session, look }));
    endSession(session, false);
    return result;
  } catch (error) {
    endSession(session, true);
    throw error;
  }
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
      const done = await driven(performing(session, plan), context, plan.layout);
      outcome = plus(outcome, { ...done, diagnostics: [...plan.diagnostics, ...done.diagnostics] });
      return done;
    },
    tell: (stage) => {
      if (!context.quiet) context.tell(`▶ ${stage}`);
    },
    outcome: () => outcome,
    resumed: completed.count > 0,
  };
}

function layoutNow({ site }: SiteWithReleases): SiteLayout {
  const { live } = site;
  return layoutOf(site, { app: live?.path ?? site.site, release: live?.name ?? null, live: live !== null });
}
