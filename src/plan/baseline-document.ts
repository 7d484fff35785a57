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
import type { NodeKind } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import { indexBaseline } from "../core/baseline-index.ts";
import { BaselineNodes } from "../core/baseline-nodes.ts";

const LETTERS: Readonly<Record<NodeKind, string>> = { directory: "d", file: "f", link: "l", other: "o" };

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
export function parseBaseline<T extends string | Buffer>(document: T, sumOf: (body: T) => string): BaselineReading {
  const bytes: Buffer = typeof document === "string" ? Buffer.from(document) : document;
  const start = bytes.lastIndexOf("\n", Math.max(0, bytes.length - 2)) + 1;
  const end = END.exec(bytes.toString("latin1", start, start + LONGEST_END));
  if (end === null) return { fault: "its last line is missing: it is cut off" };
  const lines = bytes.subarray(0, start);
  // The last line is as long in characters as in bytes.
  const body = (typeof document === "string" ? document.slice(0, start - bytes.length) : lines) as T;
  if (sumOf(body) !== end[2]) return { fault: "its checksum is wrong: it was changed or damaged" };
  const stop = lines.indexOf("\n");
  const head = headOf(lines.toString("utf8", 0, Math.max(0, stop)));
  if (typeof head === "string") return { fault: head };
  const index = indexBaseline(lines, stop + 1);
  if (typeof index === "string") return { fault: index };
  const count = index.lines.length;
  if (count !== Number(end[1])) return { fault: `it should hold ${end[1]} names and holds ${count}` };
  return { baseline: { ...head, nodes: new BaselineNodes(index) } };
}

const END = /^end (\d{1,9}) ([0-9a-f]{64})\n$/;
/** More than the last line has. */
const LONGEST_END = 128;
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

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
