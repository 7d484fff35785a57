import { linksToShared } from "../../apply/links-to-shared.ts";
import { HoldfastError } from "../../core/error.ts";
import type { SiteLayout } from "../../core/layout.ts";
import { movesData } from "../../plan/operation.ts";
import { planUndo } from "../../plan/persist.ts";
import { hasProblems, isEmpty, type Plan } from "../../plan/plan.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { renderUndo } from "../../report/undo-text.ts";
import { type Applied, applyWith, refuseElsewhere } from "../applying.ts";
import { checkNow } from "../checking.ts";
import { warningOfLinks } from "../climbing-links.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { judge } from "../judge.ts";
import { leftLinks } from "../left-links.ts";
import { ownFileWriters } from "../own-files.ts";
import { refuseUnsafe } from "../refusals.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import { findSite, notPersisted, surveyOf } from "../site.ts";

export interface UndoArgs {
  readonly app: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
  /** Only these entries; null for all. */
  readonly only: readonly string[] | null;
}

/** Turns every link of the live app that is Holdfast's back into plain files and folders; the site then works without Holdfast. */
export async function undo(args: UndoArgs, context: Context): Promise<CommandResult> {
  const fresh = (): Plan => makeUndo(args, context);
  const { state, layout } = findSite(context, { app: args.app, shared: null });
  if (state.inPlace) return nothingLinked(layout);
  const plan = fresh();
  refuseUnsafe(plan);
  if (args.dryRun)
    return {
      exit: hasProblems(plan) ? "problems" : "ok",
      text: `${renderPlan(plan)}\nDry run: nothing was changed`,
      json: plan,
    };
  if (!isEmpty(plan)) refuseElsewhere(context);
  if (!args.yes && plan.operations.some(movesData)) await confirmPlan(plan, context);
  const applied = await applyWith(plan, context, {
    maintenance: args.maintenance,
    unfinished: state.unfinished.length > 0,
    again: fresh,
  });
  return undoneResult(applied, args, context);
}

function nothingLinked({ app }: SiteLayout): CommandResult {
  return {
    exit: "ok",
    text: `✅ Nothing to do: "${app}" has no links of Holdfast's (in-place), and works without it as it is`,
    json: { schema: 1, command: "undo", changed: false },
  };
}

function makeUndo(args: UndoArgs, context: Context): Plan {
  const site = findSite(context, { app: args.app, shared: null });
  const { record } = site.state;
  if (record === null) throw notPersisted(site.layout);
  if (!site.layout.live) throw notLive(site.layout);
  const survey = surveyOf(site, judge(site.layout, record), {
    mode: "auto",
    maintenance: args.maintenance,
    across: null,
    context,
  });
  const known = { ...survey, record };
  const plan = planUndo(known, ownFileWriters, args.only);
  const left = args.only === null ? leftLinks(plan) : [];
  if (left.length === 0) return warningOfLinks(plan);
  return warningOfLinks(planUndo({ ...known, notices: [...known.notices, ...left] }, ownFileWriters, args.only));
}

function undoneResult(applied: Applied, { only }: UndoArgs, context: Context): CommandResult {
  const { plan, outcome, resumed } = applied;
  const { app, shared } = plan.layout;
  const { report } = checkNow(app, shared, context);
  const diagnostics = [...plan.diagnostics, ...outcome.diagnostics];
  const isPart = diagnostics.some(({ severity }) => severity === "problem");
  const stays = only === null ? [] : linksToShared(app, { as: app, shared }).links.map(({ path }) => path);
  const isFailed = isPart || (report?.failed ?? 0) > 0;
  return {
    exit: isFailed ? "problems" : "ok",
    text: renderUndo({
      plan,
      refused: outcome.refused,
      rescued: outcome.rescued,
      diagnostics,
      resumed,
      check: report,
      stays,
      isLast: only !== null,
      again: commandLine("holdfast", "persist", app, ...elsewhere(plan.layout, context)),
      retry: commandLine("holdfast", "undo", app),
    }),
    json: {
      schema: 1,
      command: "undo",
      changed: !isEmpty(plan),
      plan,
      outcome,
      diagnostics,
      resumed,
      check: report,
      stays,
    },
  };
}

/** Shared, where no link leads to it any more and it stands in none of the usual places: then it has to be named. */
function elsewhere({ app, shared }: SiteLayout, context: Context): string[] {
  try {
    return findSite(context, { app, shared: null }).layout.shared === shared ? [] : [shared];
  } catch (error) {
    // What is found instead is refused, such as a folder where visitors could fetch it.
    if (error instanceof HoldfastError) return [shared];
    throw error;
  }
}

function notLive({ app, site }: SiteLayout): HoldfastError {
  return new HoldfastError({
    code: "not-live",
    message: `"${app}" is not the release that is live; its links stay as they are`,
    hint: `Name the site, and the live release is meant: ${commandLine("holdfast", "undo", site)}`,
  });
}
