import type { SnapshotHead } from "../../core/snapshot.ts";

/**
 * The snapshots that go where only the last `keep` shall stay. The one that was just taken is the last, whatever the clocks say. One that its owner named
 * stays, and so does one whose manifest is damaged: nobody can say how old it is.
 */
export function beyondKeep<T extends { readonly name: string; readonly head: SnapshotHead | null }>(
  oldestFirst: readonly T[],
  { keep, taken }: { readonly keep: number; readonly taken: string },
): T[] {
  const counted = oldestFirst.filter(({ name, head }) => head !== null && !head.named && name !== taken);
  const isCounted = oldestFirst.some(({ name, head }) => name === taken && head?.named === false);
  return counted.slice(0, Math.max(0, counted.length - keep + (isCounted ? 1 : 0)));
}
