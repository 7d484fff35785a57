import { setImmediate as turnOfEvents } from "node:timers/promises";
import type { Operation } from "../plan/operation.ts";

/** What asks a program to end: a host's stop, Ctrl-C, a terminal that went away. */
const ASKING = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
type Asking = (typeof ASKING)[number];

/** Operations of a few calls each. Any other may walk a tree of any size: during it a signal ends the process at once, which is as safe. */
const BRIEF: readonly Operation["kind"][] = [
  "make-directory",
  "adopt",
  "make-link",
  "activate",
  "exchange-trees",
  "move-tree",
  "relink",
  "set-aside",
  "stand-in",
  "swap-in",
  "write-file",
  "write-record",
  "write-shipped",
  "put-canary",
  "drop-canary",
  "try-calls",
  "put-link-test",
  "drop-link-test",
];

/** Notices signals between the steps of a run. */
export interface SignalWatch {
  /** Call before each step; hands back the signal that came since the last call, or null. The event loop turns once meanwhile. */
  readonly before: (next: Operation) => Promise<Asking | null>;
  /** Aborted as soon as one is caught: for work that waits between two steps. */
  readonly caught: AbortSignal;
  /** From here on signals end the process again. */
  readonly end: () => void;
}

/** A watch over this process's signals (decisions/0010). Nothing is caught before the first step. */
export function watchSignals(): SignalWatch {
  let caught: Asking | null = null;
  let isWatching = false;
  const abort = new AbortController();
  const note = (signal: NodeJS.Signals): void => {
    caught ??= ASKING.find((asking) => asking === signal) ?? null;
    abort.abort();
  };
  const end = (): void => {
    for (const signal of ASKING) process.removeListener(signal, note);
    isWatching = false;
  };
  const begin = (): void => {
    if (isWatching) return;
    for (const signal of ASKING) process.on(signal, note);
    isWatching = true;
  };
  return {
    end,
    caught: abort.signal,
    before: async (next) => {
      await turnOfEvents();
      if (BRIEF.includes(next.kind)) begin();
      else end();
      return caught;
    },
  };
}
