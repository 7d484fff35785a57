import type { RelPath } from "../core/path.ts";
import { endOfValue } from "./brackets.ts";
import { phpTokens } from "./php-tree.ts";
import type { Assigned, SourceFile } from "./stretch.ts";
import { type Language, type Token, tokenize } from "./tokens.ts";

/** Reads one source file (PHP by a parser, and by the tolerant scanner where that refuses it): its tokens, and what is assigned in it. */
export function readSource(path: RelPath, text: string): SourceFile {
  const language: Language = /\.(php|phtml|inc)$/i.test(path) ? "php" : "js";
  const tokens = (language === "php" ? phpTokens(text, path) : undefined) ?? tokenize(text, language);
  return { path, language, tokens, values: assignmentsIn(tokens, language) };
}

/**
 * The constants of a file that others may use: `const X = ...`, `define('X', ...)`, `export const x = ...`; one of a class is there as `Class::X` too,
 * since two classes may call two things alike.
 */
export function constantsIn(file: SourceFile): Map<string, Assigned> {
  const constants = new Map<string, Assigned>();
  let around = "";
  file.tokens.forEach((token, index) => {
    if (token.kind !== "word") return;
    if (CLASS.test(token.value) && file.tokens[index - 1]?.value !== "::") around = file.tokens[index + 1]?.value ?? "";
    const found = token.value === "const" ? declared(file, index) : defined(file, index);
    if (found === undefined) return;
    constants.set(found.name, found.value);
    if (around !== "") constants.set(`${around}::${found.name}`, found.value);
  });
  return constants;
}

const CLASS = /^(class|trait|interface|enum)$/;

interface Declared {
  readonly name: string;
  readonly value: Assigned;
}

/** `const X = ...` and `const string X = ...`. */
function declared(file: SourceFile, index: number): Declared | undefined {
  const equals = file.tokens.slice(index + 1, index + 4).findIndex((next) => next.value === "=");
  const name = file.tokens[index + equals];
  if (equals <= 0 || name?.kind !== "word") return undefined;
  const at = index + equals + 2;
  return { name: name.value, value: { at, end: endOfValue(file.tokens, at) } };
}

/** `define('X', ...)`. */
function defined(file: SourceFile, index: number): Declared | undefined {
  const name = file.tokens[index + 2];
  if (file.tokens[index]?.value !== "define" || file.tokens[index + 1]?.value !== "(" || name?.kind !== "text")
    return undefined;
  return { name: name.value, value: { at: index + 4, end: endOfValue(file.tokens, index + 4) } };
}

/** The value of a key in an array or object literal; undefined when the file has no such key. */
export function valueOfKey(file: SourceFile, key: string, from = 0): Assigned | undefined {
  for (let index = from; index < file.tokens.length; index++) {
    const token = file.tokens[index];
    if (token?.value !== key || (token.kind !== "text" && token.kind !== "word")) continue;
    const mark = file.tokens[index + 1]?.value;
    if (mark === "=>" || mark === ":") return { at: index + 2, end: endOfValue(file.tokens, index + 2) };
  }
  return undefined;
}

function assignmentsIn(tokens: readonly Token[], language: Language): Map<string, Assigned[]> {
  const values = new Map<string, Assigned[]>();
  tokens.forEach((token, index) => {
    if (token.kind !== "mark" || token.value !== "=") return;
    const name = tokens[index - 1];
    if (name === undefined || (name.kind !== "variable" && name.kind !== "word")) return;
    if (
      language === "php" &&
      name.kind === "word" &&
      tokens[index - 2]?.value !== "->" &&
      !/^[A-Z_]+$/.test(name.value)
    )
      return;
    const assigned = { at: index + 1, end: endOfValue(tokens, index + 1) };
    const list = values.get(name.value);
    if (list === undefined) values.set(name.value, [assigned]);
    else list.push(assigned);
  });
  return values;
}
