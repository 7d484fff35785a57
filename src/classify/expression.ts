/**
 * What path an expression of the code spells, as far as the text tells: literals, constants, variables assigned in the same
 * file, and the functions that frameworks make paths with.
 */
import { parentOf } from "../core/path.ts";
import { closingOf } from "./brackets.ts";
import { above, anchored, append, joinAll, literal, type PathValue, sealed } from "./path-value.ts";
import {
  argumentsOf,
  type Assigned,
  firstChoice,
  lastChoice,
  type SourceFile,
  splitStretch,
  type Stretch,
} from "./stretch.ts";

/** What is known beyond one file. */
export interface CodeWorld {
  readonly webRoot: string;
  /** Where the framework's own path functions lead (`public_path` to `public`). */
  readonly folders: ReadonlyMap<string, string>;
  /** Constants by name, from any file. */
  readonly constants: ReadonlyMap<string, { readonly file: SourceFile; readonly value: Assigned }>;
  /** Texts of settings by `file.key`. */
  readonly setting: (name: string) => { readonly file: SourceFile; readonly value: Assigned } | undefined;
}

const DEEPEST = 8;
/** No path takes more tokens than this to spell. */
const LONGEST = 500;
/** Nor more looks at expressions: variables that are made of each other could otherwise go on for ever. */
const MOST_STEPS = 2_000;
let stepsTaken = 0;

/** Evaluates a stretch; undefined when it starts with something unknown. */
export function evaluate(stretch: Stretch, world: CodeWorld, depth = 0): PathValue | undefined {
  if (isBeyondReason(stretch, depth)) return undefined;
  const choice = lastChoice(stretch);
  if (choice !== undefined)
    return evaluate({ ...stretch, from: choice }, world, depth + 1) ?? evaluate(firstChoice(stretch), world, depth + 1);
  let value: PathValue | undefined;
  for (const piece of splitStretch(stretch, stretch.file.language === "php" ? "." : "+")) {
    const next = evaluatePiece(piece, world, depth + 1);
    if (next === undefined) return value === undefined ? undefined : { ...value, open: true };
    value = value === undefined ? next : append(value, next);
    if (value.open) return value;
  }
  return value;
}

function isBeyondReason({ from, to }: Stretch, depth: number): boolean {
  stepsTaken = depth === 0 ? 0 : stepsTaken + 1;
  return depth > DEEPEST || to <= from || to - from > LONGEST || stepsTaken > MOST_STEPS;
}

function evaluatePiece(piece: Stretch, world: CodeWorld, depth: number): PathValue | undefined {
  const { tokens } = piece.file;
  const first = tokens[piece.from];
  const length = piece.to - piece.from;
  if (first === undefined) return undefined;
  if (first.kind === "text") return length === 1 ? literal(first.value) : undefined;
  if (first.value === "(")
    return evaluate({ ...piece, from: piece.from + 1, to: closingOf(tokens, piece.from) - 1 }, world, depth);
  if (first.value === "await" || first.value === "new")
    return evaluatePiece({ ...piece, from: piece.from + 1 }, world, depth);
  if (first.kind === "variable" && first.value === "$_SERVER" && tokens[piece.from + 2]?.value === "DOCUMENT_ROOT")
    return anchored(world.webRoot);
  const call = callIn(piece);
  if (call !== undefined) return evaluateCall(call, piece, { world, depth });
  return evaluateName(piece, world, depth);
}

/** A call that is the whole piece; the name is the last one before its bracket (`path.join`, `File::path`, `$this->dir`). */
function callIn(piece: Stretch): { readonly name: string; readonly open: number } | undefined {
  const { tokens } = piece.file;
  if (tokens[piece.to - 1]?.value !== ")") return undefined;
  for (let index = piece.from; index < piece.to; index++) {
    const token = tokens[index];
    if (token?.value !== "(" || token.kind !== "mark") continue;
    if (closingOf(tokens, index) !== piece.to) return undefined;
    const name = tokens[index - 1];
    return name?.kind === "word" && index > piece.from ? { name: name.value, open: index } : undefined;
  }
  return undefined;
}

/** A call whose arguments are read when they are needed. */
interface Call {
  readonly name: string;
  readonly values: readonly (() => PathValue | undefined)[];
  readonly arguments: readonly Stretch[];
  readonly world: CodeWorld;
  readonly depth: number;
  /** PHP starts in the folder of the script that was asked for, which is not known here. */
  readonly isPhp: boolean;
}

type CallReader = (call: Call) => PathValue | undefined;

const pass =
  (argument: number): CallReader =>
  (call) =>
    call.values[argument]?.();
const startHere: CallReader = () => anchored("");

const CALLS: ReadonlyMap<string, CallReader> = new Map([
  ...[
    "rtrim",
    "trim",
    "ltrim",
    "realpath",
    "normalize",
    "strtolower",
    "fileURLToPath",
    "wp_normalize_path",
    "String",
    "strval",
  ].map((name): [string, CallReader] => [name, pass(0)]),
  ["str_replace", pass(2)],
  ["env", pass(1)],
  ["cwd", startHere],
  ["getcwd", (call) => (call.isPhp ? literal("./") : anchored(""))],
  ["join", (call) => joinAll(call.values)],
  ["resolve", (call) => joinAll(call.values)],
  ["URL", readUrl],
  ["dirname", readDirname],
  ["config", readSetting],
]);

