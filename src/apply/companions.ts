/**
 * A SQLite database and the files beside it. While no transaction can begin (`system/database-guard.ts`), `-shm` and `-wal` get a
 * second name in shared, the database is exchanged in, then links take the places of `-wal` and `-shm`: whoever opens the
 * database, by the old path or the new, finds the same three inodes.
 */
import { relativeText } from "../core/path.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Adopt } from "../plan/operation.ts";
import { addName, dropOwnName, look, makeLink, type Spot, syncDir } from "../system/dir.ts";
import { setLinkOwner } from "../system/dir-owner.ts";
import { whileDatabaseIsQuiet } from "../system/database-guard.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { readHead } from "../system/durable-file.ts";
import { NO_OUTCOME, type Outcome, type Run } from "./run.ts";

interface Move {
  readonly app: Spot;
  readonly shared: Spot;
  readonly run: Run;
  /** Exchanges the database itself. */
  readonly move: () => Outcome;
}

/** Takes a database over with its companions; one that is never quiet, was left half-written, or cannot be held back is left as it is and named. */
export function takeCompanions(operation: Adopt, move: Move): Outcome {
  // Resumed after the exchange: the data is in shared already, only the companions' links may be missing.
  const subject = look(move.app)?.id === operation.identity ? move.app : move.shared;
  if (look(subject)?.id !== operation.identity) return move.move();
  const guarded = whileDatabaseIsQuiet(subject, () =>
    hasHotJournal(subject) ? HALF_WRITTEN : takeQuietly(operation, move),
  );
  if (guarded.kind === "busy") return left(operation, BUSY);
  if (guarded.kind === "no-locks") return isUnaccompanied(operation, subject) ? move.move() : left(operation, NO_LOCKS);
  return guarded.value === HALF_WRITTEN ? left(operation, HOT) : guarded.value;
}

const HALF_WRITTEN = "half-written";

interface Reason {
  readonly code: string;
  readonly why: string;
  readonly hint: string;
}

const QUIET = "Put the application into maintenance (php artisan down), then run the command again";
export const BUSY: Reason = { code: "database-busy", why: "is being written without a pause", hint: QUIET };
export const NO_LOCKS: Reason = {
  code: "no-record-locks",
  why: "is in use, and this host offers no way to hold its writers back (neither koffi nor perl)",
  hint: QUIET,
};
export const HOT: Reason = {
  code: "hot-journal",
  why: "was left half-written: its -journal waits to be rolled back",
  hint: "Open it once so that SQLite settles that (sqlite3 FILE 'pragma integrity_check'), then run the command again",
};

/** The outcome for a database that is left where it is. */
export function left(operation: Pick<Adopt, "path">, reason: Reason): Outcome {
  const diagnostic: Diagnostic = {
    severity: "problem",
    code: reason.code,
    path: operation.path,
    message: `The database "${operation.path}" ${reason.why}; it is left where it is`,
    hint: reason.hint,
  };
  return { ...NO_OUTCOME, refused: [operation.path], diagnostics: [diagnostic] };
}

/** Nobody is in a transaction, so a journal with a header is what a killed one left. In the modes TRUNCATE and PERSIST an empty or zeroed one stays. */
export function hasHotJournal(subject: Spot): boolean {
  const head = readHead(companionOf(subject, "-journal"), 1);
  return head !== null && head.length > 0 && head[0] !== 0;
}

function isUnaccompanied(operation: Adopt, subject: Spot): boolean {
  return operation.companions.length === 0 && look(companionOf(subject, "-journal")) === null;
}

function takeQuietly(operation: Adopt, move: Move): Outcome {
  const beside = operation.companions.map((ending) => ({
    app: companionOf(move.app, ending),
    shared: companionOf(move.shared, ending),
  }));
  for (const pair of beside) {
    if (look(pair.app)?.kind === "file" && look(pair.shared) === null) addName(pair.app, pair.shared);
  }
  syncDir(move.shared.dir);
  const outcome = move.move();
  if (outcome.refused.length > 0 || outcome.inPlace.length > 0) {
    for (const pair of beside) dropSecondName(pair);
    return outcome;
  }
  for (const pair of beside) linkCompanion(operation, pair, move.run);
  return outcome;
}

function linkCompanion(operation: Adopt, pair: { readonly app: Spot; readonly shared: Spot }, run: Run): void {
  const [inApp, inShared] = [look(pair.app), look(pair.shared)];
  if (inApp?.kind !== "file" || inApp.id !== inShared?.id) return;
  const link: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-${pair.app.name}` };
  if (look(link) === null) makeLink(link, textBeside(operation, pair));
  setLinkOwner(link, inApp);
  try {
    run.native.exchange(pair.app, link);
  } catch (error) {
    // No exchange here: the second name in the app stays; SQLite opens what the database's link leads to.
    if (!isUnsupported(error)) throw error;
  }
  dropOwnName(link);
  syncDir(pair.app.dir);
}

/** Takes back the second name that we gave; the file keeps its first. */
function dropSecondName(pair: { readonly app: Spot; readonly shared: Spot }): void {
  const [inApp, inShared] = [look(pair.app), look(pair.shared)];
  if (inApp !== null && inApp.id === inShared?.id) dropOwnName(pair.shared);
}

function textBeside(operation: Adopt, pair: { readonly shared: Spot }): string {
  return relativeText(
    operation.at.directory,
    `${operation.into.directory}/${pair.shared.name}` as typeof operation.at.directory,
  );
}

/** A name beside a database. */
export function companionOf(spot: Spot, ending: string): Spot {
  return { dir: spot.dir, name: `${spot.name}${ending}` };
}
