/**
 * What an expression of Python's comes to where it is a path: texts, `pathlib` and `os.path` are followed, as paths from the application's root. Python is not run
 * here; a part that is not known is marked as such, and nothing is made of what begins with one.
 */
import { parentOf, parseRel, type RelPath } from "../core/path.ts";
import type { PythonToken } from "./python-tokens.ts";

/** Stands for a part that is not known; no path holds it. */
const UNKNOWN = "\0";

/** False for a value of which only the beginning is known. */
export function isWhole(value: string): boolean {
  return !value.includes(UNKNOWN);
}

/** The folder up to which a value is known, and whether it goes on (`os.path.join("uploads", name)`); undefined for one that names none. */
export function knownPart(value: string): { readonly text: string; readonly open: boolean } | undefined {
  const end = value.indexOf(UNKNOWN);
  if (end < 0) return { text: value, open: false };
  const text = value.slice(0, value.lastIndexOf("/", end) + 1);
  return text === "" ? undefined : { text, open: true };
}

/** A template of a project spells its own name with blanks in code and without in folders. */
export function pathOf(value: string): RelPath | undefined {
  const spelled = value.replace(/\{\{\s*(.*?)\s*\}\}/g, "{{$1}}");
  return parseRel(spelled.replace(/^\.\/|\/+$/g, "").replace(/\/{2,}/g, "/"));
}

/** Where an expression begins, and what the names in it are known to hold; values are paths from the app's root. */
export interface Position {
  readonly tokens: readonly PythonToken[];
  readonly at: number;
  readonly names: ReadonlyMap<string, string>;
}

/** An expression that says where files go is no longer, and its brackets are no deeper: what a file that is made to take for ever costs stays in proportion to it. */
const REACH = 120;
const DEEPEST = 8;
/** A longer path is none. */
const LONGEST = 1000;

/** The value of the expression at a position; undefined where its beginning is not known. */
export function valueAt(position: Position): string | undefined {
  return expression(readerAt(position));
}

/** The values of the arguments in the bracket at a position. */
export function argumentsAt(position: Position): readonly (string | undefined)[] {
  return inBrackets(readerAt(position));
}

/** Reads on from `at`. */
interface Reader {
  readonly tokens: readonly PythonToken[];
  at: number;
  depth: number;
  readonly names: ReadonlyMap<string, string>;
}

function readerAt({ tokens, at, names }: Position): Reader {
  return { tokens: tokens.slice(at, at + REACH), at: 0, depth: 0, names };
}

function bounded(value: string): string | undefined {
  return value.length > LONGEST ? undefined : value;
}

/** `a or b`: what applies when nothing is set. */
function expression(reader: Reader): string | undefined {
  let value = sum(reader);
  while (reader.tokens[reader.at]?.kind === "name" && reader.tokens[reader.at]?.text === "or") {
    reader.at++;
    value = sum(reader) ?? value;
  }
  return value;
}

/** `a / b / c` of paths, `a + b` of texts. */
function sum(reader: Reader): string | undefined {
  let value = term(reader);
  for (let mark = joint(reader); mark !== undefined; mark = joint(reader)) {
    reader.at++;
    const next = term(reader) ?? UNKNOWN;
    if (value !== undefined) value = bounded(mark === "/" ? `${value}/${next}` : `${value}${next}`);
  }
  return value;
}

function joint({ tokens, at }: Reader): string | undefined {
  const token = tokens[at];
  return token?.kind === "mark" && (token.text === "/" || token.text === "+") ? token.text : undefined;
}

function term(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at++];
  let value: string | undefined;
  if (token === undefined) return undefined;
  if (token.kind === "text") value = bounded(token.text);
  else if (token.kind === "template") value = filled(token.text, reader);
  else if (token.kind === "name")
    value = isMark(reader, "(") ? calledOrMember(token.text, reader) : named(token.text, reader);
  else if (token.text === "(") {
    reader.at--;
    value = inBrackets(reader)[0];
  }
  return withMembers(value, reader);
}

/** `ROOT.joinpath("a")` is a member of what the name holds, `os.path.join(...)` a function. */
function calledOrMember(name: string, reader: Reader): string | undefined {
  const dot = name.lastIndexOf(".");
  const holder = dot < 0 ? undefined : named(name.slice(0, dot), reader);
  const given = inBrackets(reader);
  return holder === undefined ? called(name, given) : memberOf(holder, name.slice(dot + 1), given);
}

