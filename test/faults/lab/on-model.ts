/** Runs a part of the program on the model of a disk, and tells what a power cut may take back of what it did. */
import { realpathSync } from "node:fs";
import type { NativeRename } from "../../../src/system/native-rename.ts";
import { type CrashState, crashStatesAt, unsynced } from "../model/crash-states.ts";
import { modelDisk } from "../model/disk.ts";
import type { Effect, Entry } from "../model/effect.ts";
import { copyOf, type Tree, treeOf } from "../model/tree.ts";
import { intercepted } from "./intercept.ts";

/** What was done to the model, in order, and what it was before and is now. */
export interface Worked<T> {
  readonly answer: T;
  readonly before: Tree;
  readonly after: Tree;
  readonly effects: readonly Effect[];
}

/** What the work is given besides the model under its feet. */
export interface Tools {
  readonly native: NativeRename;
  /** How many effects there were so far. */
  readonly count: () => number;
}

/** Runs work on a model that begins as the real folder is; the real folder is not changed. */
export async function onModel<T>(folder: string, work: (tools: Tools) => T): Promise<Worked<T>> {
  const before = treeOf(realpathSync(folder));
  const disk = modelDisk(copyOf(before));
  const answer = await intercepted(disk.interceptor, () =>
    work({ native: disk.native, count: () => disk.effects.length }),
  );
  return { answer, before, after: disk.tree, effects: [...disk.effects] };
}

/** Looks at a state of the model. */
export function lookingAt<T>(tree: Tree, look: () => T): Promise<T> {
  return intercepted(modelDisk(copyOf(tree)).interceptor, look);
}

/** Every state that a power cut during the work or right after it may leave. */
export function statesOf({ before, effects }: Worked<unknown>): CrashState[] {
  return effects.flatMap((_effect, index) => crashStatesAt(before, effects, index + 1));
}

/** Names that only stand for a moment: whether a power cut brings one back or takes it away is all the same. */
const FOR_A_MOMENT = /^\.tmp-|^\.holdfast-new-folder-/;

/**
 * What a power cut could take back after the first `count` effects, in words (`link shared/a`, `write app/b`), temporary names apart. A folder
 * that is gone by now has no path; what was done in it has none either.
 */
export function looseEnds({ after, effects }: Worked<unknown>, root: string, count = effects.length): string[] {
  const paths = pathsOf(after);
  const shown = (ino: number): string => (paths.get(ino) ?? "").replace(`${realpathSync(root)}/`, "");
  const inWords = (effect: Effect): string[] => {
    const there = (entry: Entry): string => `${shown(entry.dir)}/${entry.name}`;
    if (effect.kind === "link" || effect.kind === "unlink")
      return FOR_A_MOMENT.test(effect.at.name) ? [] : [`${effect.kind} ${there(effect.at)}`];
    if (effect.kind === "rename") return [`rename ${there(effect.to)}`];
    if (effect.kind === "exchange") return [`exchange ${there(effect.a)} ${there(effect.b)}`];
    return effect.kind === "write" || effect.kind === "attributes" ? [`${effect.kind} ${shown(effect.ino)}`] : [];
  };
  return unsynced(effects.slice(0, count)).flatMap((index) => inWords(effects[index] as Effect));
}

function pathsOf(tree: Tree): Map<number, string> {
  const paths = new Map([[tree.root, ""]]);
  for (const [ino, path] of paths)
    for (const [name, below] of tree.inodes.get(ino)?.names ?? []) paths.set(below, `${path}/${name}`);
  return paths;
}

/** The paths that were synced, in order. */
export function syncsOf({ after, effects }: Worked<unknown>, root: string): string[] {
  const paths = pathsOf(after);
  return effects.flatMap((effect) =>
    effect.kind === "sync" ? [(paths.get(effect.ino) ?? "").replace(`${realpathSync(root)}/`, "")] : [],
  );
}
