import { NAMES } from "../../core/layout.ts";
import { renderCheck } from "../../report/check-text.ts";
import { checkNow } from "../checking.ts";
import type { Context } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { notFinished, notPersisted } from "../site.ts";
import { commandLine } from "../shell-words.ts";

/** Checks a site: links, data, modes, unfinished runs, missing settings. Changes nothing. */
export function check(args: { readonly app: string }, context: Context): CommandResult {
  const { report, layout, unfinished } = checkNow(args.app, null, context);
  if (report === null) throw unfinished.length > 0 ? notFinished(layout, unfinished) : notPersisted(layout);
  const recovery = commandLine("sh", `${layout.shared}/${NAMES.emergencyRecovery}`, layout.app);
  return {
    exit: report.failed > 0 ? "problems" : "ok",
    text: renderCheck(report, recovery),
    json: { schema: 1, app: layout.app, shared: layout.shared, ...report },
  };
}
