import { decodeJson } from "../../core/json.ts";
import type { SnapshotHead, SnapshotManifest, SnapshotNode } from "../../core/snapshot.ts";

/** The manifest as text: the head on one line, then one line for each node. */
export function manifestText({ head, nodes }: SnapshotManifest): string {
  return [head, ...nodes].map((part) => `${JSON.stringify(part)}\n`).join("");
}

/** Reads it back; null where it is none of this version. Its digest has been compared before, so what it says is what was written. */
export function readManifestText(text: string): SnapshotManifest | null {
  const lines = text.split("\n").slice(0, -1);
  const [head, ...nodes] = lines.map((line) => {
    const reading = decodeJson(line);
    return "value" in reading ? reading.value : null;
  });
  if (!isHead(head) || !nodes.every(isNode)) return null;
  return { head, nodes };
}

function isHead(value: unknown): value is SnapshotHead {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === 1 && "shared" in value;
}

/** A path of a snapshot is written below a folder when it is restored: it may not lead out of it. */
function isNode(value: unknown): value is SnapshotNode {
  if (typeof value !== "object" || value === null || !("path" in value) || !("kind" in value)) return false;
  return typeof value.path === "string" && !value.path.split("/").some((name) => ["", ".", ".."].includes(name));
}
