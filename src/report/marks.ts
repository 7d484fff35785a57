import type { EntryClass } from "../core/entry.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { displayName } from "../core/bytes.ts";

/** The specification's marks for the classes. */
const CLASS_MARKS: Readonly<Record<EntryClass, string>> = { asset: "🔵", user: "🟢", runtime: "🟣" };

/** The mark of a class, or of its absence. */
export function classMark(value: EntryClass | null): string {
  return value === null ? "❔" : CLASS_MARKS[value];
}

const SEVERITY_MARKS: Readonly<Record<Diagnostic["severity"], string>> = { note: "ℹ️", warning: "⚠️", problem: "❌" };

/** A diagnostic as one or two lines: what happened, and what to do next. A name with a line's end in it makes no line of its own, which could say anything. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const first = `${SEVERITY_MARKS[diagnostic.severity]}  ${displayName(diagnostic.message)}`;
  return diagnostic.hint === undefined ? first : `${first}\n    👉 ${displayName(diagnostic.hint)}`;
}

/** Text that may quote names from the disk, safe for a terminal. */
export function displayLines(text: string): string {
  return text.split("\n").map(displayName).join("\n");
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
