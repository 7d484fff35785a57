import { resuming } from "../../apply/apply.ts";
import { ownerOf } from "../../apply/read-survey.ts";
import { NO_OUTCOME, type Outcome, plus } from "../../apply/run.ts";
import { movesData } from "../../plan/operation.ts";
import { isEmpty, type Plan } from "../../plan/plan.ts";
import { planRecover } from "../../plan/persist.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { applySettings, applyWith, driven, refuseElsewhere } from "../applying.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { judge } from "../judge.ts";
import { ownFileWriters } from "../own-files.ts";
import { refuseUnsafe } from "../refusals.ts";
import { mendServing } from "../serving/mending.ts";
import type { CommandResult } from "../result.ts";
import { runResult } from "../run-result.ts";
import { findSite, type KnownSite, notPersisted, surveyOf } from "../site.ts";

export interface RecoverArgs {
  readonly app: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Repairs links and folders by the record, merges back what stood in the way, finishes interrupted runs; moves aside, never deletes. */
export async function recover(args: RecoverArgs, context: Context): Promise<CommandResult> {
  const before = findSite(context, { app: args.app, shared: null });
  if (args.dryRun) return dryRun(before, context);
  const resumed = await finishUnfinished(before, context);
  const plan = makeRecovery(args, context);
  refuseUnsafe(plan);
  if (!isEmpty(plan)) refuseElsewhere(context);
  if (!args.yes && context.interactive && plan.operations.some(movesData)) await confirmPlan(plan, context);
  const applied = await applyWith(plan, context, {
    maintenance: false,
    unfinished: false,
    again: () => makeRecovery(args, context),
  });
  const mended = (await mendServing({ app: args.app, shared: before.layout.shared }, context)) ?? NO_OUTCOME;
  const outcome = plus(plus(resumed ?? NO_OUTCOME, applied.outcome), mended);
  return runResult({ ...applied, outcome, resumed: applied.resumed || resumed !== null }, context);
}

function dryRun(site: KnownSite, context: Context): CommandResult {
  const { unfinished } = site.state;
  const first =
    unfinished.length === 0 ? "" : `An unfinished run (${unfinished.join(", ")}) would be completed first\n`;
  const plan = site.state.record === null && unfinished.length > 0 ? null : planFor(site, context);
  return {
    exit: "ok",
    text: `${first}${plan === null ? "" : renderPlan(plan)}\nDry run: nothing was changed`,
    json: plan,
  };
}

/** Null when there was nothing to finish. */
async function finishUnfinished(site: KnownSite, context: Context): Promise<Outcome | null> {
  if (site.state.unfinished.length === 0) return null;
  refuseElsewhere(context);
  const settings = applySettings(context, { command: "recover", maintenance: false });
  const steps = resuming(site.layout.shared, ownerOf(site.layout.shared), settings);
  return (await driven(steps, context, site.layout)).outcome;
}

function makeRecovery(args: RecoverArgs, context: Context): Plan {
  return planFor(findSite(context, { app: args.app, shared: null }), context);
}

function planFor(site: KnownSite, context: Context): Plan {
  const { record } = site.state;
  if (record === null) throw notPersisted(site.layout);
  return planRecover(
    {
      ...surveyOf(site, judge(site.layout, record), { mode: "auto", maintenance: false, across: null, context }),
      record,
    },
    ownFileWriters,
  );
}
