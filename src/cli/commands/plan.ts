import { encodeJson } from "../../core/json.ts";
import { hasProblems } from "../../plan/plan.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { writeNewFile } from "../../system/text-file.ts";
import type { Context } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { makePlan, type PersistArgs } from "./persist.ts";

export interface PlanArgs extends Pick<PersistArgs, "app" | "shared" | "mode" | "maintenance"> {
  readonly out: string | null;
}

/** What `persist` would do, each step with its reason. Writes nothing but the file that `--out` names. */
export function plan(args: PlanArgs, context: Context): CommandResult {
  const made = makePlan(args, context).plan;
  const saved =
    args.out === null ? "" : `\nSaved as "${args.out}"; apply exactly this with: holdfast persist --plan "${args.out}"`;
  if (args.out !== null) writeNewFile(context.cwd, args.out, encodeJson(made));
  return { exit: hasProblems(made) ? "problems" : "ok", text: `${renderPlan(made)}${saved}`, json: made };
}
