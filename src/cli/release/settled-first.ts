import { NO_OUTCOME, type Outcome } from "../../apply/run.ts";
import type { Plan } from "../../plan/plan.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import type { Context } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { deploying, type DeploymentStart } from "./deployment.ts";
import { findReleases, type SiteWithReleases } from "./release-site.ts";

/** A site as it is after what was unfinished has been completed. */
export interface Settled {
  readonly found: SiteWithReleases;
  /** What was completed, and what came of it. */
  readonly completed: readonly Plan[];
  readonly outcome: Outcome;
}

/**
 * Looks at a site and works with what it sees; where a run did not finish, it is completed first (not with `onlyLook`), because only then the disk says
 * what is live. What came of that stands in the command's result.
 */
export async function settledFirst(
  start: DeploymentStart & { readonly onlyLook: boolean },
  context: Context,
  work: (settled: Settled) => Promise<CommandResult>,
): Promise<CommandResult> {
  const settled = await settle(start, context);
  return told(settled, await work(settled));
}

async function settle(start: DeploymentStart & { readonly onlyLook: boolean }, context: Context): Promise<Settled> {
  const found = findReleases(start.site, context, start);
  if (start.onlyLook || found.state.unfinished.length === 0) return { found, completed: [], outcome: NO_OUTCOME };
  return await deploying(start, context, (deployment) =>
    Promise.resolve({
      found: deployment.look(),
      completed: deployment.completed,
      outcome: deployment.outcome(),
    }),
  );
}

function told({ completed, outcome }: Settled, result: CommandResult): CommandResult {
  const { diagnostics } = outcome;
  const resumed = completed.length > 0 || diagnostics.length > 0;
  if (!resumed) return { ...result, json: { ...(result.json as object), resumed } };
  const hasProblem = diagnostics.some(({ severity }) => severity === "problem");
  const lines = ["🔁 A run that had not finished was completed first", ...diagnostics.map(renderDiagnostic)];
  return {
    exit: hasProblem && result.exit === "ok" ? "problems" : result.exit,
    text: `${lines.join("\n")}\n${result.text}`,
    json: { ...(result.json as object), resumed, completedFirst: { diagnostics, rescued: outcome.rescued } },
  };
}
