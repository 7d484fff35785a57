import { createHash, type Hash } from "node:crypto";
import type { AcceptedListing } from "../../core/arrival.ts";
import { encodeName } from "../../core/bytes.ts";
import type { Archive } from "./archive.ts";

/**
 * What a delivery is known again by: the sha256 of an archive's bytes; for a folder that of the names, modes, link texts and contents that become the release,
 * so that the same build is the same delivery whatever its times are.
 */
export function contentDigest(archive: Archive, listing: AcceptedListing): string {
  return archive.digest() ?? folderDigest(archive, listing);
}

function folderDigest(archive: Archive, listing: AcceptedListing): string {
  const wanted = new Map(
    listing.nodes.flatMap(({ kind, index, path }) => (kind === "file" && index !== null ? [[index, path]] : [])),
  );
  const contents = new Map<string, string>();
  archive.readThrough((index) => {
    const path = wanted.get(index);
    if (path === undefined) return null;
    const hash = createHash("sha256");
    return {
      write: (part) => hash.update(part),
      end: () => contents.set(path, hash.digest("hex")),
    };
  });
  const whole = createHash("sha256");
  for (const node of listing.nodes) addNode(whole, node, contents);
  return whole.digest("hex");
}

function addNode(whole: Hash, node: AcceptedListing["nodes"][number], contents: ReadonlyMap<string, string>): void {
  whole.update(encodeName(node.path));
  const content = contents.get(node.copyOf ?? node.path) ?? "";
  whole.update(`\0${node.kind} ${node.mode.toString(8)} ${content} ${node.text ?? ""}\0`);
}
