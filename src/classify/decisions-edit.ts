/**
 * Writes decisions into the text of `holdfast.json` and leaves every other byte of it as its owner wrote it: comments, blanks, line
 * ends. jsonc-parser's own `modify` puts a new line in front of the remark that belongs to the last one, and a second comma behind a
 * trailing one, so lines are added here.
 */
import { applyEdits, createScanner, type Edit, type Node, parseTree } from "jsonc-parser";
import type { EntryClass, EntryKind, Handling } from "../core/entry.ts";
import { usualHandling } from "./claim.ts";
import { parseDecisions, trimPattern } from "./decisions.ts";
import { isGlob, matcherOf } from "./pattern.ts";
import type { RelPath } from "../core/path.ts";

/** What an owner says about a path or a pattern. */
export interface Choice {
  readonly pattern: string;
  readonly class: EntryClass;
  readonly handling?: Handling;
  /** Only for a path that stands nowhere yet and would be a file. */
  readonly kind?: EntryKind;
}

/** The value that stands behind a path in `holdfast.json`, as text. */
export function choiceText({ class: found, handling, kind }: Choice): string {
  const isUsual = handling === undefined || handling === usualHandling(found);
  if (isUsual && kind === undefined) return JSON.stringify(found);
  const parts = [`"class": ${JSON.stringify(found)}`];
  if (!isUsual) parts.push(`"handling": ${JSON.stringify(handling)}`);
  if (kind !== undefined) parts.push(`"kind": ${JSON.stringify(kind)}`);
  return `{ ${parts.join(", ")} }`;
}

/**
 * The text with these choices in force: a line that is there gets the new value, a new one stands last, since the last line that
 * means a path decides. The text must be one that {@link parseDecisions} reads.
 */
export function withChoices(text: string, choices: readonly Choice[]): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const edited = choices.reduce(withChoice, text.slice(mark.length));
  const decisions = parseDecisions(edited);
  for (const choice of choices) {
    const inForce = decisions.findLast(({ pattern }) => pattern === choice.pattern);
    if (inForce?.class !== choice.class) throw new Error(`The choice for "${choice.pattern}" did not arrive`);
  }
  return mark + edited;
}

function withChoice(text: string, choice: Choice): string {
  const known = keysOf(text);
  const index = known.findLastIndex(({ key }) => trimPattern(key) === choice.pattern);
  const same = known[index];
  if (same === undefined) return withLine(text, choice);
  const isLater = known.slice(index + 1).some(({ key }) => means(trimPattern(key), choice.pattern));
  if (isLater) return withLine(without(text, same.property), choice);
  return applyEdits(text, [{ offset: same.value.offset, length: same.value.length, content: choiceText(choice) }]);
}

/** True when a line for `pattern` also decides about `path`; of two patterns nobody knows, so it is taken for true. */
function means(pattern: string, path: string): boolean {
  return isGlob(path) || matcherOf(pattern)(path as RelPath);
}

function withLine(text: string, choice: Choice): string {
  const root = treeOf(text);
  const paths = memberOf(root, "paths");
  if (paths === undefined) return withLine(append(text, root, '"paths": {}'), choice);
  return append(text, paths, `${JSON.stringify(choice.pattern)}: ${choiceText(choice)}`);
}

interface Line {
  readonly property: Node;
  readonly key: string;
  readonly value: Node;
}

function keysOf(text: string): readonly Line[] {
  return (memberOf(treeOf(text), "paths")?.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key === undefined || value === undefined ? [] : [{ property, key: String(key.value), value }];
  });
}

function treeOf(text: string): Node {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (tree === undefined) throw new Error("There is no object in the decisions file");
  return tree;
}

function memberOf(node: Node, key: string): Node | undefined {
  return node.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

/** Adds a property behind everything that stands in an object, remarks included. */
function append(text: string, object: Node, property: string): string {
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const lastEnd = last === undefined ? object.offset + 1 : last.offset + last.length;
  const body = text.slice(object.offset + 1, close);
  const filled = object.offset + 1 + body.trimEnd().length;
  const edits: Edit[] = [];
  if (last !== undefined && commaIn(text.slice(lastEnd, close)) < 0)
    edits.push({ offset: lastEnd, length: 0, content: "," });
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const outer = indentAt(text, close);
  if (body.includes("\n"))
    edits.push({ offset: filled, length: 0, content: `${eol}${innerIndent(text, last, outer)}${property}` });
  else if (last === undefined)
    edits.push({
      offset: filled,
      length: close - filled,
      content: `${eol}${outer}${unitOf(text)}${property}${eol}${outer}`,
    });
  else edits.push({ offset: filled, length: 0, content: ` ${property}` });
  return applyEdits(text, edits);
}

/** Takes a property that others follow out of its object, with its comma, and its line where nothing else stands there. */
function without(text: string, { offset, length }: Node): string {
  const end = offset + length;
  const comma = end + commaIn(text.slice(end));
  const start = text.lastIndexOf("\n", offset) + 1;
  const next = text.indexOf("\n", comma);
  const isAlone =
    text.slice(start, offset).trim() === "" && comma === end && next > 0 && text.slice(comma + 1, next).trim() === "";
  if (isAlone) return applyEdits(text, [{ offset: start, length: next + 1 - start, content: "" }]);
  return applyEdits(text, [
    { offset, length, content: "" },
    { offset: comma, length: 1, content: "" },
  ]);
}

/** Where the comma stands that comes next, remarks left aside; -1 where something else does. */
function commaIn(text: string): number {
  const scanner = createScanner(text, true);
  scanner.scan();
  return text.charAt(scanner.getTokenOffset()) === "," ? scanner.getTokenOffset() : -1;
}

function innerIndent(text: string, last: Node | undefined, outer: string): string {
  if (last === undefined) return `${outer}${unitOf(text)}`;
  const line = text.slice(text.lastIndexOf("\n", last.offset) + 1, last.offset);
  return line.trim() === "" ? line : `${outer}${unitOf(text)}`;
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
}

/** What this file indents with. */
function unitOf(text: string): string {
  return /^(\t|[ ]{1,8})\S/m.exec(text)?.[1] ?? "  ";
}
