/**
 * The second half of a merge. Between the linking and the exchange the app went on using its folder, which now lies retired: what
 * it made meanwhile is added to shared, what it replaced replaces our linked-in name while that is still the inode we linked, what it
 * deleted goes to quarantine, and what changed on both sides is rescued. Nothing is removed from the retired folder.
 */
import { addName, closeDir, type Dir, look, namesIn, openChild, type Spot } from "../system/dir.ts";
import { incarnationOf, type NodeFact, signatureOf } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";
import { retire } from "./rescue.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { inMotion, type Level, type MergeWork, type Pair } from "./merge-work.ts";
import { keepOnce, takeFromApp } from "./take-from-app.ts";

/** Brings shared up to what the retired folder became; a folder of shared is durable when `work.syncs` says so. */
export function sweepTree(level: Level, work: MergeWork): void {
  const { app: retired, shared, prefix } = level;
  const names = namesIn(retired);
  for (const name of names) {
    const pair: Pair = { app: { dir: retired, name }, shared: { dir: shared, name }, path: `${prefix}${name}` };
    inMotion(pair, work, sweepAny);
  }
  quarantineDeleted({ shared, prefix, present: new Set(names) }, work);
  work.syncs.wentThrough(shared, prefix);
}

function sweepAny(pair: Pair, work: MergeWork): void {
  const inApp = look(pair.app);
  if (inApp?.kind === "directory") sweepFolder(pair, work);
  else settleName(pair, inApp, work);
}

function sweepFolder(pair: Pair, work: MergeWork): void {
  const inShared = look(pair.shared);
  work.seen.set(`${pair.path}/`, "");
  if (inShared !== null && inShared.kind !== "directory") return;
  const from = openChild(pair.app.dir, pair.app.name);
  try {
    // A folder that is missing now and was there at the linking has been removed through the new link: its linked names stay out.
    if (inShared === null && hasLinkedNames(pair.path, work)) return;
    if (inShared === null) makeDirectoryAt(pair.shared.dir, pair.shared.name, look(pair.app) ?? work.run.owner);
    const into = openChild(pair.shared.dir, pair.shared.name);
    try {
      sweepTree({ app: from, shared: into, prefix: `${pair.path}/` }, work);
    } finally {
      closeDir(into);
    }
  } finally {
    closeDir(from);
  }
}

/** Settles one name of the retired folder (or a retired file, with an empty path). */
export function sweepName(pair: Pair, work: MergeWork): void {
  settleName(pair, look(pair.app), work);
}

function settleName(pair: Pair, inApp: NodeFact | null, work: MergeWork): void {
  if (inApp === null || work.staysDeleted.has(pair.path)) return;
  const linked = work.linked.get(pair.path);
  // The inode that was linked is still the app's: shared has what it has.
  if (linked === incarnationOf(inApp)) return;
  const inShared = look(pair.shared);
  if (linked === undefined) sweepNew(pair, { inApp, inShared }, work);
  else sweepReplaced(pair, { inApp, inShared, linked }, work);
}

function sweepNew(
  pair: Pair,
  facts: { readonly inApp: NodeFact; readonly inShared: NodeFact | null },
  work: MergeWork,
): void {
  if (facts.inShared === null) {
    addName(pair.app, pair.shared);
    work.linked.set(pair.path, incarnationOf(facts.inApp));
    return;
  }
  if (facts.inShared.id === facts.inApp.id) work.linked.set(pair.path, incarnationOf(facts.inApp));
  else if (sameContent(pair.app, pair.shared)) work.seen.set(pair.path, signatureOf(facts.inApp));
  else keepOnce(pair, work, "it was written while its folder was taken over, and shared has another version");
}

function sweepReplaced(
  pair: Pair,
  facts: { readonly inApp: NodeFact; readonly inShared: NodeFact | null; readonly linked: string },
  work: MergeWork,
): void {
  if (facts.inShared?.id === facts.inApp.id) work.linked.set(pair.path, incarnationOf(facts.inApp));
  else if (facts.inShared !== null && incarnationOf(facts.inShared) === facts.linked)
    takeFromApp(pair, work, { expected: facts.linked, loser: null });
  else keepOnce(pair, work, "it was replaced while its folder was taken over, and changed in shared too");
}

interface Remaining {
  readonly shared: Dir;
  readonly prefix: string;
  readonly present: ReadonlySet<string>;
}

/** What the app deleted between linking and exchange is no longer wanted at its name; the file itself is kept in quarantine. */
function quarantineDeleted(level: Remaining, work: MergeWork): void {
  for (const [name, id] of namesLinkedIn(level.prefix, work)) {
    if (level.present.has(name)) continue;
    const spot: Spot = { dir: level.shared, name };
    const found = look(spot);
    if (found !== null && incarnationOf(found) === id)
      retire(spot, { kind: "deleted-meanwhile", path: `${level.prefix}${name}` }, work);
  }
}

const foldersOf = new WeakMap<MergeWork, Map<string, Map<string, string>>>();

/** The linked names directly in one folder, sorted into folders once for each merge. */
function namesLinkedIn(prefix: string, work: MergeWork): ReadonlyMap<string, string> {
  let folders = foldersOf.get(work);
  if (folders === undefined) {
    folders = new Map();
    for (const [path, id] of work.linked) {
      const slash = path.lastIndexOf("/") + 1;
      const folder = folders.get(path.slice(0, slash)) ?? new Map<string, string>();
      folders.set(path.slice(0, slash), folder.set(path.slice(slash), id));
    }
    foldersOf.set(work, folders);
  }
  return folders.get(prefix) ?? new Map();
}

function hasLinkedNames(path: string, work: MergeWork): boolean {
  for (const name of work.linked.keys()) if (name.startsWith(`${path}/`)) return true;
  return false;
}
