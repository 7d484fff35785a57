import { displayName } from "../core/bytes.ts";
import type { Detection, PathVerdict, Undecided } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import { classMark } from "./marks.ts";
import { evidenceText, undecidedLines } from "./undecided-text.ts";

/** What `inspect` found. */
export interface Inspection {
  readonly app: string;
  readonly detections: readonly Detection[];
  readonly webRoot: RelPath | "";
  readonly paths: readonly PathVerdict[];
  readonly undecided: readonly Undecided[];
  readonly limits: Inventory["limits"];
  /** True when single paths were asked about: each with its whole story. */
  readonly asked: boolean;
  /** The first names seen, for an app that matches no framework. */
  readonly seen: readonly string[];
}

/** The inspection as a person reads it. */
export function renderInspection(inspection: Inspection): string {
  const { asked } = inspection;
  const sections = [
    [`🔍 ${displayName(inspection.app)}`],
    frameworkLines(inspection),
    [`🌐 Web root: ${inspection.webRoot === "" ? "the application's own folder" : displayName(inspection.webRoot)}`],
    asked ? inspection.paths.flatMap(storyLines) : verdictLines(inspection.paths),
    undecidedLines(inspection.undecided),
    limitLines(inspection.limits),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function frameworkLines({ detections, seen }: Inspection): string[] {
  if (detections.length > 0) {
    return detections.map(
      (found) =>
        `🧩 ${found.title}${found.version === null ? "" : ` ${found.version}`}: ${found.evidence.map(evidenceText).join("; ")}`,
    );
  }
  return [
    "🧩 No framework was recognised; only what the evidence supports is kept in shared",
    `   Seen here: ${seen.length === 0 ? "nothing" : seen.map(displayName).join(", ")}`,
  ];
}

function verdictLines(paths: readonly PathVerdict[]): string[] {
  const titles = {
    link: "Kept in shared, linked into each release",
    merge: "Kept in shared, shipped files merged in",
    carry: "Stays with the code; what the server added must come along to the next version",
    "per-release": "One for each release",
    release: "Comes with the code",
  } as const;
  return Object.entries(titles).flatMap(([handling, title]) => {
    const own = paths.filter((verdict) => verdict.handling === handling && verdict.class !== null);
    return own.length === 0 ? [] : [`${title}:`, ...own.map(verdictLine)];
  });
}

function verdictLine(verdict: PathVerdict): string {
  const strongest = verdict.evidence[0];
  const state = verdict.present ? "" : " (not there yet)";
  return `  ${classMark(verdict.class)} ${displayName(verdict.path)}${verdict.kind === "directory" ? "/" : ""}${state}${strongest === undefined ? "" : ` — ${evidenceText(strongest)}`}`;
}

function storyLines(verdict: PathVerdict): string[] {
  return [
    `${classMark(verdict.class)} ${displayName(verdict.path)}: ${verdict.class ?? "undecided"}, ${verdict.handling}${verdict.present ? "" : " (not there yet)"}`,
    ...verdict.evidence.map((evidence) => `   ${evidence.strength.padEnd(11)} ${evidenceText(evidence)}`),
  ];
}

function limitLines(limits: Inspection["limits"]): string[] {
  const cut = limits.filter((limit) => limit.reason !== "skipped");
  if (cut.length === 0) return [];
  return [
    `ℹ️  Not everything was looked at: ${cut
      .slice(0, 5)
      .map((limit) => `${displayName(limit.path) || "the whole"} (${limit.reason})`)
      .join(", ")}${cut.length > 5 ? `, and ${cut.length - 5} more` : ""}`,
  ];
}
