import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Detection, EntryClass } from "../core/entry.ts";
import type { Operation } from "../plan/operation.ts";
import { hasProblems, type Plan } from "../plan/plan.ts";
import { nothingToDo } from "./plan-text.ts";
import { type PrintedCheck, wrongLines } from "./check-text.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** What a run that changes a site has to say. */
export interface RunReport {
  readonly plan: Plan;
  readonly detections: readonly Detection[];
  /** The first names in the app's folder. */
  readonly seen: readonly string[];
  readonly entries: readonly { readonly path: string; readonly class: EntryClass; readonly seeded: boolean }[];
  readonly rescued: readonly { readonly path: string; readonly kept: string; readonly why: string }[];
  readonly diagnostics: readonly Diagnostic[];
  /** Entries that were left as they are, and entries whose data stays in the app. */
  readonly refused: readonly string[];
  readonly inPlace: readonly string[];
  readonly check: PrintedCheck | null;
  readonly undecided: readonly { readonly path: string; readonly question: string; readonly line: string }[];
  /** How the exchange was made: `koffi`, `perl`, `none`. */
  readonly way: string | null;
  readonly resumed: boolean;
  /** The command that shows the health check. */
  readonly healthCheck: string;
  /** The command that tries again what was left. */
  readonly nextCommand: string;
}

/** The report of `persist` and `recover` for a person. */
export function renderRun(report: RunReport): string {
  const { plan, check } = report;
  const sections = [
    headLines(report),
    report.resumed ? ["🔁 A run that had not finished was completed first"] : [],
    plan.operations.length === 0 ? [nothingDone(report)] : doneLines(report),
    rescuedLines(report.rescued),
    worthSaying(report).map(renderDiagnostic),
    undecidedLines(report.undecided),
    check === null ? [] : checkLines(check, report.healthCheck),
    stateLines(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function nothingDone({ plan, resumed }: RunReport): string {
  if (resumed && !hasProblems(plan))
    return "✅ After that there was nothing left to do: everything is where it belongs";
  return `${nothingToDo(plan)}; nothing was changed`;
}

/** What was not done leaves the site as it was: said last, with the command that comes next. */
function stateLines({ plan, diagnostics, nextCommand }: RunReport): string[] {
  const problems = diagnostics.filter(({ severity }) => severity === "problem");
  if (problems.length === 0) return [];
  const paths = [...new Set(problems.flatMap(({ path }) => path ?? []))].map(displayName);
  const site = plan.layout.live ? "The site is live and complete" : "The live site was not touched";
  return [
    paths.length === 0 ? `🔵 ${site}` : `🔵 ${site}; not shared yet: ${paths.join(", ")}`,
    `👉 Next: do what is said above, then run: ${nextCommand}`,
  ];
}

/** A run that had nothing to do does not repeat its notes. */
function worthSaying({ plan, diagnostics }: RunReport): readonly Diagnostic[] {
  return plan.operations.length === 0 ? diagnostics.filter(({ severity }) => severity !== "note") : diagnostics;
}

function headLines({ plan, detections, seen, way }: RunReport): string[] {
  const frameworks = detections
    .map((found) => `${found.title}${found.version === null ? "" : ` ${found.version}`}`)
    .join(", ");
  return [
    `🛡️  Holdfast ${plan.command}: ${displayName(plan.layout.app)}`,
    ...(plan.command === "persist"
      ? [`🔍 Framework: ${frameworks || "none recognised; only what the evidence supports is kept"}`]
      : []),
    ...(plan.command === "persist" && detections.length === 0
      ? [`   Seen here: ${seen.map(displayName).join(", ") || "nothing"}`]
      : []),
    `📂 Shared: ${displayName(plan.layout.shared)}`,
    ...(way === null
      ? []
      : [
          way === "none"
            ? "⚙️  This host offers no atomic exchange (neither koffi nor perl): the fallbacks were used"
            : `⚙️  Atomic exchange through ${way}`,
        ]),
  ];
}

function doneLines({ plan, refused, inPlace }: RunReport): string[] {
  return plan.operations.flatMap((operation) => {
    const path = displayName(operation.path);
    if (refused.includes(operation.path))
      return operation.kind === "make-directory" ? [] : [`❌ ${path} is left as it is`];
    return inPlace.includes(operation.path)
      ? [`📌 ${path} stays where it is; shared leads to it`]
      : doneLine(operation);
  });
}

type DoneWords = {
  readonly [K in Operation["kind"]]?: (operation: Extract<Operation, { readonly kind: K }>, path: string) => string;
};

const written = (_operation: Operation, path: string): string => `📝 ${path}`;

/** What is not here is not worth a line. */
const DONE_WORDS: DoneWords = {
  adopt: ({ text }, path) => `✅ ${path} → ${text} (taken over)`,
  merge: ({ text }, path) => `✅ ${path} → ${text} (merged with what shared had)`,
  transfer: ({ text }, path) => `✅ ${path} → ${text} (copied across file systems)`,
  settle: (_operation, path) => `✅ ${path}: what it was before it was linked has been compared once more`,
  "make-link": ({ text }, path) => `✅ ${path} → ${text} (linked)`,
  relink: ({ text }, path) => `✅ ${path} → ${text} (link corrected)`,
  unpack: (_operation, path) => `📥 ${path} unpacked`,
  activate: ({ text }) => `✅ current → ${text}`,
  "set-aside": (_operation, path) => `📦 ${path} kept aside`,
  "write-file": written,
  "write-record": written,
  "write-shipped": written,
  "write-history": written,
};

function doneLine(operation: Operation): string[] {
  const words = DONE_WORDS[operation.kind] as ((operation: Operation, path: string) => string) | undefined;
  return words === undefined ? [] : [words(operation, displayName(operation.path))];
}

const SHOWN = 20;

function rescuedLines(rescued: RunReport["rescued"]): string[] {
  if (rescued.length === 0) return [];
  const rest = rescued.length - SHOWN;
  return [
    `📦 ${count(rescued.length, "file was", "files were")} rescued: nothing was overwritten, the other version is kept`,
    ...rescued
      .slice(0, SHOWN)
      .flatMap((file) => [
        `   ${displayName(file.path)}: ${displayName(file.why)}`,
        `      kept as ${displayName(file.kept)}`,
      ]),
    ...(rest > 0 ? [`   and ${count(rest, "more", "more")} beside them`] : []),
  ];
}

function undecidedLines(undecided: RunReport["undecided"]): string[] {
  if (undecided.length === 0) return [];
  return [
    `❔ ${count(undecided.length, "path")} could be data; ${undecided.length === 1 ? "it stays" : "they stay"} with the code until you decide (holdfast.json, "paths"):`,
    ...undecided.slice(0, SHOWN).map((item) => `   ${displayName(item.line)}   ${displayName(item.question)}`),
  ];
}

function checkLines(check: PrintedCheck, healthCheck: string): string[] {
  return [...wrongLines(check), `   Look again at any time: ${healthCheck}`];
}
