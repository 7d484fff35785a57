/** Brings the document root back to what was recorded: links that are gone, copies that something replaced, data that came to a place of its own. */
import { textIn } from "../../apply/read-survey.ts";
import { type AbsPath, resolveText } from "../../core/path.ts";
import { SERVING_FILE } from "../../core/serving.ts";
import type { Outcome } from "../../apply/run.ts";
import type { Context } from "../context.ts";
import { deploying } from "../release/deployment.ts";
import { findReleases, type SiteWithReleases } from "../release/release-site.ts";
import { moving, type MoveOrder, previewMove } from "./moving.ts";

/** Mends it; null where there is nothing to do, or nobody has said how the site is served. Somebody else's names are left as they are. */
export async function mendServing(
  { app, shared }: { readonly app: string; readonly shared: AbsPath },
  context: Context,
): Promise<Outcome | null> {
  if (textIn(shared, SERVING_FILE) === null) return null;
  const found = findReleases(app, context, { mayBeNew: false });
  const order = orderOf(found);
  if (order === null) return null;
  const { operations, inTheWay } = previewMove(order, found, context);
  if (operations.length === 0 || (order.way === "link" && inTheWay.length > 0)) return null;
  const start = { command: "recover", site: app, mayBeNew: false, maintenance: false };
  return await deploying(start, context, async (deployment) => {
    await moving(order, deployment);
    return deployment.outcome();
  });
}

function orderOf({ serving, site }: SiteWithReleases): MoveOrder | null {
  if (serving === null || serving.documentRoot === null || site.live === null) return null;
  const { way } = serving;
  if (way === "server" || way === "in-place") return null;
  return { way, root: resolveText(site.site, serving.documentRoot), aside: false, leavesStrangers: true };
}
