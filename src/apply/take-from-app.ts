/**
 * Where both sides of a merge have a name and differ: the app's version comes to shared's name by one exchange, or gets a second name in the rescue folder.
 * Neither version is ever without a name.
 */
import { closeDir, dropOwnName, look, namesIn, openChild, rename, type Spot } from "../system/dir.ts";
import { incarnationOf } from "../system/facts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { inMotion, type MergeWork, noteLinked, type Pair } from "./merge-work.ts";
import { giveName, keepLoser, retire } from "./rescue.ts";

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

/** The app's whole folder loses to something in shared that is no folder: its files get second names in the rescue folder. */
export function keepTree(pair: Pair, work: MergeWork): void {
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

/** What shared had when we looked, and why it loses; null when it holds nothing that the winner does not. */
interface Taking {
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
