/**
 * The first half of a merge: everything that the app has and shared lacks gets a second name in shared (no bytes move, nothing is
 * overwritten), and where both differ the loser gets a second name in the rescue folder. The app goes on using its own folder all the
 * while; nothing of it is changed.
 */
import type { Merge } from "../plan/operation.ts";
import {
  addName,
  closeDir,
  type Dir,
  isRefusal,
  isVanished,
  look,
  lookAtSelf,
  namesIn,
  openChild,
  rename,
  dropOwnName,
  type Spot,
} from "../system/dir.ts";
import { incarnationOf, type NodeFact, signatureOf } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";
import { endOf } from "../system/observe.ts";
import { setTimes } from "../system/times.ts";
import { isUnsupported } from "../system/native-rename.ts";
import type { FolderSyncs } from "./folder-syncs.ts";
import { giveName, keepLoser, retire } from "./rescue.ts";
import type { Rescued, Run } from "./run.ts";
import { makeDirectoryAt } from "./make-folder.ts";

/** Names below the entry that lead, in shared, to the app's own inode: name to its incarnation. */
type LinkedNames = Map<string, string>;

/** What a merge works with. */
export interface MergeWork {
  readonly operation: Pick<Merge, "path" | "nodeKind" | "live" | "winner">;
  readonly run: Run;
  readonly linked: LinkedNames;
  /**
   * What the app had at a name when it was last accounted for in another way than by a link: the incarnation, where it is rescued, or the
   * signature, where shared had the same content. A folder's name ends with a slash.
   */
  readonly seen: Map<string, string>;
  readonly rescued: Rescued[];
  /** How many names of shared this pass changed. */
  readonly changes: { count: number };
  readonly syncs: FolderSyncs;
  readonly fromApp: ReadonlySet<string>;
  readonly staysDeleted: ReadonlySet<string>;
}

/** A folder on both sides. */
export interface Level {
  readonly app: Dir;
  readonly shared: Dir;
  /** Its path below the entry with a slash at the end; empty for the entry itself. */
  readonly prefix: string;
}

/** Adds what shared lacks, folder by folder; a folder of shared is durable when `work.syncs` says so. */
export function linkTree(level: Level, work: MergeWork): void {
  const { app, shared, prefix } = level;
  for (const name of namesIn(app))
    inMotion({ app: { dir: app, name }, shared: { dir: shared, name }, path: `${prefix}${name}` }, work, linkName);
  work.syncs.wentThrough(shared, prefix);
}

/** How often a name is settled anew that becomes something else each time we look. */
const ROUNDS = 5;

/**
 * Settles one name of a folder that its application works in. Where the application takes the name away, or gives it to something else, between
 * our look and our call, nothing went wrong: what stands there then is settled, or nothing is. Every other error is thrown.
 */
export function inMotion(pair: Pair, work: MergeWork, settle: (pair: Pair, work: MergeWork) => void): void {
  for (let round = 1; ; round++) {
    try {
      settle(pair, work);
      return;
    } catch (error) {
      if (!isVanished(error) || round === ROUNDS) throw error;
      work.changes.count++;
    }
  }
}

/** One name on both sides. */
export interface Pair {
  readonly app: Spot;
  readonly shared: Spot;
  /** Relative to the entry; empty for a file entry itself. */
  readonly path: string;
}

/** Settles one name: into folders, and for anything else adds, compares, or lets the winner stay. */
export function linkName(pair: Pair, work: MergeWork): void {
  if (!work.staysDeleted.has(pair.path) && isAddedUnseen(pair, work)) return;
  const inApp = look(pair.app);
  if (inApp === null) return;
  if (work.staysDeleted.has(pair.path))
    keepOnce(pair, work, "it was deleted on the site and came with this release again");
  else if (inApp.kind === "directory") linkFolder(pair, look(pair.shared), work);
  else if (work.linked.get(pair.path) !== incarnationOf(inApp))
    linkNode(pair, { inApp, inShared: look(pair.shared) }, work);
}

/**
 * Most names are new to shared: the call that links them says whether they are, so that neither side has to be looked at first. False where the call is
 * refused for whatever reason; nothing has changed then.
 */
function isAddedUnseen(pair: Pair, work: MergeWork): boolean {
  if (work.linked.has(pair.path) || work.seen.has(pair.path) || !isAdded(pair.app, pair.shared)) return false;
  noteLinked(pair, work);
  work.changes.count++;
  return true;
}

