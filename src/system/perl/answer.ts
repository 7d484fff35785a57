/** What stands in the memory that the thread with perl and the main thread share: a state, and the errno that was answered. */
export type Answer = Int32Array;

/** `asked`: not answered yet. `said`: the errno stands beside it, 0 where the call went well. `gone`: there is no perl any more. */
export const ANSWER = { asked: 0, said: 1, gone: 2 } as const;
