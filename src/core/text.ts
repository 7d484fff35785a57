/** How the text of a source file is read from its bytes. */

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const utf16 = { little: new TextDecoder("utf-16le"), big: new TextDecoder("utf-16be") };

/**
 * The text of a file: UTF-8, or UTF-16 where its first two bytes say so, as an editor on Windows saves it. Undefined where it holds
 * NULs all the same: it is no text, or UTF-16 without a mark, in which no word would be found.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16.little.decode(bytes);
  if (first === 0xfe && second === 0xff) return utf16.big.decode(bytes);
  return bytes.includes(0) ? undefined : utf8.decode(bytes);
}
