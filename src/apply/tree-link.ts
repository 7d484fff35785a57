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
  look,
  lookAtSelf,
  namesIn,
  openChild,
  rename,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { sameContent } from "../system/listing.ts";
import { endOf } from "../system/observe.ts";
import { setTimes } from "../system/times.ts";
import { keepLoser } from "./rescue.ts";
import type { Rescued, Run } from "./run.ts";
import { makeDirectoryAt } from "./state.ts";

/** Names below the entry that lead, in shared, to the app's own inode: name to `dev:ino`. */
export type LinkedNames = Map<string, string>;

/** What a merge works with. */
export interface MergeWork {
  readonly operation: Merge;
  readonly run: Run;
  readonly linked: LinkedNames;
  readonly rescued: Rescued[];
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

/** Adds what shared lacks, folder by folder; each folder of shared that changed is durable when it returns. */
export function linkTree(level: Level, work: MergeWork): void {
  const { app, shared, prefix } = level;
  for (const name of namesIn(app))
    linkName({ app: { dir: app, name }, shared: { dir: shared, name }, path: `${prefix}${name}` }, work);
  syncDir(shared);
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
  const [inApp, inShared] = [look(pair.app), look(pair.shared)];
  if (inApp === null || work.staysDeleted.has(pair.path)) return;
  if (inApp.kind === "directory") linkFolder(pair, inShared, work);
  else linkNode(pair, { inApp, inShared }, work);
}

function linkFolder(pair: Pair, inShared: NodeFact | null, work: MergeWork): void {
  if (inShared !== null && inShared.kind !== "directory") {
    if (!appWins(pair, work)) {
      keepTree(pair, work);
      return;
    }
    keepLoser(pair.shared, work, { path: pair.path, why: "the application has a folder there", move: true });
  }
  const made = look(pair.shared) === null;
  const from = openChild(pair.app.dir, pair.app.name);
  try {
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
    addName(pair.app, pair.shared);
    work.linked.set(pair.path, inApp.id);
    return;
  }
  if (inShared.id === inApp.id) {
    work.linked.set(pair.path, inApp.id);
    return;
  }
  // A link of ours from when only this part of the entry was shared: it leads to the very thing that is there.
  if (inApp.kind === "link" && endsAt(pair.app) === inShared.id) {
    work.linked.set(pair.path, inApp.id);
    return;
  }
  const same = sameContent(pair.app, pair.shared);
  if (!appWins(pair, work)) {
    if (!same)
      keepLoser(pair.app, work, {
        path: pair.path,
        why: "shared has another version, which stays in use",
        move: false,
      });
    return;
  }
  if (!same)
    keepLoser(pair.shared, work, {
      path: pair.path,
      why: "the application's version is the one in use",
      move: inShared.kind === "directory",
    });
  takeFromApp(pair, work, inApp);
}

/** Puts the app's inode at shared's name, replacing what (rescued or equal) stood there. */
export function takeFromApp(pair: Pair, work: MergeWork, inApp: NodeFact): void {
  const temporary: Spot = { dir: work.run.dirs.stage, name: `${work.run.tx}-${work.run.step}-take` };
  if (look(temporary) !== null)
    rename(temporary, { dir: work.run.dirs.retired, name: `${temporary.name}-${inApp.id}` });
  addName(pair.app, temporary);
  rename(temporary, pair.shared);
  work.linked.set(pair.path, inApp.id);
}

/** The app's whole folder loses to something in shared that is no folder: its files get second names in the rescue folder. */
function keepTree(pair: Pair, work: MergeWork): void {
  const from = openChild(pair.app.dir, pair.app.name);
  try {
    for (const name of namesIn(from)) {
      const inner: Pair = { app: { dir: from, name }, shared: pair.shared, path: `${pair.path}/${name}` };
      if (look(inner.app)?.kind === "directory") keepTree(inner, work);
      else
        keepLoser(inner.app, work, {
          path: inner.path,
          why: "shared has something else where its folder was",
          move: false,
        });
    }
  } finally {
    closeDir(from);
  }
}

function endsAt(spot: Spot): string | null {
  return endOf(spot.dir.path, look(spot)?.linkText ?? "").id;
}

function appWins(pair: Pair, work: MergeWork): boolean {
  return work.operation.winner === "app" || work.fromApp.has(pair.path);
}
