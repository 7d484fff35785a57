/** Measured lines as text: for a terminal, and as a Markdown table. */
import type { Bound, Line, Missing, Unit } from "../row.ts";
import { verdictOf } from "../timing/line.ts";
import { spreadOf } from "../timing/statistics.ts";

/** What came of one row. */
export interface RowResult {
  readonly ids: readonly string[];
  readonly title: string;
  readonly lines: readonly (Line | Missing)[];
}

/** A row's lines for a terminal, one or two text lines each. */
export function terminalText({ ids, title, lines }: RowResult): string {
  return [`${ids.join(", ").padStart(7)}  ${title}`, ...lines.map(terminalLine), ""].join("\n");
}

function terminalLine(line: Line | Missing): string {
  if ("missing" in line) return `         ➖ ${line.what}: not measured here: ${line.missing}`;
  const { min, median, max } = spreadOf(line.samples);
  const verdict = verdictOf(line);
  const mark = verdict === null ? "ℹ️ " : verdict === "PASS" ? "✅" : "❌";
  const numbers = `${shown(median, line.unit)} (${shown(min, line.unit)} to ${shown(max, line.unit)})`;
  const asked = line.bound === null ? "" : `, asked: ${boundText(line.bound, line.unit)}`;
  const words = `         ${mark} ${verdict ?? "TOLD"} ${line.what}: ${sidesText(line)}\n            ${numbers}${asked}${timesText(line)}`;
  return verdict === "SHORT" && line.why !== undefined ? `${words}\n            limit: ${line.why}` : words;
}

/** The closing line of a run. */
export function countText(results: readonly RowResult[], { quick }: { readonly quick: boolean }): string {
  const lines = results.flatMap((result) => result.lines);
  const verdicts = lines.map((line) => ("missing" in line ? "missing" : verdictOf(line)));
  const count = (wanted: string | null): number => verdicts.filter((verdict) => verdict === wanted).length;
  const text = `${count("PASS")} PASS, ${count("SHORT")} SHORT, ${count(null)} told, ${count("missing")} not measured`;
  return quick ? `${text} (QUICK: small trees, the ratios mean little)` : text;
}

const HEAD = `| # | what | Holdfast | beside it | min | median | max | asked | verdict | medians | limit |
| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- | --- | --- |`;

/** All rows as one Markdown table. */
export function markdownTable(results: readonly RowResult[]): string {
  return [HEAD, ...results.map(markdownRows)].join("\n");
}

/** The rows of that table which are one row's. */
export function markdownRows({ ids, lines }: RowResult): string {
  return lines.map((line) => markdownLine(line.row ?? ids[0] ?? "", line)).join("\n");
}

function markdownLine(id: string, line: Line | Missing): string {
  if ("missing" in line) return cells([id, line.what, "", "", "", "", "", "", "not measured", "", line.missing]);
  const { min, median, max } = spreadOf(line.samples);
  const verdict = verdictOf(line);
  return cells([
    id,
    line.what,
    line.ours,
    line.theirs,
    ...[min, median, max].map((value) => shown(value, line.unit)),
    line.bound === null ? "" : boundText(line.bound, line.unit),
    verdict ?? "told",
    timesText(line).replace(/^; /, ""),
    verdict === "SHORT" ? (line.why ?? "") : "",
  ]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}

function sidesText({ ours, theirs }: Line): string {
  return theirs === "" ? ours : `${ours} | ${theirs}`;
}

function timesText({ milliseconds }: Line): string {
  if (milliseconds === undefined) return "";
  return `; ${duration(milliseconds.ours)} | ${duration(milliseconds.theirs)}`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Number(milliseconds.toPrecision(3))} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function boundText({ is, value }: Bound, unit: Unit): string {
  return `${is === "at most" ? "≤" : "≥"} ${value}${SIGNS[unit]}`;
}

const SIGNS: Readonly<Record<Unit, string>> = {
  times: " x",
  seconds: " s",
  MiB: " MiB",
  connections: "",
  percent: " %",
};

function shown(value: number, unit: Unit): string {
  const digits = unit === "connections" || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${SIGNS[unit]}`;
}
