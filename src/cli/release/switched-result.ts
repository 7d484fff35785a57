import { renderSwitched } from "../../report/release-text.ts";
import { checkNow } from "../checking.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import type { Deployment } from "./deployment.ts";
import type { Switched } from "./finishing.ts";

/** The result of a command that made a release live. */
export function switchedResult(
  command: "release" | "rollback",
  switched: Switched,
  deployment: Deployment,
): CommandResult {
  const { site } = deployment.look();
  const { report } = checkNow(switched.app, site.shared, deployment.context);
  const outcome = deployment.outcome();
  const diagnostics = uniqueDiagnostics(outcome.diagnostics);
  const hasProblem = diagnostics.some(({ severity }) => severity === "problem");
  const back = commandLine("holdfast", "rollback", "--site", site.site);
  const text = renderSwitched({
    command,
    ...switched,
    rescued: outcome.rescued,
    diagnostics,
    groups: switched.decided,
    check: report,
    back: switched.before === null ? "there is no earlier release" : back,
  });
  return {
    exit: hasProblem || (report?.failed ?? 0) > 0 ? "problems" : "ok",
    text,
    json: {
      schema: 1,
      command,
      release: switched.release,
      before: switched.before,
      app: switched.app,
      decided: switched.decided,
      rescued: outcome.rescued,
      diagnostics,
      resumed: deployment.completed.length > 0,
      check: report,
    },
  };
}

/** Several plans of one deployment say the same about the same path. */
function uniqueDiagnostics<T extends { readonly code: string; readonly message: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [`${one.code} ${one.message}`, one])).values()];
}
