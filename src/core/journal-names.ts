/** The ids among the journal's names that have INTENT (`tx-<n>.json`) and no DONE (`tx-<n>.done`), oldest first. */
export function unfinishedIds(names: readonly string[]): string[] {
  const present = new Set(names);
  return names
    .flatMap((name) => /^(tx-\d+)\.json$/.exec(name)?.[1] ?? [])
    .filter((id) => !present.has(`${id}.done`))
    .sort();
}

/** The notes among the journal's names (`tx-<n>.<k>.json`) whose retirement is not settled (`tx-<n>.<k>.settled`), without their ending, oldest first. */
export function pendingNotes(names: readonly string[]): string[] {
  const present = new Set(names);
  return names
    .flatMap((name) => /^(tx-\d+\.\d+)\.json$/.exec(name)?.[1] ?? [])
    .filter((note) => !present.has(`${note}.settled`))
    .sort();
}
