import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { ProbeCheck, ProbeRequest } from "../core/probe.ts";
import { resultLine } from "./check-text.ts";
import { count, displayLines, renderDiagnostic } from "./marks.ts";

/** A probe as far as printing it goes. */
export interface PrintedProbe {
  readonly url: string;
  readonly release: string;
  readonly checks: readonly ProbeCheck[];
  readonly requests: readonly ProbeRequest[];
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A probe check by check, with what to do; `verbose` lists every request. */
export function renderProbe(probe: PrintedProbe, options: { readonly verbose: boolean }): string {
  const passed = probe.checks.filter(({ ok }) => ok === true).length;
  const failed = probe.checks.filter(({ ok }) => ok === false).length;
  return [
    `🌐 ${displayName(probe.url)}, live: ${displayName(probe.release)}`,
    ...probe.checks.flatMap(checkLines),
    ...probe.leftOut.map(({ path, why }) => `ℹ️  not asked about: ${displayName(path)} (${displayName(why)})`),
    ...probe.diagnostics.map(renderDiagnostic),
    ...requestLines(probe.requests, options.verbose),
    resultLine({ passed, warnings: 0, failed }),
  ].join("\n");
}

/** True where something is given away, missing, executed, or cannot be reached. */
export function isFailed(checks: readonly ProbeCheck[]): boolean {
  return checks.some(({ ok }) => ok === false);
}

/** The checks that failed, each in one sentence. */
export function failedChecks(checks: readonly ProbeCheck[]): string[] {
  return checks.filter(({ ok }) => ok === false).map(({ id, came }) => `${id}: ${came}`);
}

function checkLines({ id, ok, came, remedy, rules = [] }: ProbeCheck): string[] {
  const mark = ok === null ? "ℹ️ " : ok ? "✅" : "❌";
  return [
    `${mark} ${id}: ${displayLines(came)}`,
    ...(remedy === null ? [] : [`   👉 ${displayLines(remedy)}`]),
    ...rules.flatMap(({ server, where, text }) => [
      `      ${displayName(server)}, ${displayName(where)}:`,
      ...displayLines(text)
        .split("\n")
        .map((line) => `        ${line}`),
    ]),
  ];
}

function requestLines(requests: readonly ProbeRequest[], verbose: boolean): string[] {
  const head = `   ${count(requests.length, "request")}, all of them GET`;
  if (!verbose) return [`${head}; --verbose lists them`];
  return [`${head}:`, ...requests.map(({ url, answer }) => `     ${displayName(url)} → ${displayName(answer)}`)];
}
