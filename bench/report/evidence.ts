import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Occasion } from "./measured.ts";
import { markdownRows, markdownTable, type RowResult } from "./table-text.ts";

const PAGE = join(import.meta.dirname, "../../docs/evidence/bench.md");

const HEAD = `# Beside its peers

Whole processes, both sides in one run, round by round one after the other; each number is a ratio of one round unless a unit says otherwise. SHORT is what falls
short of what is asked. Made with \`npm run bench -- --evidence\`; how it is timed is told in [performance](../performance.md).
`;

/** Begins a dated section of `docs/evidence/bench.md`. */
export function beginEvidence({ date, machine, commit, rounds }: Occasion): void {
  if (!existsSync(PAGE)) writeFileSync(PAGE, HEAD);
  appendFileSync(PAGE, `\n## ${date} UTC, ${commit}\n\n${machine}; ${rounds} rounds.\n\n${markdownTable([])}\n`);
}

/** Adds the lines of a row to the section that was begun. */
export function addEvidence(result: RowResult): void {
  appendFileSync(PAGE, `${markdownRows(result)}\n`);
}
