/**
 * Where a Django project's settings say that files go. Settings are Python, which is not run here: assignments of texts, `pathlib` and `os.path` are
 * followed (https://docs.djangoproject.com/en/stable/ref/settings/), anything else is unknown and gives no evidence.
 */
import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";
import type { Inventory } from "../core/inventory.ts";
import { parentOf, parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { pythonTokens, type PythonToken } from "./python-tokens.ts";

const SETTINGS = /(^|\/)(settings[\w-]*|settings\/[\w.-]+)\.py$/;
/** Settings of a developer's machine and of tests. */
const NOT_LIVE = /(^|\/)(tests?|local|dev|development|ci)\.py$/;

interface Meaning {
  readonly class: EntryClass;
  readonly kind: EntryKind;
  readonly handling?: Handling;
  readonly database?: true;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ["MEDIA_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["PRIVATE_STORAGE_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["SENDFILE_ROOT", { class: "user", kind: "directory", handling: "link" }],
  ["STATIC_ROOT", { class: "asset", kind: "directory" }],
  ["COMPRESS_ROOT", { class: "asset", kind: "directory" }],
  ["SESSION_FILE_PATH", { class: "runtime", kind: "directory", handling: "link" }],
]);
const DATABASE: Meaning = { class: "user", kind: "file", handling: "link", database: true };

/** What the settings of a Django project say about paths of the app. */
export function pythonClaims(inventory: Inventory): Claim[] {
  return [...inventory.texts].flatMap(([path, text]) =>
    SETTINGS.test(path) && !NOT_LIVE.test(path) ? claimsIn(path, text) : [],
  );
}

function claimsIn(file: RelPath, text: string): Claim[] {
  const tokens = pythonTokens(text);
  const names = new Map<string, string>([["__file__", file]]);
  return tokens.flatMap((token, index): Claim[] => {
    const isSetting = token.kind === "name" && tokens[index + 1]?.text === "=";
    if (!isSetting && !isDatabaseName(tokens, index)) return [];
    const value = expression({ tokens, at: index + 2, names });
    if (value === undefined) return [];
    if (isSetting) names.set(token.text, value);
    const meaning = isSetting ? MEANINGS.get(token.text) : /\.(sqlite3?|db)$/.test(value) ? DATABASE : undefined;
    const path = pathOf(value);
    return meaning === undefined || path === undefined ? [] : [claim(path, meaning, { file, token })];
  });
}

/** `"NAME": ...` in `DATABASES`. */
function isDatabaseName(tokens: readonly PythonToken[], index: number): boolean {
  const token = tokens[index];
  return token?.kind === "text" && token.text === "NAME" && tokens[index + 1]?.text === ":";
}

/** A template of a project spells its own name with blanks in code and without in folders. */
function pathOf(value: string): RelPath | undefined {
  const spelled = value.replace(/\{\{\s*(.*?)\s*\}\}/g, "{{$1}}");
  return parseRel(spelled.replace(/^\.\/|\/+$/g, "").replace(/\/{2,}/g, "/"));
}

function claim(path: RelPath, meaning: Meaning, seen: { readonly file: RelPath; readonly token: PythonToken }): Claim {
  const fact = `The setting ${seen.token.text} names it`;
  return {
    path,
    kind: meaning.kind,
    class: meaning.class,
    evidence: { fact, where: `${seen.file}:${seen.token.line}`, strength: "code" },
    ...(meaning.handling === undefined ? {} : { handling: meaning.handling }),
    ...(meaning.database === true ? { extras: { database: true } } : {}),
  };
}

/** Reads one expression from `at` on; values are paths from the app's root. */
interface Reader {
  readonly tokens: readonly PythonToken[];
  at: number;
  readonly names: ReadonlyMap<string, string>;
}

/** `a / b / c`. */
function expression(reader: Reader): string | undefined {
  let value = term(reader);
  while (value !== undefined && reader.tokens[reader.at]?.text === "/" && reader.tokens[reader.at]?.kind === "mark") {
    reader.at++;
    const next = term(reader);
    value = next === undefined ? undefined : `${value}/${next}`;
  }
  return value;
}

function term(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at++];
  let value: string | undefined;
  if (token === undefined) return undefined;
  if (token.kind === "text") value = token.text;
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
]);

/** What a call makes of its arguments, given as values (a keyword's value last). */
function called(name: string, given: readonly (string | undefined)[]): string | undefined {
  if (name === "os.path.join") return joined(given);
  if (name === "os.path.dirname") return given[0] === undefined ? undefined : above(given[0]);
  if (PASSED.has(name)) return given[0];
  // `env("X", default=...)`, `os.environ.get("X", ...)`, `config("X", ...)`: what applies when nothing is set.
  return /(^|\.)(env|get|getenv|config|path)$/.test(name) && given.length > 1 ? given.at(-1) : undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : parts.join("/");
}

/** `f"{BASE_DIR}/media"`. */
function filled(template: string, reader: Reader): string | undefined {
  let isKnown = true;
  const text = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = reader.names.get(name);
    isKnown = isKnown && value !== undefined;
    return value ?? "";
  });
  return isKnown ? text : undefined;
}

/** The values between the bracket at `at` and the one that closes it. */
function inBrackets(reader: Reader): (string | undefined)[] {
  const values: (string | undefined)[] = [];
  const end = closing(reader.tokens, reader.at);
  reader.at++;
  while (reader.at < end) {
    const isKeyword = reader.tokens[reader.at]?.kind === "name" && reader.tokens[reader.at + 1]?.text === "=";
    const isDefault = isKeyword && reader.tokens[reader.at]?.text === "default";
    if (isKeyword) reader.at += 2;
    const value = expression(reader);
    if (!isKeyword || isDefault) values.push(value);
    // Whatever was not understood of this argument is passed over.
    while (reader.at < end && !isMark(reader, ",")) reader.at++;
    reader.at++;
  }
  reader.at = end + 1;
  return values;
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
