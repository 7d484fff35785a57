import { setMaxListeners } from "node:events";

/** A signal that says that a time is over. */
export interface Ending {
  readonly signal: AbortSignal;
  /** Call when nobody waits any more: the other signals forget this one then. */
  readonly release: () => void;
}

/**
 * Comes after so many milliseconds, or as soon as one of the other signals has. `AbortSignal.any` with an `AbortSignal.timeout` in it would say the same, but
 * in Node 20 the garbage collector takes such a timer away when it pleases, and whoever waits for it waits for ever. Keeps no process alive.
 */
export function endingAfter(milliseconds: number, sooner: readonly AbortSignal[]): Ending {
  const control = new AbortController();
  // Several requests wait for one deadline, each until it is closed: that is no leak.
  setMaxListeners(0, control.signal);
  const end = (): void => {
    control.abort();
  };
  const timer = setTimeout(end, milliseconds);
  timer.unref();
  for (const signal of sooner) {
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
  }
  return {
    signal: control.signal,
    release: () => {
      clearTimeout(timer);
      for (const signal of sooner) signal.removeEventListener("abort", end);
    },
  };
}
