/** One line of a health check. Notes are counted nowhere. */
export interface CheckLine {
  readonly status: "passed" | "warning" | "failed" | "note";
  readonly text: string;
  /** The command or advice that mends it. */
  readonly remedy?: string;
  /** True when `recover` puts it right. */
  readonly repairable?: boolean;
}

/** What a health check found, counted. */
export interface CheckReport {
  readonly lines: readonly CheckLine[];
  readonly passed: number;
  readonly warnings: number;
  readonly failed: number;
}

/** Counts the lines. */
export function countLines(lines: readonly CheckLine[]): CheckReport {
  const count = (status: CheckLine["status"]): number => lines.filter((line) => line.status === status).length;
  return { lines, passed: count("passed"), warnings: count("warning"), failed: count("failed") };
}

/** True when there is nothing to put right and nothing to look at. */
export function isHealthy(report: CheckReport): boolean {
  return report.failed === 0 && report.warnings === 0;
}
