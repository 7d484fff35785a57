/** A health check as far as printing it goes. */
export interface PrintedCheck {
  readonly lines: readonly {
    readonly status: "passed" | "warning" | "failed" | "note";
    readonly text: string;
    readonly remedy?: string;
    readonly repairable?: boolean;
  }[];
  readonly passed: number;
  readonly warnings: number;
  readonly failed: number;
}

const MARKS = { passed: "✅", warning: "⚠️", failed: "❌", note: "ℹ️" } as const;

/** The specification's heading. */
const CHECK_HEADING = "🏥 Universal Data Persistence Health Check\n==============================================";

/** A check line by line, as `health-check.sh` prints it; `recovery` is the command that repairs. */
export function renderCheck(check: PrintedCheck, recovery: string): string {
  const lines = check.lines.flatMap((line) => {
    const shown = `${MARKS[line.status]} ${line.text}`;
    return line.remedy === undefined ? [shown] : [shown, `   👉 ${line.remedy}`];
  });
  const repair = check.lines.some((line) => line.repairable === true) ? [`🔧 To repair: ${recovery}`] : [];
  return [CHECK_HEADING, ...lines, resultLine(check), ...repair, ...praise(check)].join("\n");
}

/** What is wrong, each with what mends it, and the count; of what is well nothing, and of notes only where they are asked for. */
export function wrongLines(check: PrintedCheck, options: { readonly notes: boolean } = { notes: false }): string[] {
  const told = check.lines.filter(
    ({ status }) => status === "failed" || status === "warning" || (options.notes && status === "note"),
  );
  return [
    ...told.flatMap(({ status, text, remedy }) => [
      `${MARKS[status]} ${text}`,
      ...(remedy === undefined ? [] : [`   👉 ${remedy}`]),
    ]),
    resultLine(check),
    ...praise(check),
  ];
}

/** `📊 Results: ✅ 12 passed, ⚠️ 0 warnings, ❌ 0 failed` */
export function resultLine(check: Pick<PrintedCheck, "passed" | "warnings" | "failed">): string {
  return `📊 Results: ✅ ${check.passed} passed, ⚠️ ${check.warnings} warnings, ❌ ${check.failed} failed`;
}

function praise(check: PrintedCheck): string[] {
  return check.failed === 0 && check.warnings === 0 ? ["🎉 System is perfectly healthy!"] : [];
}
