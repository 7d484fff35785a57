import { HoldfastError } from "../core/error.ts";
import { ownerOf } from "../apply/read-survey.ts";
import { planEnvBack } from "../plan/env.ts";
import type { AppendLines } from "../plan/operation.ts";
import { renderDiagnostic } from "../report/marks.ts";
import { renderPlan } from "../report/plan-text.ts";
import { applyWith, refuseElsewhere } from "./applying.ts";
import type { Context } from "./context.ts";
import { VERSION } from "./version.ts";
import type { CommandResult } from "./result.ts";
import { readLive } from "./settings-files.ts";
import type { KnownSite } from "./site.ts";

/** Takes the lines off the end of the settings again; refused where something else stands there by now. */
export async function takeBackSettings(
  added: AppendLines,
  { known, args }: { readonly known: KnownSite; readonly args: { readonly dryRun: boolean } },
  context: Context,
): Promise<CommandResult> {
  const { layout } = known;
  const live = readLive(layout);
  const file = `${live.at.directory}/${live.at.name}`;
  if (!live.text.endsWith(added.text)) throw changedSince(file);
  const plan = planEnvBack(live, added.text, {
    layout,
    owner: ownerOf(layout.app),
    now: context.now(),
    program: VERSION,
  });
  if (args.dryRun) return { exit: "ok", text: `${renderPlan(plan)}\nDry run: nothing was changed`, json: plan };
  refuseElsewhere(context);
  const { outcome } = await applyWith(plan, context, { maintenance: false, unfinished: false, again: null });
  const isRefused = outcome.refused.length > 0;
  const done = isRefused ? [] : [`✅ The settings that were added are gone from ${file} again`];
  return {
    exit: isRefused ? "problems" : "ok",
    text: [...done, ...outcome.diagnostics.map(renderDiagnostic)].join("\n"),
    json: { schema: 1, command: "undo", file, diagnostics: outcome.diagnostics },
  };
}

function changedSince(file: string): HoldfastError {
  return new HoldfastError({
    code: "cannot-take-back",
    message: `The last command cannot be taken back: what it added is no longer the end of "${file}"`,
    hint: "Take the lines out with an editor",
  });
}
