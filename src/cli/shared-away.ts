import { displayName } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import { NAMES, type SiteLayout, siteNamed } from "../core/layout.ts";
import { type AbsPath, isInside, rel, resolveText, under } from "../core/path.ts";
import type { SharedState } from "../apply/read-survey.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { everyNameAt } from "../system/names.ts";
import { isFolder, linkTargets } from "../system/site-facts.ts";
import { commandLine } from "./shell-words.ts";

/**
 * Throws `shared-away` where the shared folder is not there, or empty, while links of the app lead into it: a disk that is not mounted, or it was moved. An
 * empty one made in its place would be a site without its data, and the data would have two places when the other is back.
 */
export function refuseSharedAway(
  layout: Pick<SiteLayout, "kind" | "site" | "app" | "shared">,
  { record }: SharedState,
): void {
  const { app, shared } = layout;
  if (record !== null || everyNameAt(shared).length > 0) return;
  const lost = linkTargets(app).filter((target) => isInside(target, shared) && target !== shared);
  const [first] = lost;
  if (first === undefined) return;
  const links = lost.length === 1 ? "a link of it leads" : `${lost.length} links of it lead`;
  const why = isFolder(shared) ? "is empty" : "does not exist";
  throw new HoldfastError({
    code: "shared-away",
    message: `The data of "${app}" is not there: ${links} into "${shared}", which ${why} (first: ${displayName(first)})`,
    hint: `If it is a disk, mount it; if it was moved, put it back, or name it: ${commandLine("holdfast", "check", siteNamed(layout), "SHARED")}. Only if the data is gone for good: remove these links, and the site begins with empty folders`,
    exit: "problems",
  });
}

/**
 * Throws `shared-is-a-link` where a link stands in the place of a site's shared folder. The site serves, but what is written through it would be written
 * through a name that anybody may point elsewhere, and the scripts in it, which look for the site around them, would look around where it leads.
 */
export function refuseSharedLink(site: AbsPath): void {
  const shared = under(site, rel(NAMES.shared));
  const fact = lookAt(bytes(shared));
  if (fact?.kind !== "link") return;
  const target = resolveText(site, fact.linkText ?? "");
  throw new HoldfastError({
    code: "shared-is-a-link",
    message: `"${shared}" is a link to "${displayName(target)}"; the data must be in a folder that stands there itself`,
    hint: `The site goes on working meanwhile. With the data on another disk: ${commandLine("rm", shared)} && ${commandLine("mkdir", shared)} && ${commandLine("mount", "--bind", target, shared)} (and a line in /etc/fstab). On the same disk: ${commandLine("rm", shared)} && ${commandLine("mv", target, shared)}`,
    exit: "problems",
  });
}
