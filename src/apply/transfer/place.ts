/** Steps 3 to 5 of a transfer: a place for the old tree on its own file system, the note, the copy published, the exchange. */
import { isDenied } from "../../system/path-error.ts";
import type { AbsPath } from "../../core/path.ts";
import { retiredFolder } from "../../core/layout.ts";
import {
  closeDir,
  type Dir,
  dropOwnName,
  look,
  lookAtSelf,
  makeDir,
  openChild,
  openDir,
  type Spot,
  syncDir,
  withDir,
} from "../../system/dir.ts";
import type { NodeFact } from "../../system/facts.ts";
import { effectiveUser } from "../../system/process-identity.ts";
import { dropIfEmpty, isAllowed } from "../drop-retired.ts";
import { exchangeOut, isOurLink, prepareLink } from "../exchange-out.ts";
import { dropNote } from "../journal.ts";
import { noteName, type Retirement, writeRetirement } from "../retirement.ts";
import type { Outcome } from "../run.ts";
import { left } from "./messages.ts";
import { noteCopies, publishInto, publishWhole, takeBack } from "./publish.ts";
import type { Known } from "./transfer.ts";
import { stageSpot, type TransferWork } from "./work.ts";

interface Ends {
  readonly app: Spot;
  readonly shared: Spot;
  readonly inApp: NodeFact;
}

/** `taken`: the link stands; the caller closes the folder of `retired`. `refused`: the application still uses its own. */
export type Taken =
  | { readonly kind: "taken"; readonly retired: Spot; readonly note: Retirement }
  | { readonly kind: "refused"; readonly outcome: Outcome };

/** Publishes the copy and exchanges the link in. */
export function exchangeIntoPlace(ends: Ends, known: Known, work: TransferWork): Taken {
  const { operation, run } = known;
  const place = placeFor(ends, known);
  if (place === null) return { kind: "refused", outcome: left(operation.path, noPlace(known)) };
  const retired: Spot = { dir: place, name: ends.app.name };
  const note = publish(ends, retired, { known, work });
  run.fence();
  prepareLink(operation, { app: ends.app, retired }, look(ends.shared) ?? ends.inApp);
  const stopped = exchangeOut(operation, { app: ends.app, retired }, run);
  if (stopped.refused.length === 0) return { kind: "taken", retired, note };
  if (note.staged !== undefined) takeBack(ends.shared, note.staged, work);
  dropNote(run.dirs, noteName(run));
  leavePlace(retired, known);
  return { kind: "refused", outcome: stopped };
}

/** The note stands before anything is published as a whole, so that a killed run can take it back; after a merge it says what came of it. */
function publish(
  ends: Ends,
  retired: Spot,
  { known, work }: { readonly known: Known; readonly work: TransferWork },
): Retirement {
  const { operation, run } = known;
  const isWhole = look(ends.shared) === null;
  const staged = isWhole ? look(stageSpot(work, "tree"))?.id : undefined;
  if (isWhole) noteCopies(stageSpot(work, "tree"), work);
  else publishInto(operation, ends.shared, work);
  const note = noteOf(operation, retired, { work, staged });
  writeRetirement(run, noteName(run), note);
  if (isWhole) publishWhole(operation, ends.shared, work);
  return note;
}

function noteOf(
  operation: Known["operation"],
  retired: Spot,
  { work, staged }: { readonly work: TransferWork; readonly staged: string | undefined },
): Retirement {
  return {
    how: "copied",
    phase: "taking",
    path: operation.path,
    at: { directory: retired.dir.path, name: retired.name },
    into: operation.into,
    identity: operation.identity,
    nodeKind: operation.nodeKind,
    linked: [],
    seen: [...work.seen],
    copies: [...work.copies],
    ...(staged === undefined ? {} : { staged }),
    rescued: work.rescued,
  };
}

/** The first of the planned folders in which we may make one, and that is on the old tree's file system. Only its maker may enter it. */
function placeFor(ends: Ends, { operation, run }: Known): Dir | null {
  const name = retiredFolder(noteName(run));
  const { dev } = lookAtSelf(ends.app.dir);
  for (const folder of operation.keepIn) {
    const made = makePlace(folder, name, dev);
    if (made !== null) return made;
  }
  return null;
}

function makePlace(folder: AbsPath, name: string, dev: string): Dir | null {
  const parent = openIfAllowed(folder);
  if (parent === null) return null;
  try {
    if (lookAtSelf(parent).dev !== dev || !mayMake({ dir: parent, name })) return null;
    syncDir(parent);
    return onlyOurs(openChild(parent, name));
  } finally {
    closeDir(parent);
  }
}

/** A host's folder for all sites may often be entered and not read. */
function openIfAllowed(folder: AbsPath): Dir | null {
  try {
    return openDir(folder);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}

/** One call, so that where it is refused nothing is left; a folder that an interrupted run made is there already. */
function mayMake(spot: Spot): boolean {
  try {
    if (look(spot) === null) makeDir(spot, 0o700);
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** A folder that somebody else has put at the name is not used. */
function onlyOurs(dir: Dir): Dir | null {
  const self = lookAtSelf(dir);
  if (self.uid === effectiveUser() && (self.mode & 0o777) === 0o700) return dir;
  closeDir(dir);
  return null;
}

/** Removes the link that was prepared, and the folder. */
function leavePlace(retired: Spot, { operation, run }: Known): void {
  if (isOurLink(look(retired), operation)) dropOwnName(retired);
  const folder = retired.dir.path;
  closeDir(retired.dir);
  withDir(folder.slice(0, folder.lastIndexOf("/")) as AbsPath, (parent) => {
    isAllowed(() => dropIfEmpty({ dir: parent, name: retiredFolder(noteName(run)) }));
    syncDir(parent);
  });
}

function noPlace({ operation }: Known): { readonly code: string; readonly message: string; readonly hint: string } {
  return {
    code: "no-place-for-old-tree",
    message: `There is no folder on the file system of "${operation.path}" in which its old tree could be kept (looked at: ${operation.keepIn.join(", ")}); nothing was changed`,
    hint: "Run the command as the user that owns the site",
  };
}
