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
  SPACE.lastIndex = cursor.at;
  const space = SPACE.exec(cursor.source)?.[0];
  if (space !== undefined) advance(cursor, space.length);
  else if (!skipComment(cursor) && !(cursor.language === "php" ? readPhp(cursor) : readJs(cursor)))
    readMatch(cursor, MARK, "mark");
}

function readPhp(cursor: Cursor): boolean {
  const character = cursor.source.charAt(cursor.at);
  if (character === "?" && cursor.source.startsWith("?>", cursor.at)) skipToPhp(cursor);
  else if (character === "'" || character === '"') readString(cursor, character);
  else
    return (
      readMatch(cursor, VARIABLE, "variable") ||
      skipHeredoc(cursor) ||
      readMatch(cursor, WORD, "word") ||
      readMatch(cursor, NUMBER, "word")
    );
  return true;
}

function readJs(cursor: Cursor): boolean {
  const character = cursor.source.charAt(cursor.at);
  if (character === "'" || character === '"' || character === "`") readString(cursor, character);
  else if (character === "/" && regexMayStart(cursor)) skipRegex(cursor);
  else return readMatch(cursor, JS_WORD, "word") || readMatch(cursor, NUMBER, "word");
  return true;
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
    // Only in this line: a file of remarks would otherwise be searched to its end for each.
    const close = language === "php" ? source.slice(at, end < 0 ? source.length : end).indexOf("?>") : -1;
    if (close >= 0) advanceTo(cursor, at + close, 0);
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
  const holes = language === "php" ? quote === '"' : quote === "`";
  let text = "";
  let index = cursor.at + 1;
  while (index < source.length && source.charAt(index) !== quote) {
    const character = source.charAt(index);
    const hole = holes && (character === "$" || character === "{") ? holeAt(cursor, index) : null;
    if (character === "\\") {
      text += unescape(source.charAt(index + 1), quote);
      index += 2;
    } else if (hole === null) {
      text += character;
      index++;
    } else {
      push(cursor, "text", text);
      text = "";
      pushHole(cursor, hole.inner);
      index += hole.length;
    }
  }
  push(cursor, "text", text);
  advance(cursor, index + 1 - cursor.at);
}

interface Hole {
  readonly inner: string;
  readonly length: number;
}

const PHP_HOLE = /\{(\$[^{}]*)\}|\$\{(\w+)\}|(\$\w+(?:->\w+|\[[^\]]{0,200}\])?)/y;
const JS_HOLE = /\$\{((?:[^{}]|\{[^{}]*\})*)\}/y;

/** The value that stands at a place inside a string; null where none does. */
function holeAt(cursor: Cursor, index: number): Hole | null {
  const pattern = cursor.language === "php" ? PHP_HOLE : JS_HOLE;
  pattern.lastIndex = index;
  const found = pattern.exec(cursor.source);
  if (found === null) return null;
  const inner = found[1] ?? (found[2] === undefined ? found[3] : `$${found[2]}`) ?? "";
  return { inner, length: found[0].length };
}

function pushHole(cursor: Cursor, inner: string): void {
  const joint = cursor.language === "php" ? "." : "+";
  push(cursor, "mark", joint);
  push(cursor, "mark", "(");
  for (const token of expressionTokens(inner, cursor.language)) push(cursor, token.kind, token.value);
  push(cursor, "mark", ")");
  push(cursor, "mark", joint);
}

function expressionTokens(source: string, language: Language): Token[] {
  const cursor: Cursor = { source, language, tokens: [], at: 0, line: 1 };
  while (cursor.at < source.length) step(cursor);
  return cursor.tokens;
}

function unescape(character: string, quote: string): string {
  if (character === "\\" || character === quote || character === "/") return character;
  return `\\${character}`;
}
