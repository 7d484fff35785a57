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
  const without = (dropped: ReadonlySet<number>): Tree => {
    const tree = copyOf(before);
    for (const [index, effect] of done.entries()) if (!dropped.has(index)) carryOut(tree, effect);
    // Numbers and times of what comes after must not be those of what was.
    return { ...tree, next: tree.next + 2 ** 20, clockNs: tree.clockNs + 1_000_000_000n };
  };
  return [
    { what: `after ${count} effects`, build: () => without(new Set()) },
    ...loose.map((index) => ({
      what: `after ${count} effects, without number ${index} (${effects[index]?.kind})`,
      build: () => without(new Set([index])),
    })),
    ...(loose.length < 2
      ? []
      : [
          {
            what: `after ${count} effects, without the ${loose.length} unsynced`,
            build: () => without(new Set(loose)),
          },
        ]),
  ];
}

/** The effects that a power cut now could still take back. */
function unsynced(done: readonly Effect[]): number[] {
  const clean = new Map<number, number>();
  for (const [index, effect] of done.entries()) if (effect.kind === "sync") clean.set(effect.ino, index);
  return done.flatMap((effect, index) =>
    dirtied(effect).some((ino) => (clean.get(ino) ?? -1) < index) ? [index] : [],
  );
}
