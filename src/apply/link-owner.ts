/** Whose a link is: where a web server follows a link only to what its owner owns (Apache's SymLinksIfOwnerMatch), a wrong one answers 403. */
import { isInside, parentOf } from "../core/path.ts";
import { at, lookThrough, type Spot } from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import { physical } from "../system/observe.ts";
import type { Run } from "./run.ts";

/** Two numbers. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives a link of ours the owner of what it leads to, as only root can; `otherwise` where it leads to nothing, or out of the site: a folder that
 * the site's user has replaced by a link to another's files must not be opened to the web by our hand.
 */
export function ownLikeTarget(spot: Spot, run: Pick<Run, "asRoot" | "dirs">, otherwise: Owner): void {
  if (run.asRoot) setLinkOwner(spot, targetOf(spot, run) ?? otherwise);
}

function targetOf(spot: Spot, { dirs }: Pick<Run, "dirs">): Owner | null {
  const { fact } = lookThrough(spot);
  if (fact === null) return null;
  const path = physical(at(spot));
  const shared = dirs.shared.path;
  return [shared, parentOf(shared), spot.dir.path].some((root) => isInside(path, root)) ? fact : null;
}
