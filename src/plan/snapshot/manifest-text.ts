import { decodeJson } from "../../core/json.ts";
import type { SnapshotHead, SnapshotManifest, SnapshotNode } from "../../core/snapshot.ts";

/** The manifest as text: the head on one line, then one line for each node. */
export function manifestText({ head, nodes }: SnapshotManifest): string {
  return [head, ...nodes].map((part) => `${JSON.stringify(part)}\n`).join("");
}

/** Reads it back; null where it is none of this version. Its digest has been compared before, so what it says is what was written. */
export function readManifestText(text: string): SnapshotManifest | null {
  // A text of JSON has its line ends escaped: each that is left ends a part. Parsed at once it takes half the time of line by line.
  const reading = decodeJson(`[${text.slice(0, -1).replaceAll("\n", ",")}]`);
  if (!("value" in reading) || !Array.isArray(reading.value)) return null;
  const [head, ...nodes] = reading.value as unknown[];
  if (!isHead(head) || !nodes.every(isNode)) return null;
  return { head, nodes };
}

/** Reads its head alone. */
export function readManifestHead(text: string): SnapshotHead | null {
  const reading = decodeJson(text.slice(0, text.indexOf("\n")));
  return "value" in reading && isHead(reading.value) ? reading.value : null;
}

function isHead(value: unknown): value is SnapshotHead {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === 1 && "shared" in value;
}

/** A name that is empty or leads somewhere else. */
const OUTWARD = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** A path of a snapshot is written below a folder when it is restored: it may not lead out of it. */
function isNode(value: unknown): value is SnapshotNode {
  if (typeof value !== "object" || value === null || !("path" in value) || !("kind" in value)) return false;
  return typeof value.path === "string" && !OUTWARD.test(value.path);
}
