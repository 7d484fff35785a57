import { NAMES } from "../../core/layout.ts";
import { abs } from "../../core/path.ts";
import { denialIn } from "../../system/access.ts";
import type { Context } from "../context.ts";
import type { SiteWithReleases } from "../release/release-site.ts";

/** Why no canary can be put into a site, as a sentence without a full stop; null where nothing speaks against it. */
export function whyNotToWrite({ site, record }: SiteWithReleases, { platform }: Context): string | null {
  if (platform !== "linux") return `on ${platform} nothing of a site is changed; run it on the server`;
  if (record?.undone === true)
    return "the data was given back to the application (undo), and holdfast persist has not run since";
  const denial = denialIn(abs(`${site.shared}/${NAMES.state}`));
  if (denial === null) return null;
  return `this user may not write in "${denial.path}" (${denial.code}); run it as the user that owns the site`;
}
