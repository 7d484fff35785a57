/** The latest measurement of each row, kept in `bench.json`; the page of performance and its picture are made of that in `docs/evidence/`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RowResult } from "./table-text.ts";

/** Where the project keeps what was measured. */
export const EVIDENCE = join(import.meta.dirname, "../../docs/evidence");

const FILE = "bench.json";

/** Where, when and with what rows were measured. */
export interface Occasion {
  /** UTC, to the minute. */
  readonly date: string;
  readonly machine: string;
  readonly commit: string;
  readonly rounds: number;
}

/** One row's latest measurement. */
export interface MeasuredRow extends RowResult, Occasion {}

/** What was measured so far, in the order of the rows; empty where nothing was. */
export function readMeasured(folder: string): readonly MeasuredRow[] {
  const file = join(folder, FILE);
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly rows: readonly MeasuredRow[] }).rows;
}

/** Puts a fresh measurement in the place of the older one of the same row; `order` has the titles of all rows. */
export function keepMeasured(folder: string, fresh: MeasuredRow, order: readonly string[]): void {
  const rows = new Map([...readMeasured(folder), fresh].map((row) => [row.title, row]));
  const sorted = order.flatMap((title) => rows.get(title) ?? []);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), `${JSON.stringify({ rows: sorted }, null, 1)}\n`);
}
