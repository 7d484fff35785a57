import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Occasion } from "./measured.ts";
import { markdownRows, markdownTable, type RowResult } from "./table-text.ts";

const PAGE = "bench.md";

const HEAD = `# Beside its peers

Whole processes, both sides in one run, round by round one after the other; each number is a ratio of one round unless a unit says otherwise. SHORT is what falls
short of what is asked. Made with \`npm run bench -- --evidence\`; how it is timed is told in [performance](../performance.md).
`;

/** Begins a dated section of the page `bench.md` in a folder. */
export function beginEvidence(folder: string, { date, machine, commit, rounds }: Occasion): void {
  const page = join(folder, PAGE);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(page)) writeFileSync(page, HEAD);
  appendFileSync(page, `\n## ${date} UTC, ${commit}\n\n${machine}; ${rounds} rounds.\n\n${markdownTable([])}\n`);
}

/** Adds the lines of a row to the section that was begun. */
export function addEvidence(folder: string, result: RowResult): void {
  appendFileSync(join(folder, PAGE), `${markdownRows(result)}\n`);
}
