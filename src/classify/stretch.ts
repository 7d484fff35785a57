/** Pieces of a source file, and where they end. */
import type { RelPath } from "../core/path.ts";
import { CLOSING, closingOf, isMark, OPENING } from "./brackets.ts";
import type { Language, Token } from "./tokens.ts";

/** One source file with what its expressions may refer to. */
export interface SourceFile {
  readonly path: RelPath;
  readonly language: Language;
  readonly tokens: readonly Token[];
  /** Right-hand sides by name, in order: `$x`, `name`, `this.name`. */
  readonly values: ReadonlyMap<string, readonly Assigned[]>;
}

export interface Assigned {
  readonly at: number;
  readonly end: number;
}

/** A stretch of tokens to evaluate. */
export interface Stretch {
  readonly file: SourceFile;
  readonly from: number;
  readonly to: number;
}

/** The last alternative of `a ? b : c`, `a ?: b`, `a ?? b`, `a || b`: what applies when nothing else is set. */
export function lastChoice(stretch: Stretch): number | undefined {
  let last: number | undefined;
  let question = false;
  eachOutside(stretch, (token, index) => {
    if (token.kind !== "mark") return;
    if (token.value === "?") question = true;
    if (token.value === "??" || token.value === "||" || (token.value === ":" && question)) last = index + 1;
  });
  return last;
}

/** The first alternative of such a choice. */
export function firstChoice(stretch: Stretch): Stretch {
  let from = stretch.from;
  let to = stretch.to;
  eachOutside(stretch, (token, index) => {
    if (token.kind !== "mark") return;
    if (token.value === "?") from = index + 1;
    else if ((token.value === ":" || token.value === "??" || token.value === "||") && to === stretch.to) to = index;
  });
  return { ...stretch, from, to };
}

/** Splits a stretch at a mark that stands outside brackets. */
export function splitStretch(stretch: Stretch, mark: string): Stretch[] {
  const parts: Stretch[] = [];
  let from = stretch.from;
  eachOutside(stretch, (token, index) => {
    if (token.kind === "mark" && token.value === mark) {
      parts.push({ ...stretch, from, to: index });
      from = index + 1;
    }
  });
  parts.push({ ...stretch, from, to: stretch.to });
  return parts.filter((part) => part.to > part.from);
}

/** The arguments of the call whose opening bracket is at `open`. */
export function argumentsOf(file: SourceFile, open: number): Stretch[] {
  return splitStretch({ file, from: open + 1, to: closingOf(file.tokens, open) - 1 }, ",");
}

/** Visits what stands outside brackets, and the brackets themselves, without a look at what is in them. */
function eachOutside(stretch: Stretch, visit: (token: Token, index: number) => void): void {
  const { tokens } = stretch.file;
  for (let index = stretch.from; index < stretch.to; index++) {
    const token = tokens[index];
    if (token === undefined) return;
    visit(token, index);
    if (!isMark(token, OPENING)) continue;
    index = closingOf(tokens, index) - 1;
    const close = tokens[index];
    if (close !== undefined && index < stretch.to && isMark(close, CLOSING)) visit(close, index);
  }
}
