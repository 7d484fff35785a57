import type { Baseline } from "../../core/baseline.ts";
import type { Ownership } from "../../core/observation.ts";
import { type AbsPath, type RelPath, under } from "../../core/path.ts";
import { planPlace } from "../../plan/persist.ts";
import type { AcrossTerms } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import { layoutOf } from "../../plan/release/release-plan.ts";
import { unreadNotes } from "../../plan/unread-notes.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookBehind } from "../../system/facts.ts";
import { isFolder } from "../../system/site-facts.ts";
import type { Context } from "../context.ts";
import { type Judgement, judge } from "../judge.ts";
import { ownFileWriters } from "../own-files.ts";
import { surveyOf } from "../site.ts";
import { baselineOf } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** Nobody uses a tree that waits: what the code ships into data is copied where shared lies on another file system, and nothing has to be stopped for that. */
const UNUSED: AcrossTerms = { quiesce: null, resume: null };

/** A copy of the code that is not live, judged, with the plan that links its entries to shared. */
export interface Placed {
  readonly judged: Judgement;
  readonly plan: Plan;
}

/** Plans what links a copy of the code that stands at `app` to shared, as the release `name`. Reads only. */
export function placing(
  found: SiteWithReleases,
  where: { readonly app: AbsPath; readonly name: string },
  context: Context,
): Placed {
  const { site, state } = found;
  const layout = layoutOf(site, { app: where.app, release: where.name, live: false });
  const judged = judge(layout, state.record);
  const notices = [...judged.notes, ...unreadNotes(judged.inventory, judged.classification.verdicts)];
  const survey = surveyOf({ layout, sharedIsNew: !isFolder(site.shared), notices: [], state }, judged, {
    mode: "auto",
    maintenance: false,
    across: UNUSED,
    context,
    notices,
  });
  const asLive = { delivered: deliveredAsLive(found), inLive: rightsInLive(found) };
  return { judged, plan: planPlace({ ...survey, ...asLive }, ownFileWriters) };
}

/** What each file of the live release came as; read when it is first asked about. */
function deliveredAsLive(found: SiteWithReleases): (path: RelPath) => string | null {
  const { live } = found.site;
  let baseline: Baseline | null | undefined;
  return (path) => {
    if (baseline === undefined) baseline = live === null ? null : baselineOf(found, live.name).baseline;
    return baseline?.nodes.get(path)?.digest ?? null;
  };
}

/** Owner and mode of the folders of the live release, or of those that its links lead to. */
function rightsInLive({ site: { live } }: SiteWithReleases): (path: RelPath) => Ownership | null {
  return (path) => {
    const fact = live === null ? null : lookBehind(bytes(under(live.path, path)));
    return fact?.kind === "directory" ? { uid: fact.uid, gid: fact.gid, mode: fact.mode } : null;
  };
}
