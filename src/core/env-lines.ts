/**
 * The lines of a `.env`, read without changing one. What counts as a setting is what any of the usual readers accepts: `KEY=value`,
 * `export KEY=value`, `KEY: value` (dotenv for Node), a quoted name (phpdotenv), and a value in quotes that goes on over several lines
 * (github.com/vlucas/phpdotenv, github.com/motdotla/dotenv). Text is decoded by `decodeName`, so odd bytes survive.
 */

/** One setting, with the lines that it takes. */
export interface Setting {
  readonly key: string;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Its lines as they stand, without their line ends. */
  readonly lines: readonly string[];
  /** The comment lines directly above it. */
  readonly above: readonly string[];
}

/** What a delivered example has and the file in use has not. */
export interface MissingSettings {
  readonly missing: readonly Setting[];
  /** Names that the file in use has in a comment (`# KEY=...`): their owner has put them out of use. */
  readonly commentedOut: readonly string[];
}

const NAME = "[A-Za-z_][A-Za-z0-9_.-]*";
const SETTING = new RegExp(`^[ \\t]*(?:export[ \\t]+)?(["']?)(${NAME})\\1[ \\t]*(?:=|:(?=[ \\t]))(.*)$`, "s");
const COMMENTED = new RegExp(`^[ \\t]*#[# \\t]*(?:export[ \\t]+)?(${NAME})[ \\t]*=`);
const COMMENT = /^[ \t]*#/;
const BOM = "\uFEFF";
const LINE_END = /\r\n|\n|\r/;

/** The settings of a text, in order; a name that stands twice is there twice. */
export function settingsIn(text: string): Setting[] {
  const lines = linesOf(text);
  const found: Setting[] = [];
  for (let index = 0; index < lines.length; index++) {
    const match = SETTING.exec(lines[index] ?? "");
    if (match === null) continue;
    const last = lastLineOf(lines, index, match[3] ?? "");
    found.push({
      key: match[2] ?? "",
      line: index + 1,
      lines: lines.slice(index, last + 1),
      above: commentsAbove(lines, index),
    });
    index = last;
  }
  return found;
}

/**
 * What `example` has and `live` has not, each name once. A name that `live` has in a comment is not missing: whoever put it out of use
 * decided so. A name inside a value of several lines counts as one that `live` has, so that none is ever added twice.
 */
export function missingSettings(example: string, live: string): MissingSettings {
  const known = new Set(linesOf(live).flatMap((line) => SETTING.exec(line)?.[2] ?? []));
  const commented = new Set(linesOf(live).flatMap((line) => COMMENTED.exec(line)?.[1] ?? []));
  const wanted = settingsIn(example).filter(
    ({ key }, index, all) => !known.has(key) && all.findIndex((other) => other.key === key) === index,
  );
  return {
    missing: wanted.filter(({ key }) => !commented.has(key)),
    commentedOut: wanted.filter(({ key }) => commented.has(key)).map(({ key }) => key),
  };
}

/**
 * What is to be written behind `live` so that it has these settings: their lines and the comments above them as they stand, with the line
 * ends that `live` uses. Where `live` does not end its last line, that comes first.
 */
export function addition(live: string, settings: readonly Setting[]): string {
  const end = LINE_END.exec(live)?.[0] ?? "\n";
  const body = live.startsWith(BOM) ? live.slice(BOM.length) : live;
  const lines = settings.flatMap(({ above, lines: own }) => [...above, ...own]);
  if (lines.length === 0) return "";
  return `${body === "" || /[\r\n]$/.test(body) ? "" : end}${lines.join(end)}${end}`;
}

function linesOf(text: string): string[] {
  return (text.startsWith(BOM) ? text.slice(BOM.length) : text).split(LINE_END);
}

/** The line on which a value in quotes ends; its own where it is none, or where its quote is never closed. */
function lastLineOf(lines: readonly string[], first: number, value: string): number {
  const opened = /^[ \t]*(["'`])(.*)$/s.exec(value);
  if (opened === null) return first;
  const quote = opened[1] ?? "";
  if (closes(opened[2] ?? "", quote)) return first;
  for (let index = first + 1; index < lines.length; index++) if (closes(lines[index] ?? "", quote)) return index;
  return first;
}

/** True where the quote stands without a backslash before it. */
function closes(text: string, quote: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === quote) return true;
  }
  return false;
}

function commentsAbove(lines: readonly string[], index: number): string[] {
  let first = index;
  while (first > 0 && COMMENT.test(lines[first - 1] ?? "") && !COMMENTED.test(lines[first - 1] ?? "")) first--;
  return lines.slice(first, index);
}
