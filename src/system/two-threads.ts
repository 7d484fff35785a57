/** Looks at many items at once with two threads, where the machine has them; the caller waits, so that to him it is one call like any other. */
import { availableParallelism } from "node:os";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { entering, OUTSIDE } from "./entered-folder.ts";
import { COUNTS, type SharedWork, workOff } from "./shared-work.ts";

declare const __HOLDFAST_SECOND_THREAD__: string | undefined;

/** The second thread's program. A run from source has none, and works alone. */
const PROGRAM = typeof __HOLDFAST_SECOND_THREAD__ === "string" ? __HOLDFAST_SECOND_THREAD__ : null;

/** What is to be looked at. */
export interface ManyItems extends Pick<SharedWork, "question" | "block"> {
  /** What is known of each item beforehand. */
  readonly told: Uint8Array;
  /** True where a second thread would save more than it costs to start, which is some 40 ms. */
  readonly isLarge: boolean;
}

/** A block takes as long as a slow disk needs for it; a thread that is heard of no more was ended by the system. */
const PATIENCE_MS = 60_000;

/** Returns what is told of each item. Whatever becomes of the second thread, what it has not told of stays open. */
export function lookAtMany(
  { question, told, block, isLarge }: ManyItems,
  program: string | null = PROGRAM,
): Uint8Array {
  const work: SharedWork = {
    question,
    block,
    told: new Uint8Array(new SharedArrayBuffer(told.length)),
    counts: new Int32Array(new SharedArrayBuffer(Object.keys(COUNTS).length * Int32Array.BYTES_PER_ELEMENT)),
  };
  work.told.set(told);
  if (isLarge && program !== null && availableParallelism() > 1) startSecond(work, program);
  workOff(work, isLarge ? entering() : OUTSIDE);
  waitForSecond(work);
  return work.told.slice();
}

function startSecond(work: SharedWork, program: string): void {
  try {
    const second = new Worker(program, { eval: true, workerData: work, execArgv: [], env: SHARE_ENV });
    // It tells through the memory alone; what it has not told of is looked at again.
    second.on("error", () => undefined).unref();
  } catch (error) {
    // No thread to be had, by a limit of the system or of Node.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

function waitForSecond({ counts, told, block }: SharedWork): void {
  const blocks = Math.ceil(told.length / block);
  for (let done = Atomics.load(counts, COUNTS.done); done < blocks; done = Atomics.load(counts, COUNTS.done))
    if (Atomics.wait(counts, COUNTS.done, done, PATIENCE_MS) === "timed-out") return;
}
