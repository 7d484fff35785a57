/**
 * The first half of a merge: everything that the app has and shared lacks gets a second name in shared (no bytes move, nothing is
 * overwritten), and where both differ the loser gets a second name in the rescue folder. The app goes on using its own folder all the
 * while; nothing of it is changed.
 */
import { addName, closeDir, isRefusal, look, lookAtSelf, namesIn, openChild, type Spot } from "../system/dir.ts";
import { incarnationOf, type NodeFact, signatureOf } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";
import { endOf } from "../system/observe.ts";
import { setTimes } from "../system/times.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { inMotion, type Level, type MergeWork, noteLinked, type Pair } from "./merge-work.ts";
import { giveName, keepLoser } from "./rescue.ts";
import { keepOnce, keepTree, takeFromApp } from "./take-from-app.ts";

/** Adds what shared lacks, folder by folder; a folder of shared is durable when `work.syncs` says so. */
export function linkTree(level: Level, work: MergeWork): void {
  const { app, shared, prefix } = level;
  for (const name of namesIn(app))
    inMotion({ app: { dir: app, name }, shared: { dir: shared, name }, path: `${prefix}${name}` }, work, linkName);
  work.syncs.wentThrough(shared, prefix);
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

/** A link of ours from when only this part of the entry was shared: it leads to the very thing that is there. */
function leadsThere(pair: Pair, inApp: NodeFact, inShared: NodeFact): boolean {
  return inApp.kind === "link" && endOf(pair.app.dir.path, inApp.linkText ?? "").id === inShared.id;
}

function appWins(pair: Pair, work: MergeWork): boolean {
  return work.operation.winner === "app" || work.fromApp.has(pair.path);
}
