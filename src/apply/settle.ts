/**
 * Compares a retired folder with shared once more (`retirement.ts`): what a process that still had it open has made or replaced there comes
 * to shared, never over anything; then, when nothing differs and nobody has it open, what shared has too is dropped from it and it is settled.
 * Names that are gone from it mean nothing: its owner may have cleared it by hand.
 */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Settle } from "../plan/operation.ts";
import { bytes } from "../system/bytes-path.ts";
import { addName, dropOwnName, isVanished, look, type Spot, syncDir, withDir } from "../system/dir.ts";
import { incarnationOf, lookAt, type NodeFact, signatureOf } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { type User, usersOf } from "../system/open-processes.ts";
import { differencesIn, eachName } from "./differences.ts";
import { dropIfEmpty, dropRetired, isAllowed, isSameNode } from "./drop-retired.ts";
import { cannotBring, inUse, stays } from "./settle-messages.ts";
import { AT_ONCE } from "./folder-syncs.ts";
import { isSettled, settleNote } from "./journal.ts";
import { type FoundPair, withPairAt } from "./pairs.ts";
import { retire } from "./rescue.ts";
import { settleTransfer } from "./transfer/finish.ts";
import { readRetirement, rescuedIn, type Retirement, writeRetirement } from "./retirement.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpots } from "./run.ts";
import { type MergeWork, type Pair } from "./merge-work.ts";
import { keepOnce, takeFromApp } from "./take-from-app.ts";

/** Settles what an earlier run retired, or leaves it for a later one and says who has it open. */
export function settle(operation: Settle, run: Run): Outcome {
  const note = readRetirement(run, operation.note);
  if (note === null || isSettled(run.dirs, operation.note)) return NO_OUTCOME;
  if (note.how === "copied") return settleTransfer(note, operation.note, run);
  if (note.phase === "dropping") return dropAll(note, operation.note, run);
  return withSpots(note.at, note.into, (retired, shared) => {
    const found = look(retired);
    if (note.identity !== operation.identity || found?.id !== operation.identity)
      throw unexpected(operation, retired, found);
    const work = workFrom(note, run);
    const outcome = compareOnce({ retired, shared }, { note, name: operation.note, work });
    return { ...outcome, rescued: [...work.rescued.slice(note.rescued.length), ...outcome.rescued] };
  });
}

/** A note's names as a merge works with them. */
function workFrom(note: Retirement, run: Run): MergeWork {
  return {
    operation: { path: note.path, nodeKind: note.nodeKind, live: true, winner: "shared" },
    run,
    linked: new Map(note.linked),
    seen: new Map(note.seen),
    rescued: [...note.rescued],
    changes: { count: 0 },
    syncs: AT_ONCE,
    fromApp: new Set(),
    staysDeleted: new Set(),
  };
}

interface Roots {
  readonly retired: Spot;
  readonly shared: Spot;
}

/** What is being settled: its note, the note's name, and what a merge works with. */
export interface Settling {
  readonly note: Retirement;
  readonly name: string;
  readonly work: MergeWork;
}

const ROUNDS = 5;

/** Brings along what differs, in rounds, until nothing does and nobody has the retired folder open; then drops and settles. What is rescued is in `work`. */
export function compareOnce(roots: Roots, settling: Settling): Outcome {
  const { work } = settling;
  let users: readonly User[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const found = lookThroughAll(roots.retired, work);
    const stuck = found.unknown.filter((path) => !bringFrom(roots, path, work));
    if (stuck.length > 0) return later(settling, cannotBring(settling.note, stuck));
    users = usersOf(found.unknown.length === 0 ? found.watched : lookThroughAll(roots.retired, work).watched);
    if (users.length === 0 && unknownIn(roots.retired, work).length === 0) return settleQuiet(settling);
  }
  return later(settling, inUse(settling.note, users));
}

function later(settling: Settling, diagnostic: Diagnostic): Outcome {
  writeRetirement(settling.work.run, settling.name, noteOf(settling, "swept"));
  return { ...NO_OUTCOME, diagnostics: [diagnostic] };
}

