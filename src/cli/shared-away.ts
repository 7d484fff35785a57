import { displayName } from "../core/bytes.ts";
import { HoldfastError } from "../core/error.ts";
import { type SiteLayout, siteNamed } from "../core/layout.ts";
import { isInside } from "../core/path.ts";
import type { SharedState } from "../apply/read-survey.ts";
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
