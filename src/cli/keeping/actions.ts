/** What can be done with snapshots. */
export const SNAPSHOT_ACTIONS = ["take", "list", "verify", "drop"] as const;

/** What can be done about rescued things. */
export const RESCUED_ACTIONS = ["list", "show", "restore", "drop"] as const;
