import { NAMES, siteNamed } from "../../core/layout.ts";
import { displayName } from "../../core/bytes.ts";
import { historyLines, readHistoryLine } from "../../plan/history.ts";
import { historyWords } from "../../report/history-text.ts";
import type { Context } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { findSite } from "../site.ts";

export interface HistoryArgs {
  readonly site: string;
  /** Only so many, the newest; null for all. */
  readonly last: number | null;
}

/** Prints what `.deployment-history` says, newest last. Changes nothing. */
export function history(args: HistoryArgs, context: Context): CommandResult {
  const { layout, state } = findSite(context, { app: args.site, shared: null });
  const all = historyLines(state.ours[NAMES.history] ?? "");
  const lines = args.last === null ? all : all.slice(-args.last);
  const left = all.length - lines.length;
  const head = `📜 What was done to ${displayName(siteNamed(layout))}`;
  const shown = lines.map((line) => `   ${historyWords(line) ?? displayName(line)}`);
  const text =
    all.length === 0
      ? `${head}\n   Nothing yet: there is no ${NAMES.history} in ${displayName(layout.shared)}`
      : [head, ...(left > 0 ? [`   (${left} earlier left out)`] : []), ...shown].join("\n");
  return {
    exit: "ok",
    text,
    json: { schema: 1, site: layout.site, shared: layout.shared, lines: lines.map(asJson), earlier: left },
  };
}

function asJson(line: string): unknown {
  return { line, says: readHistoryLine(line) };
}
