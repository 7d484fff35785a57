import { displayName } from "../core/bytes.ts";
import type { Setting } from "../core/env-lines.ts";
import { count } from "./marks.ts";

/** What one delivered example has and the file in use has not. */
interface ReportedExample {
  /** As its owner knows it: `.env.example`. */
  readonly name: string;
  readonly missing: readonly Setting[];
  readonly commentedOut: readonly string[];
}

/** What `env` has to say. */
export interface EnvReport {
  /** The file in use, absolute. */
  readonly file: string;
  readonly examples: readonly ReportedExample[];
  readonly state: "listed" | "would add" | "added";
  /** The command that adds the lines. */
  readonly addCommand: string;
}

/** The report for a person. Values of the file in use are never shown. */
export function renderEnv(report: EnvReport): string {
  const missing = report.examples.reduce((sum, example) => sum + example.missing.length, 0);
  return [
    `🔑 Settings: ${displayName(report.file)}`,
    ...report.examples.flatMap(exampleLines),
    ...(report.examples.length === 0 ? ["ℹ️  The application ships no example to compare it with (.env.example)"] : []),
    ...endLines(report, missing),
  ].join("\n");
}

function exampleLines({ name, missing, commentedOut }: ReportedExample): string[] {
  return [
    ...(missing.length === 0
      ? [`✅ It has every setting of ${displayName(name)}`]
      : [
          `ℹ️  ${count(missing.length, "setting")} of ${displayName(name)} ${missing.length === 1 ? "is" : "are"} not in it:`,
        ]),
    ...missing.flatMap(({ above, lines }) => [...above, ...lines].map((line) => `      ${displayName(line)}`)),
    ...(commentedOut.length === 0
      ? []
      : [`   Not counted, because it has them in a comment: ${commentedOut.map(displayName).join(", ")}`]),
  ];
}

function endLines({ state, addCommand }: EnvReport, missing: number): string[] {
  if (missing === 0) return [];
  if (state === "added") return [`✅ ${count(missing, "setting")} added at its end, as shown; look at the values`];
  if (state === "would add") return ["Dry run: nothing was changed"];
  return [
    `👉 To add these lines at its end as they stand: ${addCommand}`,
    "   Look at the values afterwards: an example's are often placeholders",
  ];
}
