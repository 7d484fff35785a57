import { displayName } from "../core/bytes.ts";
import { type HistoryEntry, readHistoryLine } from "../plan/history.ts";
import { count } from "./marks.ts";

/** A line of the history as a sentence without a full stop: when, what, of which release, with what result. Null for one that is not ours. */
export function historyWords(line: string): string | null {
  const entry = readHistoryLine(line);
  return entry === null ? null : [whenWords(entry.at), whatWords(entry), ...moreWords(entry)].join(", ");
}

/**
 * The same for a page that is written before its run has ended: without how the run ended, unless it failed, and without what is only known then
 * (what was rescued or left). So the page stays as it is when the next run finds nothing to do.
 */
export function plannedWords(line: string): string | null {
  const entry = readHistoryLine(line);
  if (entry === null) return null;
  const counts = Object.entries(entry.counts).filter(([name]) => name !== "rescued" && name !== "refused");
  const planned = { ...entry, counts: Object.fromEntries(counts) };
  const isSettled = entry.result === "failed" || entry.result === "refused";
  const what = isSettled ? whatWords(entry) : subjectWords(entry);
  return [whenWords(entry.at), what, ...moreWords(planned)].join(", ");
}

/** `2026-11-23T14:30:00Z` as `2026-11-23 14:30 UTC`. */
function whenWords(at: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?Z$/.exec(at);
  return match === null ? displayName(at) : `${match[1]} ${match[2]} UTC`;
}

const RESULTS: Readonly<Record<HistoryEntry["result"], string>> = {
  done: "done",
  partly: "done but for what it named",
  failed: "failed",
  refused: "refused",
};

function whatWords(entry: HistoryEntry): string {
  return `${subjectWords(entry)}: ${RESULTS[entry.result]}`;
}

function subjectWords({ command, first, release }: HistoryEntry): string {
  const which = first === undefined ? "" : first ? " (the first)" : "";
  return `${displayName(command)}${which} of ${displayName(release)}`;
}

const COUNTED: Readonly<Record<string, readonly [string, string]>> = {
  entries: ["entry", "entries"],
  rescued: ["file rescued", "files rescued"],
  refused: ["entry left as it is", "entries left as they are"],
  added: ["setting added", "settings added"],
};

const FACT_WORDS: Readonly<Record<string, string>> = { before: "in place of" };

/** Counts first, then what else stands in the line, but for what only a program asks. */
function moreWords({ counts, facts }: HistoryEntry): string[] {
  const counted = Object.entries(counts).filter(([, number]) => number > 0);
  const numbers = counted.map(([name, number]) => {
    const [one, many] = COUNTED[name] ?? [name, name];
    return count(number, displayName(one), displayName(many));
  });
  const names = Object.entries(facts).filter(([name]) => name !== "holdfast" && name !== "run");
  return [
    ...numbers,
    ...names.map(([name, value]) => `${FACT_WORDS[name] ?? displayName(name)} ${displayName(value)}`),
  ];
}
