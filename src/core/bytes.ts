/**
 * File names are bytes; JavaScript strings are not. A name that is not valid UTF-8 is carried as a string in which each
 * offending byte 0x80–0xFF stands as the lone surrogate U+DC80–U+DCFF (the scheme of Python's PEP 383). The way back
 * is exact, every valid UTF-8 name looks as it should, and `JSON.stringify` escapes lone surrogates, so the form
 * survives the plan, the journal and the record.
 */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const ESCAPE_BASE = 0xdc00;

/** Turns the bytes of a name into a string from which {@link encodeName} makes the same bytes. */
export function decodeName(bytes: Uint8Array): string {
  try {
    return plainText(bytes) ?? strict.decode(bytes);
  } catch {
    return decodeEscaped(bytes);
  }
}

/** Longer names are left to the decoder; most names are short and of ASCII, and a decoder takes longer to call than to read those. */
const SHORT = 64;

/** The text of a short name of ASCII alone; null for any other. */
function plainText(bytes: Uint8Array): string | null {
  if (bytes.length > SHORT) return null;
  for (let index = 0; index < bytes.length; index++) if ((bytes[index] ?? 0) >= 0x80) return null;
  return String.fromCharCode(...bytes);
}

/** Turns a name made by {@link decodeName} (or any ordinary string) back into its bytes. */
export function encodeName(name: string): Uint8Array {
  if (!hasEscapedBytes(name)) return encoder.encode(name);
  const parts: number[] = [];
  for (const character of name) {
    const code = character.charCodeAt(0);
    if (character.length === 1 && isEscape(code)) parts.push(code - ESCAPE_BASE);
    else parts.push(...encoder.encode(character));
  }
  return Uint8Array.from(parts);
}

/** How many bytes {@link encodeName} makes of a name, without making them. */
export function encodedLength(name: string): number {
  let bytes = 0;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code < 0x80 || isEscape(code)) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code <= 0xdbff) {
      // A pair of surrogates is one character of four bytes.
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

/** True when the name holds bytes that are not UTF-8. */
export function hasEscapedBytes(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code >= 0xd800 && code <= 0xdbff) index++;
    else if (isEscape(code)) return true;
  }
  return false;
}

/** The name as it may be shown on a terminal or in Markdown: control characters, escapes and odd bytes as `\xNN`. */
export function displayName(name: string): string {
  let shown = "";
  for (const character of name) {
    const code = character.charCodeAt(0);
    const odd = character.length === 1 && isEscape(code);
    if (odd) shown += hex(code - ESCAPE_BASE);
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) shown += hex(code);
    else if (isDirectionMark(code)) shown += `\\u${code.toString(16)}`;
    else shown += character;
  }
  return shown;
}

function decodeEscaped(bytes: Uint8Array): string {
  let text = "";
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) text += String.fromCharCode(ESCAPE_BASE + (bytes[index] ?? 0));
    else text += strict.decode(bytes.subarray(index, index + length));
    index += Math.max(length, 1);
  }
  return text;
}

function sequenceLength(bytes: Uint8Array, start: number): number {
  const lead = bytes[start] ?? 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length <= 1) return length;
  try {
    strict.decode(bytes.subarray(start, start + length));
    return start + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

function isEscape(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function isDirectionMark(code: number): boolean {
  return (code >= 0x200e && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

function hex(code: number): string {
  return `\\x${code.toString(16).padStart(2, "0")}`;
}
