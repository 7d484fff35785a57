/**
 * A tolerant scanner for PHP and JavaScript: it knows strings, comments, names and marks, and never fails. Enough to find out
 * which paths code writes to; a real parser rejects the half of bought scripts that an older PHP runs happily.
 */

export type Language = "php" | "js";

export interface Token {
  readonly kind: "text" | "word" | "variable" | "mark";
  readonly value: string;
  readonly line: number;
}

interface Cursor {
  readonly source: string;
  readonly language: Language;
  readonly tokens: Token[];
  at: number;
  line: number;
}

const MARK = /\?->|\.\.\.|===|!==|<=>|\*\*=|\?\?=|->|::|=>|\?\?|\|\||&&|==|!=|\.=|\+=|\?\.|<=|>=|[^]/y;
const SPACE = /\s+/y;
const WORD = /[A-Za-z_\u0080-\uffff\\][\w\u0080-\uffff\\]*/y;
const JS_WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const VARIABLE = /\$[A-Za-z_][\w]*/y;
const HEREDOC = /<<<[ \t]*(['"]?)(\w+)\1\r?\n/y;

/** The tokens of a source text. In PHP only what stands between `<?php` and `?>`. */
export function tokenize(source: string, language: Language): Token[] {
  const cursor: Cursor = { source, language, tokens: [], at: 0, line: 1 };
  if (language === "php") skipToPhp(cursor);
  while (cursor.at < source.length) step(cursor);
  return cursor.tokens;
}

function step(cursor: Cursor): void {
  const { source, at, language } = cursor;
  const character = source.charAt(at);
  SPACE.lastIndex = at;
  const space = SPACE.exec(source)?.[0];
  if (space !== undefined) return advance(cursor, space.length);
  if (skipComment(cursor)) return;
  if (language === "php" && source.startsWith("?>", at)) return skipToPhp(cursor);
  if (character === "'" || character === '"' || (character === "`" && language === "js"))
    return readString(cursor, character);
  if (language === "php" && readMatch(cursor, VARIABLE, "variable")) return;
  if (language === "php" && skipHeredoc(cursor)) return;
  if (language === "js" && character === "/" && regexMayStart(cursor)) return skipRegex(cursor);
  if (readMatch(cursor, language === "js" ? JS_WORD : WORD, "word") || readMatch(cursor, NUMBER, "word")) return;
  readMatch(cursor, MARK, "mark");
}

function push(cursor: Cursor, kind: Token["kind"], value: string): void {
  cursor.tokens.push({ kind, value, line: cursor.line });
}

function advance(cursor: Cursor, count: number): void {
  const end = Math.min(cursor.at + count, cursor.source.length);
  for (let index = cursor.at; index < end; index++) if (cursor.source.charCodeAt(index) === 10) cursor.line++;
  cursor.at = end;
}

function advanceTo(cursor: Cursor, end: number, past: number): void {
  advance(cursor, (end < 0 ? cursor.source.length : end + past) - cursor.at);
}

function readMatch(cursor: Cursor, pattern: RegExp, kind: Token["kind"]): boolean {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.source)?.[0];
  if (found === undefined) return false;
  // A namespace says nothing about a path: `\Illuminate\Support\Facades\File` is `File`.
  push(cursor, kind, kind === "word" ? found.slice(found.lastIndexOf("\\") + 1) : found);
  advance(cursor, found.length);
  return true;
}

function skipToPhp(cursor: Cursor): void {
  const end = cursor.source.indexOf("<?", cursor.at);
  advanceTo(cursor, end, 2);
  if (cursor.source.startsWith("php", cursor.at)) advance(cursor, 3);
  else if (cursor.source.startsWith("=", cursor.at)) advance(cursor, 1);
  if (cursor.tokens.length > 0) push(cursor, "mark", ";");
}

function skipComment(cursor: Cursor): boolean {
  const { source, at, language } = cursor;
  const line =
    source.startsWith("//", at) || (language === "php" && source.charAt(at) === "#" && source.charAt(at + 1) !== "[");
  if (line) {
    const end = source.indexOf("\n", at);
    const close = language === "php" ? source.indexOf("?>", at) : -1;
    if (close >= 0 && (end < 0 || close < end)) advanceTo(cursor, close, 0);
    else advanceTo(cursor, end, 0);
    return true;
  }
  if (!source.startsWith("/*", at)) return false;
  advanceTo(cursor, source.indexOf("*/", at + 2), 2);
  return true;
}

function skipHeredoc(cursor: Cursor): boolean {
  HEREDOC.lastIndex = cursor.at;
  const found = HEREDOC.exec(cursor.source);
  const label = found?.[2];
  if (found === null || label === undefined) return false;
  advance(cursor, found[0].length);
  const rest = new RegExp(`^[ \\t]*${label}\\b`, "m").exec(cursor.source.slice(cursor.at));
  advanceTo(cursor, rest === null ? -1 : cursor.at + rest.index, rest?.[0].length ?? 0);
  push(cursor, "word", "heredoc");
  return true;
}

function regexMayStart(cursor: Cursor): boolean {
  const last = cursor.tokens.at(-1);
  if (last === undefined) return true;
  return last.kind === "mark"
    ? !")]}".includes(last.value)
    : last.kind === "word" && /^(return|typeof|case|in|of)$/.test(last.value);
}

function skipRegex(cursor: Cursor): void {
  let inClass = false;
  let index = cursor.at + 1;
  for (; index < cursor.source.length; index++) {
    const character = cursor.source.charAt(index);
    if (character === "\\") index++;
    else if (character === "\n") break;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) break;
  }
  push(cursor, "word", "regex");
  advance(cursor, index + 1 - cursor.at);
}

