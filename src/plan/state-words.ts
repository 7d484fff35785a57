import type { SiteLayout } from "../core/layout.ts";

/**
 * The state of a site in the middle of a run, in words. Before and after each operation, and after each call of it, every path of the app is either
 * as it was or leads to its data in shared; what has not been done yet is only not shared.
 */
export function stateOf(layout: Pick<SiteLayout, "live">): string {
  return layout.live
    ? "the site is live and complete, nothing is lost, and some of it is not shared yet"
    : "the live site was not touched, nothing is lost, and the release is not ready yet";
}
