/**
 * A baseline as a text, one line for each name, folder by folder, written as it is read so that a large tree takes no more memory than a small one:
 *
 *   holdfast-baseline 1 {"release":"2026-11-23_14-30-00","tree":"2049:77","born":"1763908200000000000","from":"tree"}
 *   in ""
 *   d 755 0 1763908200000000000 1763908201000000000 - "public"
 *   f 644 1042 1763908200000000000 1763908201000000000 <sha256> "index.php"
 *   l 777 0 1763908200000000000 1763908201000000000 - "storage" "../../shared/storage"
 *   in "public"
 *   ...
 *   end 4 <sha256 of everything before this line>
 *
 * Kind, mode in octal, bytes, time of the last writing and of the last change in nanoseconds, digest, name, and a link's text. Names are JSON strings as
 * `core/bytes.ts` makes them of bytes.
 */
import { type Baseline, BASELINE_SCHEMA, type BaselineHead, type BaselineNode } from "../core/baseline.ts";
import { type NodeKind } from "../core/inventory.ts";
import { join, parseRel, type RelPath } from "../core/path.ts";

const LETTERS: Readonly<Record<NodeKind, string>> = { directory: "d", file: "f", link: "l", other: "o" };
const KINDS = new Map(Object.entries(LETTERS).map(([kind, letter]) => [letter, kind as NodeKind]));

/** The first line. */
export function baselineHeadLine({ release, tree, born, from }: BaselineHead): string {
  return `holdfast-baseline ${BASELINE_SCHEMA} ${JSON.stringify({ release, tree, born, from })}\n`;
}

/** The line before the names of one folder. */
export function baselineFolderLine(folder: RelPath | ""): string {
  return `in ${JSON.stringify(folder)}\n`;
}

/** One name. */
export function baselineLine(name: string, node: BaselineNode): string {
  const { kind, mode, size, mtimeNs, ctimeNs, digest, text } = node;
  const numbers = `${mode.toString(8)} ${size} ${mtimeNs} ${ctimeNs}`;
  const end = kind === "link" ? ` ${JSON.stringify(text ?? "")}` : "";
  return `${LETTERS[kind]} ${numbers} ${digest ?? "-"} ${JSON.stringify(name)}${end}\n`;
}

/** The last line; `sum` is the sha256 of all bytes before it, in hex. */
export function baselineEndLine(count: number, sum: string): string {
  return `end ${count} ${sum}\n`;
}

/** A baseline that was read, or why it is none, in a few words. */
export type BaselineReading = { readonly baseline: Baseline } | { readonly fault: string };

/**
 * Reads a baseline. `sumOf` is the sha256 of a text's bytes in hex. What is cut off, flipped, twice, out of order or of a newer program is a fault: a name
 * that was wrongly taken for a delivered one would go with the old code.
 */
export function parseBaseline(text: string, sumOf: (text: string) => string): BaselineReading {
  const start = text.lastIndexOf("\n", text.length - 2) + 1;
  const end = /^end (\d{1,9}) ([0-9a-f]{64})\n$/.exec(text.slice(start));
  if (end === null) return { fault: "its last line is missing: it is cut off" };
  const body = text.slice(0, start);
  if (sumOf(body) !== end[2]) return { fault: "its checksum is wrong: it was changed or damaged" };
  const head = headOf(body.slice(0, body.indexOf("\n")));
  if (typeof head === "string") return { fault: head };
  const nodes = nodesOf(body, body.indexOf("\n") + 1);
  if (typeof nodes === "string") return { fault: nodes };
  if (nodes.size !== Number(end[1])) return { fault: `it should hold ${end[1]} names and holds ${nodes.size}` };
  return { baseline: { ...head, nodes } };
}

const ODD_HEAD = "its first line is not that of a baseline";

function headOf(line: string): BaselineHead | string {
  const [, schema, json = ""] = /^holdfast-baseline (\d+) (\{.*\})$/.exec(line) ?? [];
  if (schema === undefined) return ODD_HEAD;
  if (Number(schema) > BASELINE_SCHEMA) return "a newer Holdfast wrote it";
  const value = parsed(json);
  return isHead(value) ? value : ODD_HEAD;
}

function isHead(value: unknown): value is BaselineHead {
  if (typeof value !== "object" || value === null) return false;
  const { release, tree, born, from } = value as Record<string, unknown>;
  return [release, tree, born].every((part) => typeof part === "string") && SOURCES.has(from);
}

const SOURCES = new Set<unknown>(["tree", "archive", "git"]);

const QUOTED = String.raw`("(?:[^"\\]|\\.)*")`;
const LINE = new RegExp(
  `^([dflo]) ([0-7]{1,4}) (-1|\\d{1,16}) (-?\\d{1,20}) (\\d{1,20}) ([0-9a-f]{64}|git:[0-9a-f]{40,64}|-) ${QUOTED}(?: ${QUOTED})?$`,
);

function nodesOf(body: string, from: number): Map<RelPath, BaselineNode> | string {
  const nodes = new Map<RelPath, BaselineNode>();
  let folder: RelPath | "" | null = null;
  for (let at = from; at < body.length; ) {
    const stop = body.indexOf("\n", at);
    const line = body.slice(at, stop);
    at = stop + 1;
    if (line.startsWith("in ")) {
      const next = folderOf(line, nodes);
      if (next === null) return `a line names no folder of it: ${line.slice(0, 100)}`;
      folder = next;
      continue;
    }
    const found = folder === null ? null : nodeOf(line, folder);
    if (found === null) return `a line is not as expected: ${line.slice(0, 100)}`;
    if (nodes.has(found.path)) return `a name is in it twice: ${line.slice(0, 100)}`;
    nodes.set(found.path, found.node);
  }
  return nodes;
}

function folderOf(line: string, nodes: ReadonlyMap<RelPath, BaselineNode>): RelPath | "" | null {
  const value = parsed(line.slice("in ".length));
  if (value === "") return "";
  const path = typeof value === "string" ? parseRel(value) : undefined;
  if (path === undefined || path !== value) return null;
  return nodes.get(path)?.kind === "directory" ? path : null;
}

function nodeOf(line: string, folder: RelPath | ""): { readonly path: RelPath; readonly node: BaselineNode } | null {
  const fields = LINE.exec(line) ?? [];
  const field = (number: number): string => fields[number] ?? "";
  const kind = KINDS.get(field(1));
  const name = parsed(field(7));
  const text = parsed(field(8));
  const isWhole = kind !== undefined && isOneName(name) && (kind === "link") === (typeof text === "string");
  return isWhole ? { path: join(folder, name), node: nodeFrom(kind, field, text) } : null;
}

function nodeFrom(kind: NodeKind, field: (number: number) => string, text: unknown): BaselineNode {
  return {
    kind,
    mode: Number.parseInt(field(2), 8),
    size: Number(field(3)),
    mtimeNs: BigInt(field(4)),
    ctimeNs: BigInt(field(5)),
    digest: field(6) === "-" ? null : field(6),
    ...(typeof text === "string" ? { text } : {}),
  };
}

function isOneName(name: unknown): name is string {
  return typeof name === "string" && parseRel(name) === name && !name.includes("/");
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
