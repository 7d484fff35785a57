/**
 * PHP read by a real parser. Its tree is written out again as the plain tokens that the rest reads, so that there is one form whatever a file is read by:
 * strings with values inside are joined by dots, heredocs are texts, aliases of `use` have their own names, comments and markup are gone.
 */
import { Engine } from "php-parser";
import { WRITERS } from "./php-nodes.ts";
import { isTree, mark, type Tree, type Writer } from "./php-writer.ts";
import type { Token } from "./tokens.ts";

/** A larger file is data or generated; the tolerant scanner reads it. */
const LARGEST = 192 * 1024;
/** Deeper trees are made by programs to be hard to read. */
const DEEPEST = 400;

const engine = new Engine({
  parser: { extractDoc: false, suppressErrors: false, version: "8.4" },
  lexer: { short_tags: true, asp_tags: false },
  ast: { withPositions: true },
});

/** The tokens of a PHP file; undefined where it is too large, or no PHP that the parser knows. */
export function phpTokens(source: string, path: string): Token[] | undefined {
  if (source.length > LARGEST) return undefined;
  try {
    const writer: Writer = { tokens: [], aliases: new Map(), line: 1, depth: 0, write };
    write(engine.parseCode(source, path), writer);
    return writer.tokens;
  } catch {
    // What an old PHP runs and this parser refuses is read by the scanner, which never fails.
    return undefined;
  }
}

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

/** What is not known by kind: its parts in their order, each ended, so that nothing runs together. */
function writeChildren(node: Tree, writer: Writer): void {
  for (const [field, child] of Object.entries(node)) {
    if (field === "loc" || field === "leadingComments" || field === "trailingComments") continue;
    const before = writer.tokens.length;
    write(child, writer);
    if (writer.tokens.length > before && writer.tokens.at(-1)?.value !== ";") mark(writer, ";");
  }
}
