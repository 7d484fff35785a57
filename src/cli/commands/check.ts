import { NAMES } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import { renderCheck } from "../../report/check-text.ts";
import { type Checked, checkNow } from "../checking.ts";
import type { Context } from "../context.ts";
import { currentGone, lastLive } from "../release/current-gone.ts";
import { findReleases } from "../release/release-site.ts";
import type { CommandResult } from "../result.ts";
import { notFinished, notPersisted } from "../site.ts";
import { commandLine } from "../shell-words.ts";

/** Checks a site: links, data, modes, unfinished runs, missing settings. Changes nothing. */
export function check(args: { readonly app: string }, context: Context): CommandResult {
  const { report, layout, unfinished } = checkedOr(args.app, context);
  if (report === null) throw unfinished.length > 0 ? notFinished(layout, unfinished) : notPersisted(layout);
  const recovery = commandLine("sh", `${layout.shared}/${NAMES.emergencyRecovery}`, layout.app);
  return {
    exit: report.failed > 0 ? "problems" : "ok",
    text: renderCheck(report, recovery),
    json: { schema: 1, app: layout.app, shared: layout.shared, ...report },
  };
}

/** A site of which nothing is live is down: that is a problem of the site and no wrong question. */
function checkedOr(app: string, context: Context): Checked {
  try {
    return checkNow(app, null, context);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== "no-current") throw error;
    const found = findReleases(app, context, { mayBeNew: false });
    const last = lastLive(found);
    throw last === null ? error : currentGone(found, last, "problems");
  }
}
