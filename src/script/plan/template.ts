import { quote } from "../../core/shell.ts";

/**
 * JSON that a shell script prints with what it finds when it runs. A hole is a string that no name on a disk spells: `valueHole` stands for a whole
 * JSON value, `textHole` for a part of a string, which the script has escaped for JSON.
 */
const MARK = "\u0001";

/** A whole value, printed by `$NAME`. */
export function valueHole(name: string): string {
  return `${MARK}value:${name}${MARK}`;
}

/** A part of a string, printed by `$NAME`. */
export function textHole(name: string): string {
  return `${MARK}text:${name}${MARK}`;
}

/** The words of a `printf '%s'` that prints this JSON text; each of them on a line of its own, none longer than a terminal takes. */
export function wordsOf(json: string): string[] {
  return json
    .split(/("\\u0001value:\w+\\u0001"|\\u0001text:\w+\\u0001)/)
    .filter((part) => part !== "")
    .flatMap((part) => {
      const hole = /^"?\\u0001(?:value|text):(\w+)\\u0001"?$/.exec(part)?.[1];
      return hole === undefined ? literalWords(part) : [`"$${hole}"`];
    });
}

/** A word of a line that can be pasted: a terminal in its usual mode cuts what is longer than 4,095 bytes. */
const MOST = 700;

function literalWords(text: string): string[] {
  const characters = Array.from(text);
  const words: string[] = [];
  for (let start = 0; start < characters.length; start += MOST)
    words.push(quotePrintable(characters.slice(start, start + MOST).join("")));
  return words;
}

/** {@link quote}, but what a terminal would act on while it is pasted is written as a `printf` escape; a newline stays one. */
export function quotePrintable(text: string): string {
  const runs: string[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    if (last !== undefined && isControl(last) === isControl(character)) runs.push(`${runs.pop() ?? ""}${character}`);
    else runs.push(character);
  }
  return runs.map((run) => (isControl(run) ? `"$(printf '${octal(run)}')"` : quote(run))).join("") || "''";
}

/** True where the first character is one that a terminal acts on. */
function isControl(text: string): boolean {
  const code = text.charCodeAt(0);
  return (code < 0x20 && code !== 0x0a) || code === 0x7f;
}

function octal(text: string): string {
  return Array.from(text, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`).join("");
}

/** A function of a script that prints these words one behind the other. */
export function printing(name: string, words: readonly string[]): string {
  return `${name}() {\n  printf '%s'${words.map((word) => ` \\\n    ${word}`).join("")}\n}\n`;
}
