/**
 * Where the Python code of a web application writes: folders that its settings name (`UPLOAD_FOLDER`, `data_dir`), calls that make files and folders, and files of SQLite
 * (https://flask.palletsprojects.com/en/stable/patterns/fileuploads/, https://docs.sqlalchemy.org/en/20/dialects/sqlite.html).
 */
import type { Inventory } from "../core/inventory.ts";
import { ancestorsOf, join, type RelPath, segmentsOf } from "../core/path.ts";
import { contentsOf } from "./contents.ts";
import { isIgnored } from "./ignored.ts";
import { pythonTokens, type PythonToken } from "./python-tokens.ts";
import { argumentsAt, isWhole, knownPart, type Position, valueAt } from "./python-values.ts";
import type { Write } from "./writes.ts";

/** What stands beside the code of an application that is installed by itself. */
const MANIFESTS = ["requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "manage.py"];
/** What developers run, and what runs once. */
const TOOLING =
  /(^|\/)(scripts?|tools?|tests?|testing|docs?|examples?|bench(marks?)?|migrations?|alembic|management|notebooks?|\.\w+|e2e|ci|contrib)\/|(^|\/)(setup|conftest|fabfile|noxfile|tasks|test_\w+|\w+_test|gunicorn[\w.]*|local|dev|development|ci|tests?)\.py$/;
/** Settings that mean what people bring. */
const UPLOADS =
  /(^|_)(uploads?|uploaded|media|attachments?|avatars?|user_?files)_?(\w+_)?(dir|directory|folder|path|root|dest|location)s?$/i;
/** Settings that as often mean what ships, so that what stands there must not. */
const KEPT = /[a-z]_?(dir|directory|folder|root|dest)$/i;
/** And settings that mean something else. */
const OTHER =
  /static|templates?|test|fixture|migration|model|cache|te?mp|source|src|base|url|build|dist|front|public|bin$|lib|locale|translation|package|root_path|home|cwd|work|current|script|sys_?path|project|module|docs?_|webhook|api_|route|endpoint/i;
const SQLITE = /^sqlite(?:\+\w+)?:\/\/\//;
const DATABASE = /\.(db|sqlite3?|s3db)$/i;

/** A call, the argument that says where, and what is written there. */
type Call = Pick<Write, "names" | "class"> & { readonly argument: number };
const CALLS = new Map<string, Call>([
  ["makedirs", { argument: 0, names: "folder", class: "user" }],
  ["os.mkdir", { argument: 0, names: "folder", class: "user" }],
  ["shutil.copy", { argument: 1, names: "file", class: "user" }],
  ["shutil.copyfile", { argument: 1, names: "file", class: "user" }],
  ["shutil.move", { argument: 1, names: "file", class: "user" }],
  ["save", { argument: 0, names: "file", class: "user" }],
  ["extractall", { argument: 0, names: "folder", class: "user" }],
  ["connect", { argument: 0, names: "database", class: "user" }],
]);
/** What a path does to itself. */
const METHODS = new Map<string, Pick<Write, "names" | "class">>([
  ["mkdir", { names: "folder", class: "user" }],
  ["write_text", { names: "file", class: "runtime" }],
  ["write_bytes", { names: "file", class: "user" }],
]);

/** Every place that the Python of an inventory writes to; nothing where no Python application stands. */
export function pythonWrites(inventory: Inventory): Write[] {
  return [...inventory.texts].flatMap(([path, text]) => {
    const home = path.endsWith(".py") && !TOOLING.test(path) ? homeOf(path, inventory) : undefined;
    return home === undefined ? [] : writesOf({ path, home, inventory }, text);
  });
}

interface PythonFile {
  readonly path: RelPath;
  /** Where it is run: the folder that its application stands in. */
  readonly home: RelPath | "";
  readonly inventory: Inventory;
}

function homeOf(path: RelPath, { nodes }: Inventory): RelPath | "" | undefined {
  return [...ancestorsOf(path).reverse(), "" as const].find((folder) =>
    MANIFESTS.some((name) => nodes.has(join(folder, name))),
  );
}

function writesOf(file: PythonFile, text: string): Write[] {
  const tokens = pythonTokens(text);
  const names = new Map<string, string>([["__file__", file.path]]);
  return tokens.flatMap((token, index): Write[] => {
    const position = { tokens, at: index, names };
    const found = [...bySetting(position), ...byCall(position), ...byAddress(position)];
    return found.flatMap((seen) => placed(seen, token.line, file));
  });
}

/** What was read before it is a path of the app. */
type Seen = Pick<Write, "names" | "class" | "verb" | "doubtful" | "setting"> & { readonly value: string };

/** `UPLOAD_FOLDER = ...`, `data_dir: str = ...`, `app.config["UPLOAD_FOLDER"] = ...`, `"upload_dir": ...`; what it comes to is known from here on. */
function bySetting({ tokens, at, names }: Position & { names: Map<string, string> }): Seen[] {
  const token = tokens[at];
  const start = token === undefined ? undefined : valueStart(tokens, at);
  if (token === undefined || start === undefined) return [];
  const value = valueAt({ tokens, at: start, names });
  if (value === undefined) return [];
  if (token.kind === "name") names.set(token.text, value);
  const key = token.text.slice(token.text.lastIndexOf(".") + 1);
  if (OTHER.test(key)) return [];
  const seen = { value, names: "folder", class: "user", verb: key, setting: true } as const;
  if (UPLOADS.test(key)) return [{ ...seen, doubtful: false }];
  return KEPT.test(key) ? [{ ...seen, doubtful: true }] : [];
}

function valueStart(tokens: readonly PythonToken[], at: number): number | undefined {
  const token = tokens[at];
  const mark = (index: number): string => (tokens[index]?.kind === "mark" ? (tokens[index]?.text ?? "") : "");
  if (token?.kind === "text") {
    if (mark(at + 1) === ":") return at + 2;
    return mark(at + 1) === "]" && mark(at + 2) === "=" && mark(at + 3) !== "=" ? at + 3 : undefined;
  }
  if (token?.kind !== "name") return undefined;
  if (mark(at + 1) === "=") return mark(at + 2) === "=" ? undefined : at + 2;
  return mark(at + 1) === ":" ? annotated(tokens, at) : undefined;
}

/** A type is short, and on the same line. */
const LONGEST_TYPE = 12;

function annotated(tokens: readonly PythonToken[], at: number): number | undefined {
  for (let index = at + 2; index < at + LONGEST_TYPE; index++) {
    const token = tokens[index];
    if (token === undefined || token.line !== tokens[at]?.line) return undefined;
    if (token.kind === "mark" && token.text === "=") return index + 1;
  }
  return undefined;
}

function byCall({ tokens, at, names }: Position): Seen[] {
  const token = tokens[at];
  const opening = tokens[at + 1];
  if (token?.kind !== "name" || opening?.kind !== "mark" || opening.text !== "(") return [];
  const dot = token.text.lastIndexOf(".");
  const verb = token.text.slice(dot + 1);
  const method = METHODS.get(verb);
  const holder = names.get(token.text.slice(0, Math.max(0, dot)));
  if (method !== undefined && holder !== undefined) return [{ ...method, value: holder, verb, doubtful: true }];
  const given = argumentsAt({ tokens, at: at + 1, names });
  return verb === "open" ? byOpen(given) : byArgument(token.text, verb, given);
}

function byArgument(name: string, verb: string, given: readonly (string | undefined)[]): Seen[] {
  const call = CALLS.get(name) ?? (isForeign(name) ? undefined : CALLS.get(verb));
  const value = call === undefined ? undefined : given[call.argument];
  return call === undefined || value === undefined
    ? []
    : [{ names: call.names, class: call.class, value, verb, doubtful: true }];
}

/** What is saved or moved elsewhere than on this disk. */
function isForeign(name: string): boolean {
  return /^(s3|boto|bucket|client|redis|cache|session|db|model|request)\b/i.test(name);
}

function byOpen([value, mode]: readonly (string | undefined)[]): Seen[] {
  if (value === undefined || mode === undefined || !/^[wax][bt+]{0,2}$/.test(mode)) return [];
  // What is written byte by byte was brought by somebody.
  return [{ value, names: "file", class: mode.includes("b") ? "user" : "runtime", verb: "open", doubtful: true }];
}

/** `sqlite:///data/app.db`, also put together. */
function byAddress({ tokens, at, names }: Position): Seen[] {
  const token = tokens[at];
  if (token === undefined || !(token.kind === "text" || token.kind === "template") || !SQLITE.test(token.text))
    return [];
  const value = valueAt({ tokens, at, names })?.replace(SQLITE, "");
  if (value === undefined) return [];
  return [{ value, names: "database", class: "user", verb: "sqlite", doubtful: false }];
}

function placed(seen: Seen, line: number, file: PythonFile): Write[] {
  const known = knownPart(seen.value);
  const plain = known?.text.replace(/^(\.\/)+/, "") ?? "";
  if (known === undefined || NO_PLACE.test(plain) || !mayBe(seen, plain)) return [];
  const text = inHome(plain, file);
  const isFolder = seen.names === "folder" || known.open;
  const around = isFolder ? text.replace(/\/+$/, "") : text.slice(0, Math.max(0, text.lastIndexOf("/")));
  if (seen.doubtful && seen.names !== "database" && ships(around as RelPath, file)) return [];
  const { value: _spelled, ...rest } = seen;
  const value = { anchored: true, text, open: known.open, whole: true };
  return [{ ...rest, value, doubtful: false, file: { path: file.path, language: "python" }, line }];
}

/** Nothing, a place outside of the app, an address of a page or a module, documents of the code, a function's name (`core.uploads.path`). */
const NO_PLACE = /^$|^\/|:|^(api|docs?)(\/|$)|^[a-z_]\w*(\.[a-z_]\w*){2,}$/i;

/** A database has its ending; a bare name beside the program is its own output. */
function mayBe({ names, value }: Seen, text: string): boolean {
  if (names === "database") return isWhole(value) && DATABASE.test(text);
  return names === "folder" || text.includes("/");
}

/** Relative to where it is run, unless it stands at the top or begins with the file's own folder. */
function inHome(text: string, { home, inventory }: PythonFile): string {
  const first = segmentsOf(text)[0] ?? "";
  const isFromTop = home === "" || text === home || text.startsWith(`${home}/`);
  return isFromTop || (inventory.nodes.has(first as RelPath) && !inventory.nodes.has(join(home, first)))
    ? text
    : `${home}/${text}`;
}

/** True for a folder with files in it that come with the code. */
function ships(folder: RelPath, { inventory }: PythonFile): boolean {
  const { files, placeholders } = contentsOf(inventory, folder);
  return files > placeholders && isIgnored(inventory, join(folder, "x"), "file") !== true;
}
