import type { SiteLayout } from "../../core/layout.ts";
import type { Outcome } from "../../apply/run.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { compareExamples, planEnv } from "../../plan/env.ts";
import { isEmpty, type Plan } from "../../plan/plan.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import { type EnvReport, renderEnv } from "../../report/env-text.ts";
import { ownerOf } from "../../apply/read-survey.ts";
import { applyWith, refuseElsewhere } from "../applying.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import type { CommandResult } from "../result.ts";
import { readExamples, readLive } from "../settings-files.ts";
import { commandLine } from "../shell-words.ts";
import { findSite, notPersisted } from "../site.ts";

export interface EnvArgs {
  readonly app: string;
  readonly addMissing: boolean;
  readonly dryRun: boolean;
}

/** Compares the settings in use with the examples that the application ships; with `addMissing` adds what is missing at their end. */
export async function env(args: EnvArgs, context: Context): Promise<CommandResult> {
  const { layout, state } = findSite(context, { app: args.app, shared: null });
  const { report } = compared(layout, context);
  if (!args.addMissing) return resultOf(report);
  if (args.dryRun) return resultOf({ ...report, state: "would add" });
  if (state.record === null) throw notPersisted(layout);
  const { plan } = compared(layout, context);
  if (!isEmpty(plan)) refuseElsewhere(context);
  const { outcome } = await applyWith(plan, context, {
    maintenance: false,
    unfinished: state.unfinished.length > 0,
    again: () => compared(layout, context).plan,
  });
  return added(report, outcome);
}

function compared(layout: SiteLayout, context: Context): { readonly report: EnvReport; readonly plan: Plan } {
  const live = readLive(layout);
  const examples = compareExamples(readExamples(layout.app), live.text);
  const missing = examples.flatMap((example) => example.missing);
  const addCommand = commandLine("holdfast", "env", layout.app, "--add-missing");
  return {
    report: { file: `${live.at.directory}/${live.at.name}`, examples, state: "listed", addCommand },
    plan: planEnv(live, missing, { layout, owner: ownerOf(layout.app), now: context.now(), program: VERSION }),
  };
}

function added(report: EnvReport, outcome: Outcome): CommandResult {
  const problems = outcome.diagnostics.filter(({ severity }) => severity === "problem");
  if (problems.length === 0) return resultOf({ ...report, state: "added" });
  const result = resultOf(report, problems);
  return { ...result, exit: "problems", text: `${result.text}\n${problems.map(renderDiagnostic).join("\n")}` };
}

function resultOf(report: EnvReport, diagnostics: readonly Diagnostic[] = []): CommandResult {
  const { file, examples, state } = report;
  return {
    exit: "ok",
    text: renderEnv(report),
    json: { schema: 1, command: "env", file, state, examples, diagnostics },
  };
}
