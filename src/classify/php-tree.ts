/**
 * PHP read by a real parser. Its tree is written out again as the plain tokens that the rest reads, so that there is one form whatever a file is read by:
 * strings with values inside are joined by dots, heredocs are texts, aliases of `use` have their own names, comments and markup are gone.
 */
import { Engine } from "php-parser";
import type { Token } from "./tokens.ts";

/** A larger file is data or generated; the tolerant scanner reads it. */
const LARGEST = 192 * 1024;
/** Deeper trees are made by programs to be hard to read. */
const DEEPEST = 400;

/** A node of the parser's tree; fields differ by kind. */
interface Tree {
  readonly kind: string;
  readonly loc?: { readonly start?: { readonly line: number } } | null;
  readonly [field: string]: unknown;
}

const engine = new Engine({
  parser: { extractDoc: false, suppressErrors: false, version: "8.4" },
  lexer: { short_tags: true, asp_tags: false },
  ast: { withPositions: true },
});

/** The tokens of a PHP file; undefined where it is too large, or no PHP that the parser knows. */
export function phpTokens(source: string, path: string): Token[] | undefined {
  if (source.length > LARGEST) return undefined;
  try {
    const writer: Writer = { tokens: [], aliases: new Map(), line: 1, depth: 0 };
    write(engine.parseCode(source, path) as unknown as Tree, writer);
    return writer.tokens;
  } catch {
    // What an old PHP runs and this parser refuses is read by the scanner, which never fails.
    return undefined;
  }
}

interface Writer {
  readonly tokens: Token[];
  /** What `use A\B as C` calls `C`. */
  readonly aliases: Map<string, string>;
  line: number;
  depth: number;
}

type NodeWriter = (node: Tree, writer: Writer) => void;

function write(node: unknown, writer: Writer): void {
  if (Array.isArray(node)) {
    for (const child of node) write(child, writer);
    return;
  }
  if (!isTree(node)) return;
  if (++writer.depth > DEEPEST) throw new Error("The tree is too deep");
  writer.line = node.loc?.start?.line ?? writer.line;
  (WRITERS.get(node.kind) ?? writeChildren)(node, writer);
  writer.depth--;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && typeof (value as { kind?: unknown }).kind === "string";
}

/** What is not known by kind: its parts in their order, each ended, so that nothing runs together. */
function writeChildren(node: Tree, writer: Writer): void {
  for (const [field, child] of Object.entries(node)) {
    if (field === "loc" || field === "leadingComments" || field === "trailingComments") continue;
    const before = writer.tokens.length;
    write(child, writer);
    if (writer.tokens.length > before && writer.tokens.at(-1)?.value !== ";") mark(writer, ";");
  }
}

function push(writer: Writer, kind: Token["kind"], value: string): void {
  writer.tokens.push({ kind, value, line: writer.line });
}

function mark(writer: Writer, value: string): void {
  push(writer, "mark", value);
}

/** A namespace says nothing about a path. */
function lastName(name: unknown): string {
  const text = String(name);
  return text.slice(text.lastIndexOf("\\") + 1);
}

function list(items: unknown, writer: Writer, marks: { readonly open: string; readonly close: string }): void {
  mark(writer, marks.open);
  (Array.isArray(items) ? items : []).forEach((item, index) => {
    if (index > 0) mark(writer, ",");
    write(item, writer);
  });
  mark(writer, marks.close);
}

/** A name is a word, an expression in its place is read in brackets. */
function writeName(name: unknown, writer: Writer): void {
  if (typeof name === "string") push(writer, "word", lastName(name));
  else if (isTree(name)) write(name, writer);
}

const lookup =
  (sign: string): NodeWriter =>
  (node, writer) => {
    write(node["what"], writer);
    mark(writer, sign);
    write(node["offset"], writer);
  };

const word =
  (value: (node: Tree) => string): NodeWriter =>
  (node, writer) => {
    push(writer, "word", value(node));
  };

/** The only part that says anything. */
const through =
  (field: string): NodeWriter =>
  (node, writer) => {
    write(node[field], writer);
  };

function writeClass(node: Tree, writer: Writer): void {
  push(writer, "word", "class");
  writeName(node["name"] ?? "", writer);
  mark(writer, "{");
  write(node["body"], writer);
  mark(writer, "}");
}

function writeFunction(node: Tree, writer: Writer): void {
  push(writer, "word", "function");
  if (node.kind !== "closure" && node.kind !== "arrowfunc") writeName(node["name"], writer);
  list(node["arguments"], writer, { open: "(", close: ")" });
  mark(writer, "{");
  write(node["body"], writer);
  mark(writer, "}");
}

function writeParameter(node: Tree, writer: Writer): void {
  const { name } = node["name"] as { readonly name?: unknown };
  push(writer, "variable", `$${String(name)}`);
  writeAssigned(node["value"], writer);
}

function writeAssigned(value: unknown, writer: Writer): void {
  if (!isTree(value)) return;
  mark(writer, "=");
  write(value, writer);
}

/** A property is named as it is used: `$this->name`. */
function writeProperty(node: Tree, writer: Writer): void {
  mark(writer, "->");
  writeName(node["name"], writer);
  writeAssigned(node["value"], writer);
  mark(writer, ";");
}

function writeConstant(node: Tree, writer: Writer): void {
  push(writer, "word", "const");
  writeName(node["name"], writer);
  writeAssigned(node["value"], writer);
  mark(writer, ";");
}

