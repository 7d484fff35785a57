/** The one call that readers could notice: the app's folder and a prepared link, which stands where the folder shall go, swap places. */
import type { Merge } from "../plan/operation.ts";
import { look, makeLink, rename, setLinkOwner, type Spot, syncDir } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected } from "./run.ts";

/** What an exchange needs to know of the operation that it is for. */
export type Exchanged = Pick<Merge, "path" | "at" | "text" | "identity" | "live">;

/**
 * Swaps them, durably, and returns null; or returns why the application still uses its own, of which nothing was changed. Throws where something
 * else was at the path in that very moment; it is given back.
 */
export function exchangeOut(
  operation: Exchanged,
  ends: { readonly app: Spot; readonly retired: Spot },
  found: { readonly run: Run; readonly inApp: NodeFact },
): Outcome | null {
  const { run, inApp } = found;
  const prepared = look(ends.retired);
  if (prepared === null) placeLink(operation, ends.retired, inApp);
  else if (!isOurLink(prepared, operation)) throw unexpected(operation, ends.retired, prepared);
  try {
    run.native.exchange(ends.app, ends.retired);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!isUnsupported(error) || (operation.live && !run.maintenance)) return refusedExchange(operation, code);
    const link: Spot = { dir: ends.retired.dir, name: `${ends.retired.name}.link` };
    rename(ends.retired, link);
    run.native.renameNoReplace(ends.app, ends.retired);
    rename(link, ends.app);
  }
  if (look(ends.retired)?.id !== operation.identity) {
    run.native.exchange(ends.app, ends.retired);
    throw unexpected(operation, ends.app, look(ends.app));
  }
  syncDir(ends.retired.dir);
  syncDir(ends.app.dir);
  return null;
}

/** The application's own could not be replaced in one step. */
export function refusedExchange(operation: Exchanged, code: string): Outcome {
  return {
    ...NO_OUTCOME,
    refused: [operation.path],
    diagnostics: [
      {
        severity: "problem",
        code: "cannot-exchange",
        path: operation.path,
        message: `"${operation.path}" could not be replaced by its link in one step (${code}); the application still uses its own, and nothing of it was changed`,
        hint:
          code === "EACCES" || code === "EPERM"
            ? `Run: chown -R "$(id -u)" "${operation.at.directory}/${operation.at.name}" (as root), then run the command again`
            : "In a quiet moment run: holdfast persist --maintenance",
      },
    ],
  };
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
