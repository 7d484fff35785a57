import type { Inventory } from "../../core/inventory.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AcrossTerms, movesData } from "../../plan/operation.ts";
import { hasProblems, isEmpty, type Plan } from "../../plan/plan.ts";
import type { HistoryEntry } from "../../plan/history.ts";
import type { Listing } from "../../core/listing.ts";
import { withListing } from "../../plan/listed-survey.ts";
import { closedToGroup } from "../../plan/obstacle.ts";
import { planPersist } from "../../plan/persist.ts";
import type { Survey } from "../../plan/survey.ts";
import { readPlan } from "../../plan/plan-document.ts";
import { unreadNotes } from "../../plan/unread-notes.ts";
import type { Mode } from "../../plan/survey.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { applyWith, refuseElsewhere } from "../applying.ts";
import { warningOfLinks } from "../climbing-links.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { judge } from "../judge.ts";
import { ownFileWriters } from "../own-files.ts";
import { refuseOtherServer } from "../other-server.ts";
import { refuseUnsafe } from "../refusals.ts";
import type { CommandResult } from "../result.ts";
import { runResult } from "../run-result.ts";
import { findSite, type KnownSite, surveyOf } from "../site.ts";
import { mayGiveTo } from "../../system/process-identity.ts";
import { readTextFile } from "../../system/text-file.ts";

export interface PersistArgs {
  readonly app: string;
  readonly shared: string | null;
  readonly mode: Mode;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
  /** False with `--no-baseline`: what is taken over is not listed, so that the cost does not grow with the files. */
  readonly baseline?: boolean;
  /** Null without `--across-filesystems`. */
  readonly across: AcrossTerms | null;
  readonly planFile: string | null;
}

/** The main job: detect, classify, plan, apply, verify, write the records and the scripts, report. */
export async function persist(args: PersistArgs, context: Context): Promise<CommandResult> {
  const fresh = (): { site: KnownSite; plan: Plan } => makePlan(args, context);
  const first = fresh();
  const given = args.planFile === null ? null : readPlan(readTextFile(context.cwd, args.planFile), args.planFile);
  const plan = given ?? first.plan;
  if (given !== null && given.layout.app !== first.site.layout.app) throw otherApp(given, first.site);
  refuseUnsafe(plan);
  if (args.dryRun)
    return {
      exit: hasProblems(plan) ? "problems" : "ok",
      text: `${renderPlan(plan)}\nDry run: nothing was changed (whether this host can exchange two names is only seen when it is done)`,
      json: plan,
    };
  if (!isEmpty(plan)) refuseElsewhere(context);
  if (!args.yes && plan.operations.some(movesData)) await confirmPlan(plan, context);
  const unfinished = first.site.state.unfinished.length > 0;
  const applied = await applyWith(plan, context, {
    maintenance: args.maintenance,
    unfinished,
    again: given === null ? () => fresh().plan : null,
  });
  return runResult(applied, context);
}

/**
 * What `persist` would do now, with the site it was made for and what was found in it. `deployment` is the line for the history where it is a part of another
 * command.
 */
export function makePlan(
  args: Pick<PersistArgs, "app" | "shared" | "mode" | "maintenance" | "across" | "baseline"> & {
    readonly deployment?: HistoryEntry | null;
    /** Whether the site shall have links or not, where the disk still says otherwise. */
    readonly inPlace?: boolean;
    /** Where a release is about to replace what is live. */
    readonly served?: Survey["served"];
    /** What stands on the server that the application is a copy of; the plan is then for a script there. */
    readonly listing?: Listing | null;
  },
  context: Context,
): { site: KnownSite; plan: Plan; inventory: Inventory } {
  const known = findSite(context, args);
  const { inPlace = known.state.inPlace } = args;
  const site = { ...known, state: { ...known.state, inPlace } };
  const { listing = null } = args;
  if (listing !== null) refuseOtherServer(site, listing);
  const judged = judge(site.layout, site.state.record, listing);
  const notices = [...judged.advice, ...judged.notes, ...unreadNotes(judged.inventory, judged.classification.verdicts)];
  const served = args.served === undefined ? {} : { served: args.served };
  const survey = { ...surveyOf(site, judged, { ...args, context, notices }), ...served };
  if (listing !== null) {
    const plan = planPersist(withListing(survey, listing), ownFileWriters);
    return { site, plan, inventory: judged.inventory };
  }
  const notes = [...survey.notices, ...closedToGroup(survey, mayGiveTo)];
  const plan = warningOfLinks(planPersist({ ...survey, notices: notes }, ownFileWriters));
  return { site, plan, inventory: judged.inventory };
}

function otherApp(plan: Plan, site: KnownSite): HoldfastError {
  return new HoldfastError({
    code: "plan-of-another-app",
    message: `The plan was made for "${plan.layout.app}", not for "${site.layout.app}"`,
    hint: "Name that application, or make a new plan with: holdfast plan --out FILE",
  });
}