function evaluateCall(
  found: { readonly name: string; readonly open: number },
  piece: Stretch,
  context: { readonly world: CodeWorld; readonly depth: number },
): PathValue | undefined {
  const parts = argumentsOf(piece.file, found.open);
  const values = parts.map((argument) => () => evaluate(argument, context.world, context.depth + 1));
  const folder = piece.file.language === "php" ? context.world.folders.get(found.name) : undefined;
  if (folder !== undefined) return inFolder(folder, values);
  return CALLS.get(found.name)?.({
    name: found.name,
    values,
    arguments: parts,
    isPhp: piece.file.language === "php",
    ...context,
  });
}

/** `new URL("../x", import.meta.url)` starts from the folder of the file that it is given. */
function readUrl(call: Call): PathValue | undefined {
  const base = call.values[1]?.();
  return base === undefined ? undefined : joinAll([() => above(base, 1), ...call.values.slice(0, 1)]);
}

function readDirname(call: Call): PathValue | undefined {
  const value = call.values[0]?.();
  const second = call.arguments[1];
  const levels = second === undefined ? 1 : Number(second.file.tokens[second.from]?.value);
  return value === undefined ? undefined : above(value, Number.isInteger(levels) ? levels : 1);
}

function readSetting(call: Call): PathValue | undefined {
  const first = call.arguments[0];
  const name = first === undefined ? undefined : first.file.tokens[first.from];
  const found = name?.kind === "text" ? call.world.setting(name.value) : undefined;
  if (found === undefined) return call.values[1]?.();
  return evaluate({ file: found.file, from: found.value.at, to: found.value.end }, call.world, call.depth + 1);
}

function inFolder(folder: string, values: Call["values"]): PathValue {
  const value = values[0]?.();
  if (value === undefined) return { ...anchored(folder), open: values.length > 0 };
  const text = value.anchored ? value.text : `${folder}/${value.text}`;
  return { anchored: true, text, open: value.open, whole: !value.open || value.whole };
}

/** Names that mean a place or a separator in every file. */
const NAMES: ReadonlyMap<string, (file: SourceFile, world: CodeWorld) => PathValue> = new Map([
  ...["__DIR__", "__dirname", "import.meta.dirname"].map(
    (name) => [name, (file: SourceFile) => anchored(parentOf(file.path))] as const,
  ),
  ...["__FILE__", "__filename", "import.meta.filename", "import.meta.url"].map(
    (name) => [name, (file: SourceFile) => anchored(file.path)] as const,
  ),
  ...["DIRECTORY_SEPARATOR", "DS", "path.sep", "sep"].map((name) => [name, () => literal("/")] as const),
  ...["ROOTPATH", "ABSPATH"].map((name) => [name, () => anchored("/")] as const),
  ["WRITEPATH", () => anchored("writable/")] as const,
  ["FCPATH", (_file: SourceFile, world: CodeWorld) => anchored(`${world.webRoot}/`)] as const,
]);

function evaluateName(piece: Stretch, world: CodeWorld, depth: number): PathValue | undefined {
  const { file } = piece;
  if (file.tokens[piece.to - 1]?.kind === "mark") return undefined;
  const names = file.tokens.slice(piece.from, piece.to).filter((token) => token.kind !== "mark");
  const last = names.at(-1)?.value ?? "";
  const known = NAMES.get(names.map((token) => token.value).join("."));
  if (known !== undefined) return known(file, world);
  const value = nearest(file.values.get(last) ?? file.values.get(`$${last}`), piece.from);
  if (value !== undefined) return sealed(evaluate({ file, from: value.at, to: value.end }, world, depth + 1));
  return names[0]?.kind === "variable"
    ? undefined
    : evaluateConstant(
        names.map((token) => token.value),
        world,
        depth,
      );
}

/** `Class::NAME` is that class's where it is known, and otherwise whoever's is called so. */
function evaluateConstant(names: readonly string[], world: CodeWorld, depth: number): PathValue | undefined {
  const [holder = "", name = holder] = names.slice(-2);
  const framework = world.folders.get(name);
  if (framework !== undefined && name === "APPPATH") return anchored(`${framework}/`);
  const constant = world.constants.get(`${holder}::${name}`) ?? world.constants.get(name);
  const value =
    constant === undefined
      ? undefined
      : evaluate({ file: constant.file, from: constant.value.at, to: constant.value.end }, world, depth + 1);
  // How a script finds its own root is often more than can be followed; that it does, its name says.
  return sealed(value ?? (ROOT.test(name) ? anchored("/") : undefined));
}

/** `ROOT_PATH`, `BASEDIR`, `GSROOTPATH`, `DOC_ROOT`. */
const ROOT = /^([A-Z]\w*)?(ROOT|BASE|ABS)_?(PATH|DIR|FOLDER|DIRECTORY)$|^([A-Z]+_)?(DOC(UMENT)?|SITE|APP|WEB)_?ROOT$/;

/** The last assignment before the use, else the first one in the file (a property is often used above its declaration). */
function nearest(values: readonly Assigned[] | undefined, use: number): Assigned | undefined {
  return values?.findLast((value) => value.end <= use) ?? values?.find((value) => value.at > use);
}
