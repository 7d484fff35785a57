import { createHash } from "node:crypto";
import type { AcceptedListing } from "../../core/arrival.ts";
import type { Baseline, BaselineNode } from "../../core/baseline.ts";
import type { RelPath } from "../../core/path.ts";
import type { Archive } from "./archive.ts";

/**
 * What a vendor shipped, as a baseline, without unpacking it: for an application whose arrival nobody recorded. Every content is read through and checked.
 * Modes and times are the archive's and prove nothing about what stands on disk.
 */
export function shippedBaseline(archive: Archive, { nodes }: AcceptedListing): Baseline {
  const wanted = new Set(nodes.flatMap(({ kind, index }) => (kind === "file" && index !== null ? [index] : [])));
  const digests = new Map<number, string>();
  archive.readThrough((index) => {
    if (!wanted.has(index)) return null;
    const hash = createHash("sha256");
    return {
      write: (part) => hash.update(part),
      end: () => digests.set(index, hash.digest("hex")),
    };
  });
  const indexes = new Map(nodes.map(({ path, index }) => [path, index]));
  const shipped = new Map<RelPath, BaselineNode>();
  for (const { path, kind, size, copyOf, text, index } of nodes) {
    const from = copyOf === undefined ? index : (indexes.get(copyOf) ?? null);
    const digest = kind === "file" && from !== null ? (digests.get(from) ?? null) : null;
    const node = { kind, mode: 0, size: kind === "file" ? size : 0, mtimeNs: 0n, ctimeNs: 0n, digest };
    shipped.set(path, text === undefined ? node : { ...node, text });
  }
  return { release: "", tree: "", born: "", from: "archive", nodes: shipped };
}
