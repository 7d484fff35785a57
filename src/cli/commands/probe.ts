import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import { pathAt, currentAt } from "../../plan/release/places.ts";
import { isFailed, type PrintedProbe, renderProbe } from "../../report/probe-text.ts";
import type { Context } from "../context.ts";
import { probing, type Probed } from "../probe/probing.ts";
import { readProbeSite } from "../probe/reading.ts";
import { whyNotToWrite } from "../probe/writable.ts";
import { deploying } from "../release/deployment.ts";
import { findReleases, type SiteWithReleases } from "../release/release-site.ts";
import { settledFirst } from "../release/settled-first.ts";
import type { CommandResult } from "../result.ts";
import { findSite, notFinished, notPersisted } from "../site.ts";

export interface ProbeArgs {
  readonly url: string;
  readonly site: string | null;
  readonly verbose: boolean;
}

/** Asks the site over HTTP whether its data is served, its secrets are not, nothing uploaded is run, and the live release answers. */
export async function probe(args: ProbeArgs, context: Context): Promise<CommandResult> {
  const whyNot = whyNotToWrite(findReleases(args.site, context, { mayBeNew: false }), context);
  const start = { command: "probe", site: args.site, mayBeNew: false, maintenance: false };
  return await settledFirst({ ...start, onlyLook: whyNot !== null }, context, async ({ found }) => {
    const ready = readyIn(found, context);
    const probed = await probing({
      url: args.url,
      tries: 1,
      site: ready,
      token: context.token(),
      holding: whyNot === null ? (work) => deploying(start, context, work) : null,
      whyNot: whyNot ?? "",
    });
    return resultOf(probed, siteNamed(found.site), args);
  });
}

/** Throws where there is nothing to ask about: no record, or nothing live. */
function readyIn(found: SiteWithReleases, context: Context): ReturnType<typeof readProbeSite> {
  const { live } = found.site;
  if (live === null) throw nothingLive(pathAt(currentAt(found.site)));
  if (found.record !== null) return readProbeSite(found, found.record, live);
  const { layout } = findSite(context, { app: live.path, shared: null });
  const { unfinished } = found.state;
  throw unfinished.length > 0 ? notFinished(layout, unfinished) : notPersisted(layout);
}

function resultOf(probed: Probed, site: AbsPath, { verbose }: ProbeArgs): CommandResult {
  const { url, release, checks, requests, leftOut, diagnostics } = probed;
  const printed: PrintedProbe = probed;
  return {
    exit: isFailed(checks) ? "problems" : "ok",
    text: renderProbe(printed, { verbose }),
    json: { schema: 1, url, site, release, checks, requests, leftOut, diagnostics },
  };
}

function nothingLive(current: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "nothing-live",
    message: `Nothing is live: "${current}" leads to no release`,
    hint: "Make a release live first: holdfast release SOURCE",
  });
}