/** `x.parent`, `x.parents[1]`, `x.resolve()`, `x.joinpath("a")`; a name brings its members along. */
function named(name: string, reader: Reader): string | undefined {
  const known = reader.names.get(name);
  if (known !== undefined) return known;
  const [first = "", ...members] = name.split(".");
  return members.reduce<string | undefined>(
    (value, member) => (value !== undefined && member === "parent" ? above(value) : undefined),
    reader.names.get(first),
  );
}

function withMembers(start: string | undefined, reader: Reader): string | undefined {
  let value = start;
  while (isMark(reader, ".")) {
    const member = reader.tokens[reader.at + 1]?.text ?? "";
    reader.at += 2;
    const given = isMark(reader, "(") ? inBrackets(reader) : isMark(reader, "[") ? [indexIn(reader)] : [];
    const steps = member.split(".");
    value = steps.reduce<string | undefined>(
      (reached, step, index) =>
        reached === undefined ? undefined : memberOf(reached, step, index === steps.length - 1 ? given : []),
      value,
    );
  }
  return value;
}

function memberOf(value: string, member: string, given: readonly (string | undefined)[]): string | undefined {
  if (member === "resolve" || member === "absolute" || member === "as_posix" || member === "expanduser") return value;
  if (member === "parent") return above(value);
  if (member === "joinpath") return joined([value, ...given]);
  if (member !== "parents") return undefined;
  let reached: string | undefined = value;
  for (let step = 0; reached !== undefined && step <= Number(given[0] ?? Number.NaN); step++) reached = above(reached);
  return reached;
}

/** The folder around a path; the app's root is `.`, and what is above it is not known. */
function above(path: string): string | undefined {
  if (path === ".") return undefined;
  return path.includes("/") ? parentOf(path as RelPath) : ".";
}

const PASSED = new Set([
  "str",
  "Path",
  "pathlib.Path",
  "os.fspath",
  "os.path.abspath",
  "os.path.realpath",
  "os.path.normpath",
  "root",
  // Pydantic's (https://docs.pydantic.dev/latest/concepts/fields/).
  "Field",
]);

/** What a call makes of its arguments, given as values (a keyword's value last). */
function called(name: string, given: readonly (string | undefined)[]): string | undefined {
  if (name === "os.path.join") return joined(given);
  if (/^(os\.getcwd|(pathlib\.)?Path\.cwd)$/.test(name)) return ".";
  if (name === "os.path.dirname") return given[0] === undefined ? undefined : above(given[0]);
  if (PASSED.has(name)) return given[0];
  // `env("X", default=...)`, `os.environ.get("X", ...)`, `config("X", ...)`: what applies when nothing is set.
  return /(^|\.)(env|get|getenv|config|path)$/.test(name) && given.length > 1 ? given.at(-1) : undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts[0] === undefined ? undefined : bounded(parts.map((part) => part ?? UNKNOWN).join("/"));
}

/** `f"{BASE_DIR}/media"`. */
function filled(template: string, reader: Reader): string | undefined {
  if (template.length > LONGEST) return undefined;
  const text = template.replace(/\{([^{}]*)\}/g, (_whole, name: string) => reader.names.get(name) ?? UNKNOWN);
  return text.startsWith(UNKNOWN) ? undefined : bounded(text);
}

/** The values between the bracket at `at` and the one that closes it. */
function inBrackets(reader: Reader): (string | undefined)[] {
  const values: (string | undefined)[] = [];
  const end = closing(reader.tokens, reader.at);
  reader.at++;
  reader.depth++;
  while (reader.at < end && reader.depth <= DEEPEST) {
    const keyword = keywordAt(reader);
    if (keyword !== undefined) reader.at += 2;
    const value = expression(reader);
    if (keyword === undefined || keyword === "default") values.push(value);
    // Whatever was not understood of this argument is passed over.
    while (reader.at < end && !isMark(reader, ",")) reader.at++;
    reader.at++;
  }
  reader.depth--;
  reader.at = end + 1;
  return values;
}

/** `name=` before a value. */
function keywordAt({ tokens, at }: Reader): string | undefined {
  return tokens[at]?.kind === "name" && tokens[at + 1]?.text === "=" ? tokens[at]?.text : undefined;
}

function indexIn(reader: Reader): string | undefined {
  const index = reader.tokens[reader.at + 1]?.text;
  reader.at = closing(reader.tokens, reader.at) + 1;
  return index;
}

function closing(tokens: readonly PythonToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== "mark") continue;
    if ("([{".includes(token.text)) depth++;
    else if (")]}".includes(token.text) && --depth === 0) return index;
  }
  return tokens.length;
}

function isMark(reader: Reader, mark: string): boolean {
  const token = reader.tokens[reader.at];
  return token?.kind === "mark" && token.text === mark;
}
