/** What a row of the bench is, and what it comes to. */
import type { SetName, WorkSet } from "./trees/work-sets.ts";

/** What a measured number is held against. */
export interface Bound {
  readonly is: "at most" | "at least";
  readonly value: number;
}

/** What is counted. `times` is a ratio of two sides in one round. */
export type Unit = "times" | "seconds" | "MiB" | "connections" | "percent";

/** One line of the table. */
export interface Line {
  /** The row it belongs to, where that is not the first of its group. */
  readonly row?: string;
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly unit: Unit;
  /** Null where the number is only told. */
  readonly bound: Bound | null;
  readonly samples: readonly number[];
  /** Medians of the two sides in milliseconds, where there are two. */
  readonly milliseconds?: { readonly ours: number; readonly theirs: number };
  /** For the picture of how it grows. */
  readonly points?: readonly Point[];
  /** What limits it, measured; told where it falls short. */
  readonly why?: string;
}

/** A point of the picture. */
export interface Point {
  readonly series: string;
  /** True for what others do. */
  readonly peer?: true;
  readonly files: number;
  readonly seconds: number;
}

/** A line that could not be measured here, and what would be needed. */
export interface Missing {
  readonly row?: string;
  readonly what: string;
  readonly missing: string;
}

/** What rows are given. */
export interface Bench {
  readonly quick: boolean;
  readonly rounds: number;
  /** The built program as an installed package runs it. */
  readonly program: string;
  readonly set: (name: SetName) => WorkSet;
  /** An empty folder below the work folder; it is removed after the row. */
  readonly scratch: (name: string) => string;
  /** A Deployer that was pointed at. */
  readonly deployer: string | null;
  readonly say: (text: string) => void;
}

/** Lines that are measured together. */
export interface Row {
  /** The numbers of the rows that these lines are of. */
  readonly ids: readonly string[];
  readonly title: string;
  /** Programs without which nothing of it can be measured. */
  readonly programs: readonly string[];
  /** The work sets that it uses, and those whose content it copies, once for each copy that stands at a time. */
  readonly sets: readonly SetName[];
  readonly copies: readonly SetName[];
  /** True where it mounts file systems, or starts what only root may start. */
  readonly root?: true;
  readonly run: (bench: Bench) => readonly (Line | Missing)[] | Promise<readonly (Line | Missing)[]>;
}
