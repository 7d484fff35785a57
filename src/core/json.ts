/** The one way JSON is written: two spaces, a final newline, keys in the order given. */
export function encodeJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Where in a JSON text parsing failed. */
interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export type JsonReading = { readonly value: unknown } | { readonly fault: JsonFault };

/** Reads JSON text; the fault carries line and column, counted from 1. */
export function decodeJson(text: string): JsonReading {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: locate(text, reason) };
  }
}

function locate(text: string, reason: string): JsonFault {
  const position = /position (\d+)/.exec(reason)?.[1];
  const offset = position === undefined ? text.length : Number(position);
  const before = text.slice(0, offset).split("\n");
  const plain = reason.replace(/ (in JSON )?at position.*$/, "").replace(/, "[\s\S]*$/, "");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1, reason: plain };
}
