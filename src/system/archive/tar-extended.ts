/** Extended headers of POSIX.1-2001 (pax): lines `LENGTH KEY=VALUE` before the entry that they are about. */
import { decodeName } from "../../core/bytes.ts";

/** What extended headers say of an entry, by their keys. */
export interface Extended {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
  readonly mtime?: number;
  readonly sparse?: true;
}

/** Reads an extended header; null where a line is none. Keys that bear on neither name nor content are passed over. */
export function extendedIn(bytes: Buffer): Extended | null {
  let known: Extended = {};
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const digits = bytes.toString("latin1", at, Math.max(at, blank));
    const length = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
    const line = bytes.subarray(blank + 1, at + length);
    if (blank < 0 || length <= digits.length + 1 || at + length > bytes.length || line.at(-1) !== 0x0a) return null;
    const next = withLine(known, line.subarray(0, -1));
    if (next === null) return null;
    known = next;
    at += length;
  }
  return known;
}

/** An empty value takes back what a global header said; here it is taken as saying nothing. */
function withLine(known: Extended, line: Buffer): Extended | null {
  const equals = line.indexOf(0x3d);
  if (equals < 1) return null;
  const key = line.toString("latin1", 0, equals);
  const value = line.subarray(equals + 1);
  if (key.startsWith("GNU.sparse.")) return { ...known, sparse: true };
  if (key === "path" || key === "linkpath") return { ...known, [key]: decodeName(value) };
  if (key !== "size" && key !== "mtime") return known;
  const digits = value.toString("latin1");
  const isNumber = key === "size" ? /^\d{1,15}$/.test(digits) : /^-?\d{1,15}(\.\d*)?$/.test(digits);
  return isNumber ? { ...known, [key]: Math.floor(Number(digits)) } : null;
}
