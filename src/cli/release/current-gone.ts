import { siteNamed } from "../../core/layout.ts";
import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import type { ExitName } from "../../core/exit-code.ts";
import type { KnownTree } from "../../core/record.ts";
import { releaseNamed } from "../../core/release.ts";
import { isSameTree, type TreeOnDisk } from "../../plan/release/known-releases.ts";
import { previousOf } from "../../plan/release/prunable.ts";
import { commandLine } from "../shell-words.ts";
import type { SiteWithReleases } from "./release-site.ts";

/**
 * The release that was live last, on a site whose `current` leads to none: by the register, else the copy of the code that the record knows. Null where
 * something is live, and where nothing ever was.
 */
export function lastLive({ site, register, record, trees }: SiteWithReleases): string | null {
  if (site.kind !== "releases" || site.live !== null) return null;
  const known = previousOf(register, null);
  if (known !== null) return known;
  // One that arrived here and waits was never live.
  const isOld = (name: string): boolean => releaseNamed(register, name)?.state === "adopted";
  const linked = record?.trees.findLast((one) => trees.some((tree) => isThat(one, tree) && isOld(tree.name)));
  return trees.find((tree) => linked !== undefined && isThat(linked, tree))?.name ?? null;
}

function isThat({ id, born }: KnownTree, tree: TreeOnDisk): boolean {
  return isSameTree({ tree: id, born }, tree);
}

/**
 * Throws `current-gone` where another release than the one that was live last would become live: what the site made and changed among that one's code would
 * be compared with nothing, and would not be served any more.
 */
export function refuseCurrentGone(found: SiteWithReleases, next: string | null): void {
  const last = lastLive(found);
  if (last !== null && last !== next) throw currentGone(found, last);
}

/** The error for a site whose `current` is gone, with the command that brings it back. */
export function currentGone({ site }: SiteWithReleases, last: string, exit: ExitName = "refused"): HoldfastError {
  const named = siteNamed(site);
  const why = site.currentText === null ? "is not there" : `leads to nothing ("${displayName(site.currentText)}")`;
  return new HoldfastError({
    code: "current-gone",
    message: `"${named}/current" ${why}, so that nothing of the site is live; release ${displayName(last)} was live last`,
    hint: `Make it live again: ${commandLine("holdfast", "rollback", last, "--site", named)}`,
    exit,
  });
}
