/** The one call that readers could notice: the app's folder and a prepared link, which stands where the folder shall go, swap places. */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Merge } from "../plan/operation.ts";
import { look, lookThrough, makeLink, rename, type Spot, syncDir } from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import type { NodeFact } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { inTwoSteps, notFollowed, reasonFor, refusedMerge, refusedOutcome } from "./refusal.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected } from "./run.ts";

/** What an exchange needs to know of the operation that it is for. */
export type Exchanged = Pick<Merge, "path" | "at" | "text" | "identity" | "live">;

/** The two names: what the app has, and where it goes, where the link stands first. */
interface Ends {
  readonly app: Spot;
  readonly retired: Spot;
}

/**
 * The link comes first, so that a file system without links, or a full one, shows before anything of shared is touched. It gets the owner of what it will
 * lead to, which stands there already (`link-owner.ts` says why).
 */
export function prepareLink(operation: Exchanged, ends: Ends, target: NodeFact): void {
  const prepared = look(ends.retired);
  if (prepared === null) placeLink(operation, ends.retired, target);
  else if (!isOurLink(prepared, operation)) throw unexpected(operation, ends.retired, prepared);
  else setLinkOwner(ends.retired, target);
}

/**
 * Swaps the app's own and the prepared link. Unless the outcome says that it was refused, the link stands and the app's own lies retired, durably;
 * refused, nothing of the app was changed. Throws where something else was at the path in that very moment; it is given back.
 */
export function exchangeOut(operation: Exchanged, ends: Ends, run: Run): Outcome {
  const diagnostics: Diagnostic[] = [];
  try {
    run.native.exchange(ends.app, ends.retired);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!isUnsupported(error) && !["EXDEV", "EBUSY", "EACCES", "EPERM"].includes(code)) throw error;
    if (!isUnsupported(error) || (operation.live && !run.maintenance))
      return refusedMerge(operation, reasonFor(code, ends.app, run));
    const link: Spot = { dir: ends.retired.dir, name: `${ends.retired.name}.link` };
    rename(ends.retired, link);
    run.native.renameNoReplace(ends.app, ends.retired);
    run.native.renameNoReplace(link, ends.app);
    diagnostics.push(inTwoSteps(operation, ends.app, run));
  }
  if (look(ends.retired)?.id !== operation.identity) {
    run.native.exchange(ends.app, ends.retired);
    throw unexpected(operation, ends.app, look(ends.app));
  }
  const through = lookThrough(ends.app);
  if (through.fact === null) {
    run.native.exchange(ends.app, ends.retired);
    return refusedOutcome(operation, notFollowed(operation, through));
  }
  syncDir(ends.retired.dir);
  syncDir(ends.app.dir);
  return { ...NO_OUTCOME, diagnostics };
}

/** Makes the link of an operation, durably. */
export function placeLink(operation: Exchanged, spot: Spot, owner: NodeFact | null): void {
  makeLink(spot, operation.text);
  if (owner !== null) setLinkOwner(spot, owner);
  syncDir(spot.dir);
}

/** True for a link with the text of the operation. */
export function isOurLink(found: NodeFact | null, operation: Exchanged): boolean {
  return found?.kind === "link" && found.linkText === operation.text;
}
