/** The tokens of a Python file, as far as settings need them. */
export interface PythonToken {
  /** `template` is an f-string; a name has its dots (`os.path.join`). */
  readonly kind: "text" | "template" | "name" | "number" | "mark";
  readonly text: string;
  readonly line: number;
}

/** A file of settings is short; a longer one is data. */
const LONGEST = 256 * 1024;
const TOKEN =
  /(?<space>[ \t\r\f]+|\\\r?\n|#[^\n]*)|(?<newline>\n)|(?<prefix>[rRbBuUfF]{0,2})(?:"""(?<long>(?:[^"\\]|\\[^]|"(?!""))*)"""|'''(?<long2>(?:[^'\\]|\\[^]|'(?!''))*)'''|"(?<short>(?:[^"\\\n]|\\[^])*)"|'(?<short2>(?:[^'\\\n]|\\[^])*)')|(?<name>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)|(?<number>\d[\w.]*)|(?<mark>[^])/y;

/** Splits a text; what is no token of Python's becomes a mark, so that any text has tokens. */
export function pythonTokens(text: string): PythonToken[] {
  const tokens: PythonToken[] = [];
  const source = text.slice(0, LONGEST);
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match !== null && match[0] !== ""; match = TOKEN.exec(source)) {
    const found = tokenOf(match.groups ?? {});
    if (found !== undefined) tokens.push({ ...found, line });
    line += match[0].split("\n").length - 1;
  }
  return tokens;
}

/** Undefined for blanks, comments and ends of lines. */
function tokenOf(found: Readonly<Record<string, string | undefined>>): Omit<PythonToken, "line"> | undefined {
  const string = ["long", "long2", "short", "short2"].map((group) => found[group]).find((text) => text !== undefined);
  if (string !== undefined) return { kind: /f/i.test(found["prefix"] ?? "") ? "template" : "text", text: string };
  for (const kind of ["name", "number", "mark"] as const) {
    const text = found[kind];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}
