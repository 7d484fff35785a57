import { siteNamed } from "../../core/layout.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import { renderReleases } from "../../report/releases-text.ts";
import type { Context } from "../context.ts";
import { currentGone, lastLive } from "../release/current-gone.ts";
import { listReleases, rebornOf } from "../release/listing.ts";
import { findReleases, leftoversOf } from "../release/release-site.ts";
import type { CommandResult } from "../result.ts";

/** Lists the releases of a site: what is live, what a rollback goes to, what failed, how old and how large each is. Changes nothing. */
export function releases(args: { readonly site: string | null }, context: Context): CommandResult {
  const found = findReleases(args.site, context, { mayBeNew: false, converts: false });
  const report = {
    site: siteNamed(found.site),
    releases: listReleases(found, context.now()),
    reborn: rebornOf(found),
    leftovers: leftoversOf(found.site).map(({ name }) => name),
  };
  const last = lastLive(found);
  const text = renderReleases(report);
  const json = { schema: 1, layout: found.site.kind, ...report };
  if (last === null) return { exit: "ok", text, json };
  const { code, message, hint } = currentGone(found, last);
  const gone = renderDiagnostic({ severity: "warning", code, message, ...(hint === undefined ? {} : { hint }) });
  return { exit: "ok", text: `${text}\n${gone}`, json };
}
