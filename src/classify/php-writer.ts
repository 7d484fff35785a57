/** Writing the PHP parser's tree out as plain tokens: where they go, and the smallest pieces. */
import type { Token } from "./tokens.ts";

/** A node of the parser's tree; fields differ by kind. */
export interface Tree {
  readonly kind: string;
  readonly loc?: { readonly start?: { readonly line: number } } | null;
  readonly [field: string]: unknown;
}

/** Where tokens go, and what is known on the way. */
export interface Writer {
  readonly tokens: Token[];
  /** What `use A\B as C` calls `C`. */
  readonly aliases: Map<string, string>;
  line: number;
  depth: number;
  /** Writes any part of a tree. */
  readonly write: (part: unknown, writer: Writer) => void;
}

/** How a node is written. */
export type NodeWriter = (node: Tree, writer: Writer) => void;

/** True for a node of the tree. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && typeof (value as { kind?: unknown }).kind === "string";
}

/** Puts a token. */
export function push(writer: Writer, kind: Token["kind"], value: string): void {
  writer.tokens.push({ kind, value, line: writer.line });
}

/** Puts a mark. */
export function mark(writer: Writer, value: string): void {
  push(writer, "mark", value);
}

/** A namespace says nothing about a path. */
export function lastName(name: unknown): string {
  const text = String(name);
  return text.slice(text.lastIndexOf("\\") + 1);
}

/** Puts parts between two marks, with commas. */
export function list(items: unknown, writer: Writer, marks: { readonly open: string; readonly close: string }): void {
  mark(writer, marks.open);
  (Array.isArray(items) ? items : []).forEach((item, index) => {
    if (index > 0) mark(writer, ",");
    writer.write(item, writer);
  });
  mark(writer, marks.close);
}

/** A name is a word, an expression in its place is read in brackets. */
export function writeName(name: unknown, writer: Writer): void {
  if (typeof name === "string") push(writer, "word", lastName(name));
  else if (isTree(name)) writer.write(name, writer);
}

/** Puts a value with the mark before it; nothing where there is none. */
export function writeAssigned(value: unknown, writer: Writer): void {
  if (!isTree(value)) return;
  mark(writer, "=");
  writer.write(value, writer);
}

/** The only part that says anything. */
export const through =
  (field: string): NodeWriter =>
  (node, writer) => {
    writer.write(node[field], writer);
  };
