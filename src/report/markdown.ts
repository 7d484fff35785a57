import { displayName } from "../core/bytes.ts";

/** A name or path as code, whatever it holds. */
export function code(name: string): string {
  const shown = displayName(name);
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** {@link code} for a table's cell, where `|` would end the cell. */
export function cell(name: string): string {
  return code(name).replaceAll("|", "\\|");
}

/** Prose that may hold names: nothing in it is read as Markdown or HTML. */
export function prose(text: string): string {
  return displayName(text).replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}

/** A block of shell lines; the fence is longer than any run of backticks in them. */
export function shellBlock(lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}sh\n${text}\n${fence}\n`;
}

/** A table; cells are given as Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
