/** Statements and declarations of PHP, written out as plain tokens. */
import {
  isTree,
  lastName,
  list,
  mark,
  type NodeWriter,
  push,
  through,
  type Tree,
  writeAssigned,
  writeName,
  type Writer,
} from "./php-writer.ts";

function writeClass(node: Tree, writer: Writer): void {
  push(writer, "word", "class");
  writeName(node["name"] ?? "", writer);
  mark(writer, "{");
  writer.write(node["body"], writer);
  mark(writer, "}");
}

function writeFunction(node: Tree, writer: Writer): void {
  push(writer, "word", "function");
  if (node.kind !== "closure" && node.kind !== "arrowfunc") writeName(node["name"], writer);
  list(node["arguments"], writer, { open: "(", close: ")" });
  mark(writer, "{");
  writer.write(node["body"], writer);
  mark(writer, "}");
}

function writeParameter(node: Tree, writer: Writer): void {
  const { name } = node["name"] as { readonly name?: unknown };
  push(writer, "variable", `$${String(name)}`);
  writeAssigned(node["value"], writer);
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

function writeStatement(node: Tree, writer: Writer): void {
  writer.write(node["expression"], writer);
  mark(writer, ";");
}

function writeReturn(node: Tree, writer: Writer): void {
  push(writer, "word", "return");
  writer.write(node["expr"], writer);
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
    writer.write(child, writer);
    if (writer.tokens.at(-1)?.value !== ";") mark(writer, ";");
  }
}

/** How statements and declarations are written, by kind. */
export const DECLARATIONS: readonly (readonly [string, NodeWriter])[] = [
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
];
