/** The latest measurement of each row, kept in `docs/evidence/bench.json`; the page of performance and its picture are made of it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RowResult } from "./table-text.ts";

const FILE = join(import.meta.dirname, "../../docs/evidence/bench.json");

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
export function readMeasured(): readonly MeasuredRow[] {
  if (!existsSync(FILE)) return [];
  return (JSON.parse(readFileSync(FILE, "utf8")) as { readonly rows: readonly MeasuredRow[] }).rows;
}

/** Puts fresh measurements in the places of older ones of the same rows; `order` has the titles of all rows. */
export function keepMeasured(fresh: readonly MeasuredRow[], order: readonly string[]): void {
  const rows = new Map([...readMeasured(), ...fresh].map((row) => [row.title, row]));
  const sorted = order.flatMap((title) => rows.get(title) ?? []);
  writeFileSync(FILE, `${JSON.stringify({ rows: sorted }, null, 1)}\n`);
}
