/** Measured limits, to be told where a line falls short. */
import { join } from "node:path";
import type { Bench } from "../row.ts";
import { sharesOf } from "../timing/profile.ts";
import { race, type Side } from "../timing/rounds.ts";
import { spreadOf } from "../timing/statistics.ts";

/** More parts than these are small. */
const PARTS = 6;

/** Where the time of one more run goes, as a sentence: system calls by their names, loading, and the rest. */
export function timeLimit(bench: Bench, side: Side): string {
  const shares = sharesOf(side, join(bench.scratch("profile"), "cpu")).slice(0, PARTS);
  const told = shares.map(({ what, part }) => `${what} ${(part * 100).toFixed(0)} %`);
  return `of its time, by V8's profile of one more run: ${told.join(", ")}`;
}

/** What a script cannot do without: being read, and one process that asks about files. */
export function shellLimit(bench: Bench, script: string): string {
  const { rounds } = bench;
  const { read, ask } = race({ read: { argv: ["sh", "-n", script] }, ask: { argv: ["stat", "/"] } }, { rounds });
  return `reading the script alone (sh -n) takes ${milliseconds(read)}, and one process (stat) ${milliseconds(ask)}`;
}

/** Milliseconds as they are told. */
export function milliseconds(samples: readonly number[]): string {
  return `${spreadOf(samples).median.toFixed(1)} ms`;
}
