import type { Outcome } from "../apply/run.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { NAMES } from "../core/layout.ts";
import { isEmpty } from "../plan/plan.ts";
import { renderRun } from "../report/persist-text.ts";
import { isHealthy } from "../verify/check-line.ts";
import type { Applied } from "./applying.ts";
import type { Context } from "./context.ts";
import { checkNow } from "./checking.ts";
import type { CommandResult } from "./result.ts";
import { commandLine } from "./shell-words.ts";

/** The report of a run that changed a site, with the health check made right after it. */
export function runResult(applied: Applied, context: Context): CommandResult {
  const { plan, outcome } = applied;
  const checked = checkNow(plan.layout.app, plan.layout.shared, context);
  const diagnostics: Diagnostic[] = [...plan.diagnostics, ...outcome.diagnostics];
  const changed = !isEmpty(plan);
  const text = renderRun({
    plan,
    detections: checked.detections,
    seen: checked.seen,
    entries: checked.entries,
    rescued: outcome.rescued,
    diagnostics,
    refused: outcome.refused,
    inPlace: outcome.inPlace,
    check: checked.report,
    undecided: checked.undecided,
    way: changed ? context.native().way : null,
    resumed: applied.resumed,
    healthCheck: checked.inPlace
      ? commandLine("holdfast", "check", plan.layout.app)
      : commandLine("sh", `${plan.layout.shared}/${NAMES.healthCheck}`),
    nextCommand: commandLine("holdfast", plan.command, plan.layout.app),
  });
  const failed =
    diagnostics.some((diagnostic) => diagnostic.severity === "problem") || (checked.report?.failed ?? 0) > 0;
  return {
    exit: failed ? "problems" : outcome.unsettled.length > 0 ? "unfinished" : "ok",
    text,
    json: {
      schema: 1,
      command: plan.command,
      changed,
      plan,
      outcome: outcomeJson(outcome),
      diagnostics,
      resumed: applied.resumed,
      check: checked.report,
      healthy: checked.report !== null && isHealthy(checked.report),
    },
  };
}

function outcomeJson(outcome: Outcome): unknown {
  return { rescued: outcome.rescued, inPlace: outcome.inPlace, refused: outcome.refused, unsettled: outcome.unsettled };
}
