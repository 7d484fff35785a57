import { createHash, type Hash } from "node:crypto";
import type { AcceptedListing } from "../../core/arrival.ts";
import { encodeName } from "../../core/bytes.ts";
import type { Archive, Sink } from "./archive.ts";

/** A digest that is made while somebody else reads a delivery through. */
export interface Digesting {
  /** What to read a file into; null for one that the digest does not need. */
  readonly sinkOf: (index: number) => Sink | null;
  /** In hex, once every file has been read. */
  readonly digest: () => string;
}

/**
 * What a delivery is known again by: the sha256 of an archive's bytes; for a folder that of the names, modes, link texts and contents that become the release,
 * so that the same build is the same delivery whatever its times are.
 */
export function contentDigest(archive: Archive, listing: AcceptedListing): Digesting {
  const known = archive.digest();
  return known === null ? folderDigest(listing) : { sinkOf: () => null, digest: () => known };
}

function folderDigest({ nodes }: AcceptedListing): Digesting {
  const wanted = new Map(
    nodes.flatMap(({ kind, index, path }) => (kind === "file" && index !== null ? [[index, path]] : [])),
  );
  const contents = new Map<string, string>();
  return {
    sinkOf: (index) => {
      const path = wanted.get(index);
      if (path === undefined) return null;
      const hash = createHash("sha256");
      return {
        write: (part) => hash.update(part),
        end: () => contents.set(path, hash.digest("hex")),
      };
    },
    digest: () => {
      const whole = createHash("sha256");
      for (const node of nodes) addNode(whole, node, contents);
      return whole.digest("hex");
    },
  };
}

function addNode(whole: Hash, node: AcceptedListing["nodes"][number], contents: ReadonlyMap<string, string>): void {
  whole.update(encodeName(node.path));
  const content = contents.get(node.copyOf ?? node.path) ?? "";
  whole.update(`\0${node.kind} ${node.mode.toString(8)} ${content} ${node.text ?? ""}\0`);
}
