/** The states that a power cut may leave, after Pillai et al., "All file systems are not created equal" (OSDI 2014). */
import { carryOut, dirtied, type Effect } from "./effect.ts";
import { copyOf, type Tree } from "./tree.ts";

/** A state and how it came about. */
export interface CrashState {
  readonly what: string;
  readonly build: () => Tree;
}

/**
 * The states of a power cut after the first `count` effects: all of them done; each one dropped that was not synced yet, with what depends on
 * it; all of those dropped. An effect counts as synced when each inode that it dirtied was synced after it.
 */
export function crashStatesAt(before: Tree, effects: readonly Effect[], count: number): CrashState[] {
  const done = effects.slice(0, count);
  const loose = unsynced(done);
  return [
    { what: `after ${count} effects`, build: () => without(before, done, []) },
    ...loose.map((index) => ({
      what: `after ${count} effects, without number ${index} (${effects[index]?.kind})`,
      build: () => without(before, done, [index]),
    })),
    ...(loose.length < 2
      ? []
      : [
          {
            what: `after ${count} effects, without the ${loose.length} unsynced`,
            build: () => without(before, done, loose),
          },
        ]),
  ];
}

/**
 * The hardest of these states alone, some two for each effect: each effect dropped at the last instant at which a power cut could take it back,
 * when the most stands that was built on it; and all unsynced ones dropped just before each sync and at the end.
 */
export function hardestStates(before: Tree, effects: readonly Effect[]): CrashState[] {
  const lastLoose = new Map<number, number>();
  for (let count = 1; count <= effects.length; count++)
    for (const index of unsynced(effects.slice(0, count))) lastLoose.set(index, count);
  const alone = [...lastLoose].map(([index, count]) => ({
    what: `after ${count} effects, without number ${index} (${effects[index]?.kind})`,
    build: () => without(before, effects.slice(0, count), [index]),
  }));
  const together = effects.flatMap(({ kind }, index) =>
    kind === "sync" || index === effects.length - 1 ? [index + (kind === "sync" ? 0 : 1)] : [],
  );
  return [
    ...alone,
    ...together.map((count) => ({
      what: `after ${count} effects, without all unsynced`,
      build: () => without(before, effects.slice(0, count), unsynced(effects.slice(0, count))),
    })),
  ];
}

function without(before: Tree, done: readonly Effect[], dropped: readonly number[]): Tree {
  const tree = copyOf(before);
  const gone = new Set(dropped);
  for (const [index, effect] of done.entries()) if (!gone.has(index)) carryOut(tree, effect);
  // Numbers and times of what comes after must not be those of what was.
  return { ...tree, next: tree.next + 2 ** 20, clockNs: tree.clockNs + 1_000_000_000n };
}

/** The effects that a power cut now could still take back. */
export function unsynced(done: readonly Effect[]): number[] {
  const clean = new Map<number, number>();
  for (const [index, effect] of done.entries()) if (effect.kind === "sync") clean.set(effect.ino, index);
  return done.flatMap((effect, index) =>
    dirtied(effect).some((ino) => (clean.get(ino) ?? -1) < index) ? [index] : [],
  );
}
