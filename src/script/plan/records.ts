import { encodeJson } from "../../core/json.ts";
import { NAMES, type SiteLayout, VERSION_FILES } from "../../core/layout.ts";
import type { PersistenceRecord } from "../../core/record.ts";
import { HISTORY_HEAD, historyLine } from "../../plan/history.ts";
import type { WriteFile, WriteHistory, WriteRecord, WriteShipped } from "../../plan/operation.ts";
import { OWN_MARK, SHIPPED_FILE } from "../../plan/own-file.ts";
import type { SiteStep } from "./steps.ts";
import { printing, quotePrintable, textHole, valueHole, wordsOf } from "./template.ts";

/** What a plan writes about the site. */
export interface Records {
  readonly files: readonly WriteFile[];
  readonly record: WriteRecord | null;
  readonly shipped: WriteShipped | null;
  readonly history: WriteHistory | null;
  /** Identity of the application's folder as it was planned. */
  readonly tree: string | null;
}

/** The functions that print our own files, and those that write them: `write_first` before anything is moved, `write_last` afterwards. */
export function renderRecords(records: Records, steps: readonly SiteStep[], layout: SiteLayout): string {
  const scripts = records.files.filter(({ at }) => at.name.endsWith(".sh"));
  const pages = records.files.filter((file) => !scripts.includes(file));
  return [
    ...records.files.map((file) => renderFile(file, layout, records.history?.entry.at ?? null)),
    records.record === null ? "" : renderRecord(records.record, steps),
    renderTreeList(records.record, records.tree),
    records.shipped === null ? "" : `\n${printing("text_shipped", wordsOf(encodeJson(records.shipped.shipped)))}`,
    `\nwrite_first() {\n${scripts.map(writeLine).join("")}  :\n}\n`,
    // A page lists the runs, this one with its time; where nothing else is to do it stays as it is.
    `\nwrite_pages() {\n${pages.map(writeLine).join("")}  :\n}\n`,
    `\nwrite_last() {\n${[
      // An entry that could not be taken over would seem to have lost its names.
      records.shipped === null ? "" : `  [ -n "$refused" ] || write_own ${SHIPPED_FILE} 600 text_shipped\n`,
      records.record === null ? "" : `  write_own ${NAMES.config} 644 text_record\n`,
    ].join("")}  :\n}\n`,
    renderHistory(records.history),
  ].join("");
}

function writeLine({ at, mode }: WriteFile): string {
  return `  write_own ${at.name} ${mode.toString(8)} text_${functionName(at.name)}\n`;
}

function functionName(name: string): string {
  return name.replaceAll(/[^A-Za-z]/g, "_");
}

/** A page names the site's folders; they are those that the script was told. */
function renderFile({ at, content }: WriteFile, layout: SiteLayout, since: string | null): string {
  const roots = [
    [layout.shared, "shared"],
    [layout.app, "app"],
    [layout.site, "site"],
    ...(since === null ? [] : ([[minuteOf(since), "j_minute"]] as const)),
  ] as const;
  const lines = content.split("\n");
  const last = lines.pop() ?? "";
  const words = lines.map((line) => placed(line, at.name.endsWith(".sh") ? [] : roots));
  const end = last === "" ? "" : `  printf '%s' ${placed(last, roots)}\n`;
  return `\n# shellcheck disable=SC1003\ntext_${functionName(at.name)}() {\n  printf '%s\\n'${words.map((word) => ` \\\n    ${word}`).join("")}\n${end}}\n`;
}

/** When a run was, as a page says it. */
function minuteOf(since: string): string {
  return `${since.slice(0, 10)} ${since.slice(11, 16)} UTC`;
}

function placed(line: string, roots: readonly (readonly [string, string])[]): string {
  const [first, ...rest] = roots;
  if (first === undefined) return quotePrintable(line);
  const [path, variable] = first;
  return line
    .split(path)
    .map((part) => placed(part, rest))
    .join(`"$${variable}"`);
}

/** What of the record only shows when the script runs: the folder's identity, its code, and what could not be taken over. */
function renderRecord({ record, before }: WriteRecord, steps: readonly SiteStep[]): string {
  const known = new Set(before?.seeded ?? []);
  const marks: string[] = [];
  const entries = record.entries.map((entry, index) => {
    const of = steps.flatMap((step, number) => (step.path === entry.path ? [number] : []));
    marks.push(
      `  seeded ${entry.seeded ? "true" : "false"} ${known.has(entry.path) ? "true" : "false"} ${of.join(" ")}\n  r_${index}=$r_seeded\n`,
    );
    return { ...entry, seeded: valueHole(`r_${index}`) };
  });
  const value = { ...record, trees: valueHole("t_list"), lockfile: valueHole("j_lockfile"), entries };
  const open = wordsOf(encodeJson(value));
  return `\n${printing("record_words", open)}\ntext_record() {\n${marks.join("")}  list_trees\n  record_words\n}\n`;
}

/** The other copies of the code that the record knows, whether this one becomes one of them, and what the record knows where it does not. */
function renderTreeList(write: WriteRecord | null, tree: string | null): string {
  const trees = write?.record.trees ?? [];
  const others = trees.filter(({ id }) => id !== tree);
  return [
    `\nbecomes_known=${others.length < trees.length ? "yes" : "no"}\n`,
    `\neach_known_tree() {\n${treeRows(others.slice(-19))}  :\n}\n`,
    `\neach_tree_before() {\n${treeRows(write?.before?.trees ?? [])}  :\n}\n`,
  ].join("");
}

function treeRows(trees: PersistenceRecord["trees"]): string {
  return trees.map(({ id, code, born }) => `  "$1" ${[id, code, born].map(quotePrintable).join(" ")}\n`).join("");
}

/** The line for the history; the script says when it was, how it ended and which run it was. */
function renderHistory(history: WriteHistory | null): string {
  if (history === null) return "\nhas_line=no\nhistory_line() { :; }\n";
  const { first: _first, ...entry } = history.entry;
  const line = historyLine({
    ...entry,
    at: textHole("j_since"),
    command: entry.command,
    counts: { ...entry.counts, outcome: 0 },
    facts: { ...entry.facts, run: textHole("id") },
  })
    .trimEnd()
    .replace(` ${entry.command} `, () => ` ${textHole("h_what")} `)
    .replace(/ result=\w+/, () => ` result=${textHole("h_result")}`)
    .replace(" outcome=0", () => textHole("h_counts"));
  const json = JSON.stringify(line).slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\");
  return `\nhas_line=yes\n${printing("history_line", [...wordsOf(json), "'\n'"])}`;
}

/** The remarks that files of ours carry. */
export const MARK_LINES = `
own_mark='${OWN_MARK}'
history_head='${HISTORY_HEAD}'
`;

/** Version files that are data, and so name no version. */
export function renderEntryNames(record: PersistenceRecord | null): string {
  const names = (record?.entries ?? [])
    .filter(({ path, handling }) => (handling === "link" || handling === "merge") && VERSION_NAMES.has(path))
    .map(({ path }) => `    ${quotePrintable(path)}) return 0 ;;\n`);
  return `\nis_entry() {\n  case $1 in\n${names.join("")}    *) return 1 ;;\n  esac\n}\n`;
}

const VERSION_NAMES = new Set<string>(VERSION_FILES);
