import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Occasion } from "./measured.ts";
import { markdownTable, type RowResult } from "./table-text.ts";

const PAGE = join(import.meta.dirname, "../../docs/evidence/bench.md");

const HEAD = `# Beside its peers

Whole processes, both sides in one run, round by round one after the other; each number is a ratio of one round unless a unit says otherwise. SHORT is what falls
short of what is asked. Made with \`npm run bench -- --evidence\`; how it is timed is told in [performance](../performance.md).
`;

/** Adds what was measured to `docs/evidence/bench.md` as a dated section. */
export function addBenchEvidence({ date, machine, commit, rounds }: Occasion, results: readonly RowResult[]): void {
  if (!existsSync(PAGE)) writeFileSync(PAGE, HEAD);
  const section = `\n## ${date} UTC, ${commit}\n\n${machine}; ${rounds} rounds.\n\n${markdownTable(results)}\n`;
  appendFileSync(PAGE, section);
}