/** False where the kernel refuses a second name: the file belongs to another user, or something is mounted there. */
function bringFrom(roots: Roots, path: string, work: MergeWork): boolean {
  try {
    withPairAt(roots, path, (pair) => {
      bring(pair, path, work);
    });
    if (path.endsWith("/")) work.seen.set(path, "");
    return true;
  } catch (error) {
    // The next round looks again.
    if (isVanished(error)) return true;
    if (["EPERM", "EACCES", "EXDEV", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

function settleQuiet({ note, name, work }: Settling): Outcome {
  const quiet = noteOf({ note, name, work }, "dropping");
  writeRetirement(work.run, name, quiet);
  return dropAll(quiet, name, work.run);
}

function noteOf({ note, work }: Settling, phase: Retirement["phase"]): Retirement {
  const isOver = phase === "dropping";
  return {
    ...note,
    phase,
    linked: isOver ? [] : [...work.linked],
    seen: isOver ? [] : [...work.seen],
    rescued: work.rescued,
  };
}

function unknownIn(retired: Spot, work: MergeWork): string[] {
  return differencesIn(retired, (path, fact) => isKnown(path, fact, work));
}

function isKnown(path: string, fact: NodeFact, { linked, seen }: MergeWork): boolean {
  if (fact.kind === "directory") return seen.has(path);
  const self = incarnationOf(fact);
  return linked.get(path) === self || seen.get(path) === self || seen.get(path) === signatureOf(fact);
}

interface Found {
  /** The names that are not accounted for. */
  readonly unknown: readonly string[];
  /** Identities of folders, in which names can be made, and of files of which shared has a copy only: to the others a writer writes in shared as well. */
  readonly watched: ReadonlySet<string>;
}

function lookThroughAll(retired: Spot, work: MergeWork): Found {
  const unknown: string[] = [];
  const watched = new Set<string>();
  const root = look(retired);
  if (root?.kind === "directory") watched.add(root.id);
  eachName(retired, (path, fact) => {
    if (!isKnown(path, fact, work)) unknown.push(path);
    if (isWatched(path, fact, work)) watched.add(fact.id);
  });
  return { unknown, watched };
}

function isWatched(path: string, fact: NodeFact, { linked, seen }: MergeWork): boolean {
  if (fact.kind === "directory") return true;
  const self = incarnationOf(fact);
  return fact.kind === "file" && linked.get(path) !== self && seen.get(path) !== self;
}

const WHY = "it was written into the folder after a link had taken its place, and shared has another version";

/** One name that is not accounted for: added, put in the place of what was linked from here, or rescued. */
function bring({ retired, shared }: FoundPair, path: string, work: MergeWork): void {
  const fact = look(retired);
  if (fact === null || fact.kind === "directory") return;
  if (shared === null) keepOnce({ app: retired, shared: retired, path }, work, WHY);
  else bringTo({ app: retired, shared, path }, fact, work);
}

function bringTo(pair: Pair, fact: NodeFact, work: MergeWork): void {
  const inShared = look(pair.shared);
  const isThere = inShared === null ? add(pair.app, pair.shared) : inShared.id === fact.id;
  if (isThere) work.linked.set(pair.path, incarnationOf(fact));
  else if (sameContent(pair.app, pair.shared)) work.seen.set(pair.path, signatureOf(fact));
  else if (!isStillOurs(pair, inShared, work) || !replace(pair, work)) keepOnce(pair, work, WHY);
}

function isStillOurs(pair: Pair, inShared: NodeFact | null, { linked }: MergeWork): boolean {
  return inShared !== null && incarnationOf(inShared) === linked.get(pair.path);
}

/** False where somebody was faster. */
function add(from: Spot, to: Spot): boolean {
  try {
    addName(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Puts the retired file in the place of the one that was linked from here before; false where two names cannot be exchanged. */
function replace(pair: Pair, work: MergeWork): boolean {
  try {
    takeFromApp(pair, work, { expected: work.linked.get(pair.path) ?? "", loser: null });
    return true;
  } catch (error) {
    if (isUnsupported(error)) return false;
    throw error;
  }
}

/** Phase `dropping`, also where it was interrupted. */
export function dropAll(note: Retirement, name: string, run: Run): Outcome {
  const aside: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-drop` };
  clearAside(aside, note, run);
  const left = lookAt(bytes(note.at.directory)) === null ? [] : drop(note, aside, run);
  dropParents(note, run);
  settleNote(run.dirs, name);
  return { ...NO_OUTCOME, diagnostics: left.length === 0 ? [] : [stays(note, left)] };
}

function drop(note: Retirement, aside: Spot, run: Run): readonly string[] {
  return withSpots(note.at, note.into, (retired, shared) => {
    if (look(retired)?.id !== note.identity) return [];
    const { left, denied } = dropRetired(
      { retired, shared },
      { run, aside: () => aside, rescued: rescuedIn(note), isKept: isSameNode, isWorthNaming: isDifferent },
    );
    syncDir(retired.dir);
    return [...left, ...denied];
  });
}

/** A file that shared has with the same bytes stays without a word. */
function isDifferent(here: Spot, there: Spot | null): boolean {
  return there === null || !sameContent(here, there);
}

/** What a killed run was about to drop has its other name; anything else is kept. */
function clearAside(aside: Spot, note: Retirement, run: Run): void {
  const found = look(aside);
  if (found === null) return;
  if (found.links > 1 || found.kind === "link") dropOwnName(aside);
  else retire(aside, { kind: "replaced", path: "" }, { operation: note, run });
}

/** The folders of ours that led to it, up to the transaction's, which stays: its number is not used again. */
function dropParents(note: Retirement, run: Run): void {
  const top = run.dirs.retired.path;
  let folder = note.at.directory as string;
  while (folder.startsWith(`${top}/`) && folder.slice(top.length + 1).includes("/")) {
    const slash = folder.lastIndexOf("/");
    const name = folder.slice(slash + 1);
    folder = folder.slice(0, slash);
    withDir(folder as typeof note.at.directory, (dir) => {
      if (look({ dir, name }) !== null) isAllowed(() => dropIfEmpty({ dir, name }));
      syncDir(dir);
    });
  }
}
