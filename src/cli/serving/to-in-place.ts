/** `serve in-place`: the site has no links from now on. Nothing of it is moved; it is only noted, and each command knows then. */
import { refuseElsewhere } from "../applying.ts";
import { checkNow } from "../checking.ts";
import { makePlan } from "../commands/persist.ts";
import { type Context } from "../context.ts";
import { deploying } from "../release/deployment.ts";
import { isInPlace, recordInPlace, refuseInPlace } from "../release/in-place.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { renderInPlace } from "../../report/in-place-text.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import { noteMove } from "./moving.ts";

/** Notes the way, and what stands in the application as data. Throws where the site has links, or releases. */
export async function toInPlace(
  found: SiteWithReleases,
  args: { readonly site: string | null; readonly dryRun: boolean; readonly maintenance: boolean },
  context: Context,
): Promise<CommandResult> {
  const { site } = found;
  const isNoted = isInPlace(found);
  if (!isNoted) refuseInPlace(found);
  const app = site.app ?? site.site;
  const next = commandLine("holdfast", "release", "SOURCE", "--site", app);
  const terms = { app, shared: site.shared, mode: "auto", maintenance: false, across: null, inPlace: true } as const;
  const { plan } = makePlan(terms, context);
  const shown = { app, isNoted, next, diagnostics: plan.diagnostics };
  const json = { schema: 1, command: "serve", way: "in-place", documentRoot: app, changed: !isNoted && !args.dryRun };
  if (args.dryRun) return { exit: "ok", text: `${renderInPlace(shown)}\nDry run: nothing was changed`, json };
  refuseElsewhere(context);
  const { maintenance } = args;
  const start = { command: "serve", site: args.site, mayBeNew: false, maintenance, inPlace: true };
  return await deploying(start, context, async (deployment) => {
    await recordInPlace(deployment);
    if (!isNoted) await noteMove("in-place", deployment);
    const { report } = checkNow(app, site.shared, context);
    return {
      exit: (report?.failed ?? 0) > 0 ? "problems" : "ok",
      text: renderInPlace(shown),
      json: { ...json, check: report },
    };
  });
}
