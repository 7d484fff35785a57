import { siteNamed } from "../../core/layout.ts";
import { type AbsPath, rel, type RelPath, under } from "../../core/path.ts";
import { oldCodeNote } from "../../plan/release/after-switch.ts";
import { previousOf } from "../../plan/release/prunable.ts";
import { renderSwitched } from "../../report/release-text.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { checkNow } from "../checking.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import type { Deployment } from "./deployment.ts";
import type { Switched } from "./finishing.ts";
import { hooksOf } from "./hooks.ts";
import { openCode } from "./open-code.ts";

/** The result of a command that made a release live. */
export function switchedResult(
  command: "release" | "rollback",
  switched: Switched,
  deployment: Deployment,
): CommandResult {
  const found = deployment.look();
  const { site, record, register } = found;
  const { report } = checkNow(switched.app, site.shared, deployment.context);
  const outcome = deployment.outcome();
  const diagnostics = uniqueDiagnostics([
    ...outcome.diagnostics,
    ...openCode(found),
    ...oldCodeNote({ isPhp: servesPhp(switched.app, record?.webRoot ?? ""), hooks: hooksOf(switched.app) }),
  ]);
  const hasProblem = diagnostics.some(({ severity }) => severity === "problem");
  const back = commandLine("holdfast", "rollback", "--site", siteNamed(site));
  const text = renderSwitched({
    command,
    ...switched,
    rescued: outcome.rescued,
    diagnostics,
    groups: switched.decided,
    check: report,
    back: previousOf(register, switched.release) === null ? "there is no earlier release" : back,
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
      check: report,
      ...(switched.checks === null ? {} : { checks: switched.checks }),
    },
  };
}

/** True where the web server finds PHP at the door. */
function servesPhp(app: AbsPath, webRoot: RelPath | ""): boolean {
  const door = webRoot === "" ? app : under(app, webRoot);
  return lookAt(bytes(under(door, rel("index.php"))))?.kind === "file";
}

/** Several plans of one deployment say the same about the same path. */
function uniqueDiagnostics<T extends { readonly code: string; readonly message: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [`${one.code} ${one.message}`, one])).values()];
}
