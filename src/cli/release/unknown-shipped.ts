import type { Baseline } from "../../core/baseline.ts";
import { someNames } from "../../core/some-names.ts";
import { HoldfastError } from "../../core/error.ts";
import type { Inventory } from "../../core/inventory.ts";
import { isInside, type RelPath } from "../../core/path.ts";
import { baselinePath } from "../../apply/read-baseline.ts";
import { isOfRelease } from "../../system/baseline-lines.ts";
import { withDir } from "../../system/dir.ts";
import { walkTree } from "../../system/tree-walk.ts";
import { commandLine } from "../shell-words.ts";
import { baselineOf, harvestGround } from "./harvest-ground.ts";
import { isInPlace } from "./in-place.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** What comes, and what is known of what is live. */
export interface ComingRelease {
  readonly inventory: Pick<Inventory, "nodes" | "limits">;
  readonly shipped: Baseline | null;
}

/**
 * Throws `baseline-unusable` where it was written down what the live release held and that cannot be used: nothing of the site's own would go along, and
 * its owner has no reason to expect that. What the coming release does not have is named. Reads only.
 */
export function refuseUnknownShipped(found: SiteWithReleases, { inventory, shipped }: ComingRelease): void {
  const { live, shared } = found.site;
  if (live === null || shipped !== null || isInPlace(found)) return;
  const { why } = baselineOf(found, live.name);
  if (why === null) return;
  const file = baselinePath(shared, live.name);
  throw new HoldfastError({
    code: "baseline-unusable",
    message: `What release ${live.name} held when it arrived cannot be told any more: ${why}. So nobody knows what was made here, and nothing of it would be taken along${namedWords(onlyLive(found, inventory))}`,
    hint: `Give the vendor's archive of what is live: --shipped OLD.zip. To go on without it: ${commandLine("mv", file, `${file}.old`)}; what differs is listed then, and the old release is kept`,
  });
}

/** Files of the live code that the coming one does not have. */
function onlyLive(found: SiteWithReleases, { nodes, limits }: ComingRelease["inventory"]): RelPath[] {
  const { live } = found.site;
  if (live === null) return [];
  const { handlingOf } = harvestGround(found, { from: live.path, to: live.path });
  const only: RelPath[] = [];
  withDir(live.path, (root) => {
    walkTree(root, {
      name: (path, { kind }) => {
        // A look at an archive does not go everywhere: what it has not seen is not called missing.
        const isSeen = !limits.some((limit) => limit.path === "" || isInside(path, limit.path));
        if (!isSeen || !isOfRelease(path) || !["release", "carry"].includes(handlingOf(path))) return false;
        if (kind !== "directory" && !nodes.has(path)) only.push(path);
        return true;
      },
      // A refusal names examples, and this is none that could be told.
      unread: () => undefined,
    });
  });
  return only;
}

/** As many names are told; more are counted. */
const NAMED = 5;

function namedWords(paths: readonly RelPath[]): string {
  if (paths.length === 0) return "";
  return `. Only what is live has ${someNames(paths, NAMED, paths.length === NAMED + 1 ? "more file" : "more files")}`;
}
