/** Measured limits, to be told where a line falls short. */
import type { Bench } from "../row.ts";
import { race } from "../timing/rounds.ts";
import { spreadOf } from "../timing/statistics.ts";

/** The part that starting the program and doing nothing has of what was measured, as a sentence. */
export function startLimit({ program, rounds }: Bench, ours: readonly number[]): string {
  const { start } = race({ start: { argv: [process.execPath, program, "--version"] } }, { rounds });
  return `of the ${milliseconds(ours)}, starting the program and doing nothing (--version) takes ${milliseconds(start)}`;
}

/** Milliseconds as they are told. */
export function milliseconds(samples: readonly number[]): string {
  return `${Math.round(spreadOf(samples).median)} ms`;
}
