/** Where brackets close and values end, found once for all tokens of a file: asked for each token anew, code made for it would take hours. */
import type { Token } from "./tokens.ts";

const cache = new WeakMap<readonly Token[], Ends>();

interface Ends {
  /** For an opening bracket the index just past the one that closes it; the number of tokens where none does. */
  readonly closing: Int32Array;
  /** For a token that does not begin a value the index at which the value that it stands in ends. */
  readonly stop: Int32Array;
}

/** The index just past the bracket that closes the one at `open`; the number of tokens where none does, or where `open` is no bracket. */
export function closingOf(tokens: readonly Token[], open: number): number {
  return endsOf(tokens).closing[open] ?? tokens.length;
}

/** The index just past the value that starts at `at`. */
export function endOfValue(tokens: readonly Token[], at: number): number {
  const { closing, stop } = endsOf(tokens);
  if (at >= tokens.length) return tokens.length;
  const token = tokens[at];
  if (isMark(token, ENDING)) return at;
  return stop[isMark(token, OPENING) ? (closing[at] ?? 0) : at + 1] ?? tokens.length;
}

/** True for one of the marks in `set`. */
export function isMark(token: Token | undefined, set: string): boolean {
  return token?.kind === "mark" && set.includes(token.value);
}

export const OPENING = "([{";
export const CLOSING = ")]}";
const ENDING = ";,)]}";

function endsOf(tokens: readonly Token[]): Ends {
  const known = cache.get(tokens);
  if (known !== undefined) return known;
  const closing = closings(tokens);
  const ends = { closing, stop: stops(tokens, closing) };
  cache.set(tokens, ends);
  return ends;
}

function closings(tokens: readonly Token[]): Int32Array {
  const closing = new Int32Array(tokens.length).fill(tokens.length);
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (isMark(token, OPENING)) open.push(index);
    else if (isMark(token, CLOSING)) {
      const last = open.pop();
      if (last !== undefined) closing[last] = index + 1;
    }
  });
  return closing;
}

function stops(tokens: readonly Token[], closing: Int32Array): Int32Array {
  const stop = new Int32Array(tokens.length + 1);
  stop[tokens.length] = tokens.length;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index];
    const ends = token?.kind === "mark" ? isMark(token, ENDING) : startsStatement(tokens, index);
    const next = isMark(token, OPENING) ? (closing[index] ?? 0) : index + 1;
    stop[index] = ends ? index : (stop[next] ?? 0);
  }
  return stop;
}

/** JavaScript without semicolons: a word on a new line after a value starts the next statement. */
function startsStatement(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const token = tokens[index];
  if (before === undefined || token === undefined || token.line === before.line) return false;
  return before.kind !== "mark" || ")]}".includes(before.value);
}
