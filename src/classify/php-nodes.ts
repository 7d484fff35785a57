/** The nodes of the PHP parser's tree, each written out as plain tokens. */
import { DECLARATIONS } from "./php-declarations.ts";
import { isTree, lastName, list, mark, type NodeWriter, push, through, type Tree, type Writer } from "./php-writer.ts";

const lookup =
  (sign: string): NodeWriter =>
  (node, writer) => {
    writer.write(node["what"], writer);
    mark(writer, sign);
    writer.write(node["offset"], writer);
  };

const word =
  (value: (node: Tree) => string): NodeWriter =>
  (node, writer) => {
    push(writer, "word", value(node));
  };

function writeAssign(node: Tree, writer: Writer): void {
  writer.write(node["left"], writer);
  mark(writer, typeof node["operator"] === "string" ? node["operator"] : "=");
  writer.write(node["right"], writer);
}

function writeVariable(node: Tree, writer: Writer): void {
  if (typeof node["name"] === "string") push(writer, "variable", `$${node["name"]}`);
  else writer.write(node["name"], writer);
}

function writeCall(node: Tree, writer: Writer): void {
  if (node.kind === "new") push(writer, "word", "new");
  writer.write(node["what"], writer);
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
  writer.write(part, writer);
  if (isChoice) mark(writer, ")");
}

function writeChoice(node: Tree, writer: Writer): void {
  writer.write(node["test"], writer);
  mark(writer, "?");
  writer.write(node["trueExpr"], writer);
  mark(writer, ":");
  writer.write(node["falseExpr"], writer);
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
    writer.write(inner, writer);
  });
  mark(writer, ")");
}

function writeEntry(node: Tree, writer: Writer): void {
  if (isTree(node["key"])) {
    writer.write(node["key"], writer);
    mark(writer, "=>");
  }
  writer.write(node["value"], writer);
}

function writeOffset(node: Tree, writer: Writer): void {
  writer.write(node["what"], writer);
  mark(writer, "[");
  writer.write(node["offset"], writer);
  mark(writer, "]");
}

/** Kept as a loop, since what is done with its variable is done with each part of its list. */
function writeLoop(node: Tree, writer: Writer): void {
  push(writer, "word", "foreach");
  mark(writer, "(");
  writer.write(node["source"], writer);
  push(writer, "word", "as");
  for (const variable of [node["key"], node["value"]].filter(isTree)) {
    writer.write(variable, writer);
    mark(writer, ";");
  }
  mark(writer, ")");
  mark(writer, "{");
  writer.write(node["body"], writer);
  mark(writer, "}");
  mark(writer, ";");
}

/** How a node of each kind is written; any other is written part by part. */
export const WRITERS: ReadonlyMap<string, NodeWriter> = new Map<string, NodeWriter>([
  ...DECLARATIONS,
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
  ["foreach", writeLoop],
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
