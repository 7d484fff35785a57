import { encodeName, hasEscapedBytes } from "./bytes.ts";

/**
 * One word of POSIX sh that expands to exactly the bytes of `text` (spelled as `core/bytes.ts` says; no NUL). The word itself is
 * valid UTF-8: bytes that are not are written as `printf` escapes, so that a script survives any editor.
 */
export function quote(text: string): string {
  if (text.includes("\0")) throw new Error("A shell word cannot hold NUL");
  if (!hasEscapedBytes(text)) return quotePlain(text);
  return partsOf(text)
    .map((part) => (hasEscapedBytes(part) ? `"$(printf '${octal(part)}')"` : quotePlain(part)))
    .join("");
}

/** {@link quote}, but a word that means itself to every shell stays as it is; for text that people read. */
export function quoteShort(text: string): string {
  return /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+:,./-]*$/.test(text) ? text : quote(text);
}

/**
 * {@link quote} within a sentence: in double quotes where nothing of the text means anything to a shell there. What a person is told to type may hold the
 * name of a file that somebody else has uploaded.
 */
export function quoteInText(text: string): string {
  return /^[^$`"\\!\p{Cc}]*$/u.test(text) && !hasEscapedBytes(text) ? `"${text}"` : quote(text);
}

function quotePlain(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Runs of escaped bytes and runs of ordinary text, in turn. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let wasEscaped = false;
  for (const character of text) {
    const isEscaped = hasEscapedBytes(character);
    if (parts.length > 0 && isEscaped === wasEscaped) parts.push(`${parts.pop() ?? ""}${character}`);
    else parts.push(character);
    wasEscaped = isEscaped;
  }
  return parts;
}

function octal(bytes: string): string {
  return [...encodeName(bytes)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
