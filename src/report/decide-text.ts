import { displayName } from "../core/bytes.ts";
import type { PathVerdict, Undecided } from "../core/entry.ts";
import { classMark, count } from "./marks.ts";
import { undecidedLines } from "./undecided-text.ts";
import { handlingInWords } from "./words.ts";

/** What `decide` did or has to ask. */
export interface DecideReport {
  readonly app: string;
  /** What each path or pattern is by the decisions as they are now; null for a pattern, which has no verdict of its own. */
  readonly decided: readonly {
    readonly pattern: string;
    readonly line: string;
    readonly verdict: PathVerdict | null;
    /** The linked entry that the path lies in, where a line of its own does nothing; else null. */
    readonly home: string | null;
  }[];
  readonly wrote: "written" | "would write" | "same" | "nothing";
  readonly undecided: readonly Undecided[];
  /** What to do next, without the mark in front. */
  readonly next: string | null;
}

/** The report as a person reads it. */
export function renderDecide(report: DecideReport): string {
  const { decided, undecided, wrote, next } = report;
  const sections = [
    [`🛡️  Holdfast decide: ${displayName(report.app)}`],
    decided.length === 0 ? [] : [HEADS[wrote], ...decided.flatMap(choiceLines)],
    decided.length === 0
      ? undecidedLines(undecided)
      : undecided.length === 0
        ? []
        : [
            `❔ ${count(undecided.length, "path")} still to decide: ${undecided.map(({ path }) => displayName(path)).join(", ")}`,
          ],
    undecided.length === 0 && decided.length === 0 ? ["✅ Nothing to decide: the evidence settles every path"] : [],
    next === null ? [] : [`👉 ${displayName(next)}`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const HEADS: Readonly<Record<DecideReport["wrote"], string>> = {
  written: "✅ Written to holdfast.json:",
  "would write": "📝 Would write to holdfast.json:",
  same: "✅ holdfast.json says so already; nothing was changed:",
  nothing: "",
};

function choiceLines({ line, verdict, pattern, home }: DecideReport["decided"][number]): string[] {
  if (home !== null)
    return [
      `  ⚠️ ${displayName(line)}`,
      `     ${displayName(home)} lives in shared as a whole, so a line about what lies in it does nothing by itself`,
    ];
  if (verdict === null) return [`  ${displayName(line)}`, "     a pattern: it decides about every path that it means"];
  const absent = verdict.present ? "" : ` (${displayName(pattern)} is not there yet)`;
  return [`  ${classMark(verdict.class)} ${displayName(line)}`, `     ${handlingInWords(verdict)}${absent}`];
}
