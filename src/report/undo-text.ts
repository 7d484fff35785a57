import { someNames } from "../core/some-names.ts";
import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { type AbsPath, isInside, resolveText } from "../core/path.ts";
import type { Operation, Relink } from "../plan/operation.ts";
import { hasProblems, type Plan } from "../plan/plan.ts";
import { type PrintedCheck, resultLine, wrongLines } from "./check-text.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** What `undo` has to say. */
export interface UndoReport {
  readonly plan: Plan;
  /** Entries that stay linked. */
  readonly refused: readonly string[];
  readonly rescued: readonly { readonly path: string; readonly kept: string; readonly why: string }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly resumed: boolean;
  readonly check: PrintedCheck | null;
  /** Links that lead into shared still, where only the last command was taken back; empty where there is none. */
  readonly stays: readonly string[];
  /** True where only what the last command linked was to be given back. */
  readonly isLast: boolean;
  /** The command that keeps the data in shared again. */
  readonly again: string;
  /** The command that tries again what was left; without `--last` it turns every link back. */
  readonly retry: string;
}

/** The report of `undo` for a person. */
export function renderUndo(report: UndoReport): string {
  const { plan, diagnostics, check, resumed } = report;
  const told = plan.operations.length === 0 ? diagnostics.filter(({ severity }) => severity !== "note") : diagnostics;
  const sections = [
    [`↩️  Holdfast undo: ${displayName(plan.layout.app)}`, `📂 Shared: ${displayName(plan.layout.shared)}`],
    resumed ? ["🔁 A run that had not finished was completed first"] : [],
    doneLines(report),
    report.rescued.map(
      ({ path, kept, why }) => `📦 ${displayName(path)}: ${displayName(why)}; kept as ${displayName(kept)}`,
    ),
    told.map(renderDiagnostic),
    check === null ? [] : checkLines(check),
    endLines(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function doneLines({ plan, refused }: UndoReport): string[] {
  if (plan.operations.length === 0) return [hasProblems(plan) ? NOTHING_POSSIBLE : NOTHING_LEFT];
  return plan.operations.flatMap((operation) => doneLine(operation, { refused, app: plan.layout.app }));
}

const NOTHING_LEFT = "✅ Nothing to do: no link of the application leads to shared";
const NOTHING_POSSIBLE = "⏸️  Nothing can be done here before what is named below is settled";

interface Of {
  readonly refused: readonly string[];
  readonly app: AbsPath;
}

function doneLine(operation: Operation, { refused, app }: Of): string[] {
  const path = displayName(operation.path);
  if (operation.kind !== "unshare" && operation.kind !== "relink") return [];
  if (refused.includes(operation.path)) return [`❌ ${path} stays linked to shared`];
  if (operation.kind === "relink") return [`✅ ${path} → ${displayName(operation.text)} (${whereTo(operation, app)})`];
  return [`✅ ${path} is a plain ${operation.nodeKind === "directory" ? "folder" : "file"} of the application's`];
}

function whereTo({ at, text }: Relink, app: AbsPath): string {
  return isInside(resolveText(at.directory, text), app) ? "within the application" : "where its link in shared leads";
}

/** What its owner should know now. */
function endLines({ plan, diagnostics, refused, isLast, again, retry, stays }: UndoReport): string[] {
  const stuck = new Set([
    ...refused,
    ...diagnostics.flatMap(({ severity, path }) => (severity === "problem" && path !== undefined ? [path] : [])),
  ]);
  // What lies in something that stays linked is no link of its own.
  const linked = [...stuck].filter((path) => ![...stuck].some((one) => one !== path && isInside(path, one)));
  if (linked.length > 0)
    return [
      `🔵 The site is live and complete; ${count(linked.length, "entry", "entries")} still linked: ${linked.map(displayName).join(", ")}`,
      ...nextLines(isLast, retry),
    ];
  if (stays.length > 0) return partLines({ stays, again, retry });
  const folders =
    plan.layout.kind === "releases" ? "current and releases/ stay, because the document root leads through them. " : "";
  return [
    `🔵 The site works without Holdfast now. ${folders}Its data goes with the application's folder: do not replace that folder as a whole`,
    `   What stands in shared leads to it, for old releases and scripts that use those paths; nothing needs it`,
    `👉 To keep the data in shared again: ${again}`,
  ];
}

/** A part is only given back by `--last`, and the last command is this undo now. */
function nextLines(isLast: boolean, retry: string): string[] {
  if (!isLast) return [`👉 Next: do what is said above, then run: ${retry}`];
  return [
    "👉 Next: do what is said above",
    `   What is still linked is then given back by this, and with it all else that is linked: ${retry}`,
  ];
}

/** What is wrong by name, and the count; that all is well the end says. */
function checkLines(check: PrintedCheck): string[] {
  return check.failed + check.warnings > 0 ? wrongLines(check) : [resultLine(check)];
}

const NAMED = 6;

/** Where only a part was given back: what is in shared is the site's data as before. */
function partLines({ stays, again, retry }: Pick<UndoReport, "stays" | "again" | "retry">): string[] {
  return [
    `🔵 Only what the last command linked was given back. The site needs shared as before: ${someNames(stays, NAMED)} ${stays.length === 1 ? "leads" : "lead"} there`,
    `👉 To keep it in shared again: ${again}`,
    `👉 To give back all of it: ${retry}`,
  ];
}
