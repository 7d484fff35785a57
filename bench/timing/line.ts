import type { Bound, Line } from "../row.ts";
import { ratiosOf, spreadOf } from "./statistics.ts";

/** What a line says besides its numbers. */
export type Words = Pick<Line, "what" | "ours" | "theirs" | "why">;

/** Two sides of one race. */
export interface Pair {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** A line that says how much longer ours takes than theirs. */
export function longer(words: Words, pair: Pair, most: number | null): Line {
  return lineOf(words, { pair, samples: ratiosOf(pair.ours, pair.theirs) }, most === null ? null : atMost(most));
}

/** A line that says how many times faster ours is. */
export function faster(words: Words, pair: Pair, least: number | null): Line {
  return lineOf(words, { pair, samples: ratiosOf(pair.theirs, pair.ours) }, least === null ? null : atLeast(least));
}

function lineOf(words: Words, { pair, samples }: { pair: Pair; samples: number[] }, bound: Bound | null): Line {
  const milliseconds = { ours: spreadOf(pair.ours).median, theirs: spreadOf(pair.theirs).median };
  return { ...words, unit: "times", bound, samples, milliseconds };
}

export function atMost(value: number): Bound {
  return { is: "at most", value };
}

export function atLeast(value: number): Bound {
  return { is: "at least", value };
}

/** PASS or SHORT by the median; null where nothing is asked for. */
export function verdictOf({ bound, samples }: Pick<Line, "bound" | "samples">): "PASS" | "SHORT" | null {
  if (bound === null) return null;
  const { median } = spreadOf(samples);
  const isReached = bound.is === "at most" ? median <= bound.value : median >= bound.value;
  return isReached ? "PASS" : "SHORT";
}
