import type { Detection, EntryClass, Undecided } from "../core/entry.ts";
import type { SiteLayout } from "../core/layout.ts";
import { portableSiteOf } from "../script/from-record.ts";
import type { CheckReport } from "../verify/check-line.ts";
import { checkSite } from "../verify/check-site.ts";
import type { Context } from "./context.ts";
import { firstNames, judge } from "./judge.ts";
import { assetsOf } from "./own-files.ts";
import { findSite } from "./site.ts";

/** A health check with what else a report says about the site. */
export interface Checked {
  readonly layout: SiteLayout;
  /** Null where shared has no record yet. */
  readonly report: CheckReport | null;
  readonly detections: readonly Detection[];
  /** The first names in the app's folder. */
  readonly seen: readonly string[];
  readonly entries: readonly { readonly path: string; readonly class: EntryClass; readonly seeded: boolean }[];
  readonly undecided: readonly Undecided[];
  /** True where the site has no links. */
  readonly inPlace: boolean;
  /** Runs that did not finish. */
  readonly unfinished: readonly string[];
}

/** Checks a site as it is on disk now. Reads only. */
export function checkNow(app: string, shared: string | null, context: Context): Checked {
  const site = findSite(context, { app, shared });
  const { record } = site.state;
  const judged = judge(site.layout, record);
  const base = {
    layout: site.layout,
    detections: judged.detections,
    seen: firstNames(judged.inventory),
    undecided: judged.classification.undecided,
    inPlace: site.state.inPlace,
    unfinished: site.state.unfinished,
  };
  if (record === null) return { ...base, report: null, entries: [] };
  const portable = portableSiteOf(record, site.layout, assetsOf(judged.classification));
  return {
    ...base,
    report: checkSite({ site: portable, layout: site.layout, retired: site.state.retirements }),
    entries: record.entries,
  };
}
