/** The dated tables in docs/evidence: rows are only ever added. */
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { dirname, join } from "node:path";
import { commit, machine } from "../evidence.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A table that has a page of its own. */
export interface Table {
  /** File name in docs/evidence. */
  readonly page: string;
  /** What stands above the table when the page is made. */
  readonly introduction: string;
  readonly columns: readonly string[];
}

/** Adds rows to a table, making the page where it is missing. */
export function addRows(table: Table, rows: readonly (readonly (string | number)[])[]): void {
  const path = join(ROOT, "docs/evidence", table.page);
  const rule = table.columns.map(() => "---");
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) writeFileSync(path, `${table.introduction}\n\n${row(table.columns)}${row(rule)}`);
  appendFileSync(path, rows.map(row).join(""));
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** The first cells of a row: the day (UTC), the machine, its kernel, the commit. */
export function circumstances(): readonly [date: string, machine: string, kernel: string, commit: string] {
  return [new Date().toISOString().slice(0, 10), machine(), release(), commit()];
}
