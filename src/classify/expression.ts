/**
 * What path an expression of the code spells, as far as the text tells: literals, constants, variables assigned in the same
 * file, and the functions that frameworks make paths with.
 */
import type { RelPath } from "../core/path.ts";
import { parentOf } from "../core/path.ts";
import type { Language, Token } from "./tokens.ts";

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

/** Evaluates a stretch; undefined when it starts with something unknown. */
export function evaluate(stretch: Stretch, world: CodeWorld, depth = 0): PathValue | undefined {
  if (depth > DEEPEST || stretch.to <= stretch.from) return undefined;
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

interface CallContext {
  readonly world: CodeWorld;
  readonly depth: number;
}

const PASSING = new Set([
  "rtrim",
  "trim",
  "ltrim",
  "realpath",
  "normalize",
  "str_replace",
  "strtolower",
  "fileURLToPath",
  "normalize_path",
  "wp_normalize_path",
  "String",
  "strval",
]);
const JOINING = new Set(["join", "resolve", "URL"]);

function evaluateCall(
  call: { readonly name: string; readonly open: number },
  piece: Stretch,
  context: CallContext,
): PathValue | undefined {
  const { world, depth } = context;
  const values = argumentsOf(piece.file, call.open).map((argument) => () => evaluate(argument, world, depth + 1));
  const folder = piece.file.language === "php" ? world.folders.get(call.name) : undefined;
  if (folder !== undefined) return inFolder(folder, values);
  if (JOINING.has(call.name)) return joinAll(call.name === "URL" ? [...values].reverse() : values);
  if (PASSING.has(call.name)) return (call.name === "str_replace" ? values[2] : values[0])?.();
  switch (call.name) {
    case "cwd":
    case "getcwd":
      return anchored("");
    case "dirname": {
      const value = values[0]?.();
      const steps = Number(piece.file.tokens[piece.to - 2]?.value);
      return value === undefined ? undefined : above(value, Number.isInteger(steps) && values.length === 2 ? steps : 1);
    }
    case "env":
      return values[1]?.();
    case "config": {
      const name = piece.file.tokens[call.open + 1];
      const found = name?.kind === "text" ? world.setting(name.value) : undefined;
      return found === undefined
        ? values[1]?.()
        : evaluate({ file: found.file, from: found.value.at, to: found.value.end }, world, depth + 1);
    }
    default:
      return undefined;
  }
}

function inFolder(folder: string, values: readonly (() => PathValue | undefined)[]): PathValue {
  if (values.length === 0) return anchored(folder);
  const value = values[0]?.();
  if (value === undefined) return { ...anchored(folder), open: true };
  const text = value.anchored ? value.text : `${folder}/${value.text}`;
  return { anchored: true, text, open: value.open, whole: !value.open || value.whole };
}

function evaluateName(piece: Stretch, world: CodeWorld, depth: number): PathValue | undefined {
  const { tokens, path } = piece.file;
  const names = tokens.slice(piece.from, piece.to).filter((token) => token.kind !== "mark");
  const last = names.at(-1)?.value ?? "";
  const whole = names.map((token) => token.value).join(".");
  if (tokens[piece.to - 1]?.kind === "mark") return undefined;
  switch (last) {
    case "__DIR__":
    case "__dirname":
      return anchored(parentOf(path));
    case "__FILE__":
    case "__filename":
      return anchored(path);
    case "DIRECTORY_SEPARATOR":
    case "DS":
    case "sep":
      return { ...literal("/"), whole: false };
    case "FCPATH":
      return anchored(`${world.webRoot}/`);
    case "ROOTPATH":
    case "ABSPATH":
    case "BASEPATH_ROOT":
      return anchored("/");
  }
  if (whole === "import.meta.url" || whole === "import.meta.dirname") return anchored(parentOf(path));
  const value = nearest(piece.file.values.get(last) ?? piece.file.values.get(`$${last}`), piece.from);
  if (value !== undefined)
    return sealed(evaluate({ file: piece.file, from: value.at, to: value.end }, world, depth + 1));
  const constant = world.constants.get(last);
  if (constant === undefined || names[0]?.kind === "variable") return undefined;
  return sealed(evaluate({ file: constant.file, from: constant.value.at, to: constant.value.end }, world, depth + 1));
}

/** The last assignment before the use, else the first one in the file (a property is often used above its declaration). */
function nearest(values: readonly Assigned[] | undefined, use: number): Assigned | undefined {
  return values?.findLast((value) => value.end <= use) ?? values?.find((value) => value.at > use);
}