function writeAssign(node: Tree, writer: Writer): void {
  write(node["left"], writer);
  mark(writer, String(node["operator"] ?? "="));
  write(node["right"], writer);
}

function writeVariable(node: Tree, writer: Writer): void {
  if (typeof node["name"] === "string") push(writer, "variable", `$${node["name"]}`);
  else write(node["name"], writer);
}

function writeCall(node: Tree, writer: Writer): void {
  if (node.kind === "new") push(writer, "word", "new");
  write(node["what"], writer);
  list(node["arguments"], writer, { open: "(", close: ")" });
}

function writeBinary(node: Tree, writer: Writer): void {
  bracketed(node["left"], writer);
  mark(writer, String(node["type"]));
  bracketed(node["right"], writer);
}

/** The tree has lost its brackets: a choice inside a join would otherwise take all of it. */
function bracketed(part: unknown, writer: Writer): void {
  const isChoice = isTree(part) && (part.kind === "retif" || (part.kind === "bin" && part["type"] !== "."));
  if (isChoice) mark(writer, "(");
  write(part, writer);
  if (isChoice) mark(writer, ")");
}

function writeChoice(node: Tree, writer: Writer): void {
  write(node["test"], writer);
  mark(writer, "?");
  write(node["trueExpr"], writer);
  mark(writer, ":");
  write(node["falseExpr"], writer);
}

/** `"a $b c"` is `"a " . $b . " c"`. */
function writeEncapsed(node: Tree, writer: Writer): void {
  const parts = node["value"] as readonly Tree[];
  mark(writer, "(");
  parts.forEach((part, index) => {
    if (index > 0) mark(writer, ".");
    const inner = part.kind === "encapsedpart" ? part["expression"] : part;
    const isText = isTree(inner) && inner.kind === "string";
    // A join begins with a text, so that it is a text whatever follows.
    if (index === 0 && !isText) {
      push(writer, "text", "");
      mark(writer, ".");
    }
    write(inner, writer);
  });
  mark(writer, ")");
}

function writeEntry(node: Tree, writer: Writer): void {
  if (isTree(node["key"])) {
    write(node["key"], writer);
    mark(writer, "=>");
  }
  write(node["value"], writer);
}

function writeOffset(node: Tree, writer: Writer): void {
  write(node["what"], writer);
  mark(writer, "[");
  write(node["offset"], writer);
  mark(writer, "]");
}

function writeStatement(node: Tree, writer: Writer): void {
  write(node["expression"], writer);
  mark(writer, ";");
}

function writeReturn(node: Tree, writer: Writer): void {
  push(writer, "word", "return");
  write(node["expr"], writer);
  mark(writer, ";");
}

function writeUse(node: Tree, writer: Writer): void {
  for (const item of node["items"] as readonly Tree[]) {
    const alias = item["alias"];
    if (isTree(alias)) writer.aliases.set(String(alias["name"]), lastName(item["name"]));
  }
}

function writeBlock(node: Tree, writer: Writer): void {
  for (const child of node["children"] as readonly unknown[]) {
    write(child, writer);
    if (writer.tokens.at(-1)?.value !== ";") mark(writer, ";");
  }
}

const WRITERS: ReadonlyMap<string, NodeWriter> = new Map<string, NodeWriter>([
  ["program", writeBlock],
  ["namespace", writeBlock],
  ["block", writeBlock],
  ["declare", writeBlock],
  ["usegroup", writeUse],
  ["inline", () => undefined],
  ["class", writeClass],
  ["trait", writeClass],
  ["interface", writeClass],
  ["enum", writeClass],
  ["function", writeFunction],
  ["method", writeFunction],
  ["closure", writeFunction],
  ["arrowfunc", writeFunction],
  ["parameter", writeParameter],
  ["property", writeProperty],
  ["classconstant", through("constants")],
  ["constantstatement", through("constants")],
  ["constant", writeConstant],
  ["propertystatement", through("properties")],
  ["expressionstatement", writeStatement],
  ["return", writeReturn],
  ["assign", writeAssign],
  ["assignref", writeAssign],
  ["variable", writeVariable],
  ["propertylookup", lookup("->")],
  ["nullsafepropertylookup", lookup("?->")],
  ["staticlookup", lookup("::")],
  ["offsetlookup", writeOffset],
  ["call", writeCall],
  ["new", writeCall],
  ["bin", writeBinary],
  ["retif", writeChoice],
  ["encapsed", writeEncapsed],
  ["entry", writeEntry],
  ["array", (node, writer) => list(node["items"], writer, { open: "[", close: "]" })],
  ["list", (node, writer) => list(node["items"], writer, { open: "[", close: "]" })],
  ["string", (node, writer) => push(writer, "text", String(node["value"]))],
  ["nowdoc", (node, writer) => push(writer, "text", String(node["value"]))],
  ["number", word((node) => String(node["value"]))],
  ["boolean", word((node) => String(node["value"]))],
  ["nullkeyword", word(() => "null")],
  ["magic", word((node) => String(node["value"]))],
  ["identifier", word((node) => String(node["name"]))],
  ["selfreference", word(() => "self")],
  ["staticreference", word(() => "static")],
  ["parentreference", word(() => "parent")],
  [
    "name",
    (node, writer) => {
      const name = lastName(node["name"]);
      push(writer, "word", writer.aliases.get(name) ?? name);
    },
  ],
  ["cast", through("expr")],
  ["silent", through("expr")],
  ["namedargument", through("value")],
  ["variadic", through("what")],
]);
