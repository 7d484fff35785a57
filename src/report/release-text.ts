import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { type PrintedCheck, wrongLines } from "./check-text.ts";
import { count, renderDiagnostic } from "./marks.ts";

/** What a switch is going to do, in one line. */
export function renderSwitch(about: {
  readonly site: string;
  readonly from: string | null;
  readonly to: string;
}): string {
  const from = about.from === null ? "" : ` (now: ${displayName(about.from)})`;
  return `⇢ ${displayName(about.site)}: release ${displayName(about.to)} will be live${from}`;
}

/** What the report of a finished switch is made from. */
export interface SwitchReport {
  readonly command: "release" | "rollback";
  readonly release: string;
  readonly before: string | null;
  readonly app: string;
  readonly rescued: readonly { readonly path: string; readonly why: string }[];
  readonly diagnostics: readonly Diagnostic[];
  /** How files were decided, grouped. */
  readonly groups: readonly string[];
  readonly check: PrintedCheck | null;
  readonly back: string;
}

const SHOWN = 10;

/** The report of a finished switch. */
export function renderSwitched(report: SwitchReport): string {
  const was = report.before === null ? "" : `; before it: ${displayName(report.before)}`;
  const rescued =
    report.rescued.length === 0
      ? []
      : [
          `🛟 ${count(report.rescued.length, "file")} kept in the rescue folder (holdfast rescued shows them):`,
          ...report.rescued.slice(0, SHOWN).map(({ path, why }) => `   ${displayName(path)}: ${displayName(why)}`),
          ...(report.rescued.length > SHOWN ? [`   and ${report.rescued.length - SHOWN} more`] : []),
        ];
  const results = report.check === null ? [] : wrongLines(report.check, { notes: true });
  return [
    `🟢 Live: release ${displayName(report.release)}${was}`,
    ...report.groups,
    ...rescued,
    ...report.diagnostics.map(renderDiagnostic),
    ...results,
    `   To go back: ${report.back}`,
  ].join("\n");
}