function isAdded(from: Spot, to: Spot): boolean {
  try {
    addName(from, to);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function linkFolder(pair: Pair, inShared: NodeFact | null, work: MergeWork): void {
  const blocked = inShared !== null && inShared.kind !== "directory";
  if (blocked && !appWins(pair, work)) {
    keepTree(pair, work);
    return;
  }
  const from = openChild(pair.app.dir, pair.app.name);
  try {
    if (blocked)
      keepLoser(pair.shared, work, { path: pair.path, why: "the application has a folder there", move: true });
    const made = look(pair.shared) === null;
    const fact = lookAtSelf(from);
    if (made) makeDirectoryAt(pair.shared.dir, pair.shared.name, fact);
    const into = openChild(pair.shared.dir, pair.shared.name);
    try {
      linkTree({ app: from, shared: into, prefix: `${pair.path}/` }, work);
      if (made) setTimes(into, fact);
    } finally {
      closeDir(into);
    }
  } finally {
    closeDir(from);
  }
}

function linkNode(
  pair: Pair,
  facts: { readonly inApp: NodeFact; readonly inShared: NodeFact | null },
  work: MergeWork,
): void {
  const { inApp, inShared } = facts;
  if (inShared === null) {
    addLinked(pair, work);
    return;
  }
  if (inShared.id === inApp.id || leadsThere(pair, inApp, inShared)) {
    work.linked.set(pair.path, incarnationOf(inApp));
    return;
  }
  // Linked by an earlier pass, and replaced by the app since: the app's new one follows.
  const replaced = work.linked.get(pair.path) === incarnationOf(inShared);
  if (replaced) takeFromApp(pair, work, { expected: incarnationOf(inShared), loser: null });
  else settleDifference(pair, { inApp, inShared }, work);
}

function settleDifference(
  pair: Pair,
  facts: { readonly inApp: NodeFact; readonly inShared: NodeFact },
  work: MergeWork,
): void {
  const same = sameContent(pair.app, pair.shared);
  if (!appWins(pair, work)) {
    if (same) work.seen.set(pair.path, signatureOf(facts.inApp));
    else keepOnce(pair, work, "shared has another version, which stays in use");
    return;
  }
  const why = "the application's version is the one in use";
  if (facts.inShared.kind === "directory") {
    keepLoser(pair.shared, work, { path: pair.path, why, move: true });
    addLinked(pair, work);
    return;
  }
  takeFromApp(pair, work, { expected: incarnationOf(facts.inShared), loser: same ? null : why });
}

/** A second name in shared; what is noted is the inode that was really linked, whatever the app did since we looked. */
function addLinked(pair: Pair, work: MergeWork): void {
  const way = giveName(pair.app, pair.shared, work);
  if (way === "linked") noteLinked(pair, work);
  work.changes.count++;
}

function noteLinked(pair: Pair, work: MergeWork): void {
  const linked = look(pair.shared);
  if (linked !== null) work.linked.set(pair.path, incarnationOf(linked));
}

/** A link of ours from when only this part of the entry was shared: it leads to the very thing that is there. */
function leadsThere(pair: Pair, inApp: NodeFact, inShared: NodeFact): boolean {
  return inApp.kind === "link" && endOf(pair.app.dir.path, inApp.linkText ?? "").id === inShared.id;
}

/** The app's file (or each file of its folder) gets a second name in the rescue folder, unless that very file has one already. */
export function keepOnce(pair: Pair, work: MergeWork, why: string): void {
  const fact = look(pair.app);
  if (fact === null) return;
  if (fact.kind === "directory") {
    keepTree(pair, work);
    return;
  }
  if (work.seen.get(pair.path) === incarnationOf(fact)) return;
  keepLoser(pair.app, work, { path: pair.path, why, move: false });
  work.seen.set(pair.path, incarnationOf(fact));
}

/** What shared had when we looked, and why it loses; null when it holds nothing that the winner does not. */
export interface Taking {
  readonly expected: string;
  readonly loser: string | null;
}

/**
 * Puts the app's inode at shared's name by one exchange. What comes out is looked at: if somebody has written there since, it goes
 * back at once and the app's version is rescued instead, so that an acknowledged write is never replaced.
 */
export function takeFromApp(pair: Pair, work: MergeWork, taking: Taking): void {
  const { run } = work;
  const staged: Spot = { dir: run.dirs.stage, name: `${run.tx}-${run.step}-take` };
  clearStaged(staged, work, pair.path);
  if (taking.loser !== null) keepLoser(pair.shared, work, { path: pair.path, why: taking.loser, move: false });
  const way = giveName(pair.app, staged, work);
  swap(staged, pair.shared, work);
  const out = look(staged);
  if (out === null || incarnationOf(out) !== taking.expected) {
    swap(staged, pair.shared, work);
    const why = "shared has a newer version, written meanwhile, which stays in use";
    if (way === "moved") keepLoser(staged, work, { path: pair.path, why, move: true });
    else {
      dropOwnName(staged);
      keepOnce(pair, work, why);
    }
    return;
  }
  if (taking.loser === null) clearStaged(staged, work, pair.path);
  else dropOwnName(staged);
  noteLinked(pair, work);
  work.changes.count++;
}

/** Exchanges two names; where no exchange exists and nobody uses shared's (not live, or `--maintenance`), by three renames. */
function swap(staged: Spot, there: Spot, work: MergeWork): void {
  const { operation, run } = work;
  try {
    run.native.exchange(staged, there);
  } catch (error) {
    if (!isUnsupported(error) || (operation.live && !run.maintenance)) throw error;
    const aside: Spot = { dir: staged.dir, name: `${staged.name}-aside` };
    clearStaged(aside, work, "");
    rename(there, aside);
    rename(staged, there);
    rename(aside, staged);
  }
}

/** What an interrupted run left at our staging name is kept in the retired folder, whatever it is. */
function clearStaged(staged: Spot, work: MergeWork, path: string): void {
  if (look(staged) === null) return;
  retire(staged, { kind: "replaced", path }, work);
}

/** The app's whole folder loses to something in shared that is no folder: its files get second names in the rescue folder. */
function keepTree(pair: Pair, work: MergeWork): void {
  const from = openChild(pair.app.dir, pair.app.name);
  try {
    for (const name of namesIn(from)) {
      const inner: Pair = { app: { dir: from, name }, shared: pair.shared, path: `${pair.path}/${name}` };
      inMotion(inner, work, (lost) => {
        keepOnce(lost, work, "shared has something else where its folder was");
      });
    }
  } finally {
    closeDir(from);
  }
}

function appWins(pair: Pair, work: MergeWork): boolean {
  return work.operation.winner === "app" || work.fromApp.has(pair.path);
}