/** A string with values inside becomes what it means: pieces joined by the language's own mark. */
function readString(cursor: Cursor, quote: string): void {
  const { source, language } = cursor;
  const joint = language === "php" ? "." : "+";
  let text = "";
  let index = cursor.at + 1;
  const flush = (): void => push(cursor, "text", text);
  while (index < source.length) {
    const character = source.charAt(index);
    if (character === quote) break;
    if (character === "\\") {
      text += unescape(source.charAt(index + 1), quote);
      index += 2;
      continue;
    }
    const hole = holeAt({ source, index, quote, language });
    if (hole === null) {
      text += character;
      index++;
      continue;
    }
    flush();
    text = "";
    push(cursor, "mark", joint);
    push(cursor, hole.value.startsWith("$") ? "variable" : "word", hole.value);
    push(cursor, "mark", joint);
    index += hole.length;
  }
  flush();
  advance(cursor, index + 1 - cursor.at);
}

interface HolePlace {
  readonly source: string;
  readonly index: number;
  readonly quote: string;
  readonly language: Language;
}

function holeAt(place: HolePlace): { readonly value: string; readonly length: number } | null {
  const rest = place.source.slice(place.index, place.index + 400);
  if (place.language === "js") {
    if (place.quote !== "`" || !rest.startsWith("${")) return null;
    const end = rest.indexOf("}");
    const inner = rest.slice(2, Math.max(end, 2)).trim();
    return { value: /^[\w$]+$/.test(inner) ? inner : "hole", length: end < 0 ? rest.length : end + 1 };
  }
  if (place.quote !== '"') return null;
  const braced = /^\{(\$\w+)(->\w+|\[[^\]]*\]|::\w+)*(\(.*?\))?\}/.exec(rest) ?? /^\$\{(\w+)\}/.exec(rest);
  if (braced !== null)
    return { value: braced[2] === undefined ? (braced[1] ?? "hole") : "hole", length: braced[0].length };
  const plain = /^(\$\w+)(->\w+|\[[^\]]*\])?/.exec(rest);
  return plain === null
    ? null
    : { value: plain[2] === undefined ? (plain[1] ?? "hole") : "hole", length: plain[0].length };
}

function unescape(character: string, quote: string): string {
  if (character === "\\" || character === quote || character === "/") return character;
  return `\\${character}`;
}
