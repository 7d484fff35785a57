/** Draws docs/performance.svg and writes the table of docs/performance.md anew, from the latest measurements in docs/evidence/bench.json. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chart } from "../bench/report/chart.ts";
import { EVIDENCE, type MeasuredRow, readMeasured } from "../bench/report/measured.ts";
import { markdownTable } from "../bench/report/table-text.ts";
import { settleGenerated } from "./generated-file.ts";

const PAGE = "docs/performance.md";
const BEGIN = '<!-- The table is made from docs/evidence/bench.json by "npm run generate". -->';
const END = "<!-- End of the table. -->";

const rows = readMeasured(EVIDENCE);
const points = rows.flatMap((row) => row.lines.flatMap((line) => ("missing" in line ? [] : (line.points ?? []))));
if (points.length > 0)
  settleGenerated("docs/performance.svg", chart("Seconds by number of files (whole processes)", points));
settleGenerated(PAGE, withTable(readFileSync(fileURLToPath(new URL(`../${PAGE}`, import.meta.url)), "utf8")));

function withTable(text: string): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} lacks the two marks of its table`);
  return `${before}${BEGIN}\n\n${occasions(rows)}\n\n${markdownTable(rows)}\n\n${END}${after}`;
}

function occasions(all: readonly MeasuredRow[]): string {
  const texts = all.map(
    ({ date, machine, commit, rounds }) => `${date} UTC, commit ${commit}: ${machine}; ${rounds} rounds`,
  );
  return [...new Set(texts)].map((text) => `- ${text}`).join("\n");
}
