import { displayName } from "../core/bytes.ts";
import type { Undecided } from "../core/entry.ts";
import type { Evidence } from "../core/evidence.ts";
import { count } from "./marks.ts";

/** The paths that their owner has to decide, each with the question, what was seen, and the line that answers it; nothing where there are none. */
export function undecidedLines(undecided: readonly Undecided[]): string[] {
  if (undecided.length === 0) return [];
  return [
    `❔ ${count(undecided.length, "path")} to decide; until then they stay with the code:`,
    ...undecided.flatMap((item) => [
      `  ${displayName(item.path)}: ${displayName(item.question)}`,
      ...item.evidence.slice(0, 2).map((evidence) => `     seen: ${briefText(evidence, item.path)}`),
      `     holdfast.json: ${item.line}`,
    ]),
  ];
}

/** One fact for a list: its place only where that is not the path itself, and without the address that a profile has its knowledge from. */
export function briefText({ fact, where }: Evidence, path: string): string {
  const place = where.replace(/ \(https?:[^)]*\)$/, "");
  return `${displayName(fact)}${place === path ? "" : ` [${displayName(place)}]`}`;
}

/** One fact and where it was seen, on one line. */
export function evidenceText(evidence: Evidence): string {
  return `${displayName(evidence.fact)} [${displayName(evidence.where)}]`;
}
