import { displayName } from "../../core/bytes.ts";
import type { EntryKind } from "../../core/entry.ts";
import { HoldfastError } from "../../core/error.ts";
import type { Inventory, NodeKind } from "../../core/inventory.ts";
import { ancestorsOf, type RelPath } from "../../core/path.ts";
import { isInPlace } from "./in-place.ts";
import type { SiteWithReleases } from "./release-site.ts";

/**
 * Throws `entry-of-another-kind` where a delivery has a file at the path of a folder that is kept in shared, or above it, or a folder at that of a file: no
 * link can stand there, and the release would be live without that data. Reads only.
 */
export function refuseOtherKinds(found: SiteWithReleases, { nodes }: Pick<Inventory, "nodes">): void {
  if (isInPlace(found)) return;
  for (const { path, kind, seeded } of found.record?.entries ?? []) {
    if (!seeded) continue;
    const above = ancestorsOf(path).find((one) => nodes.get(one)?.kind === "file");
    if (above !== undefined) throw otherKind({ path, kind }, above, "file");
    const coming = nodes.get(path)?.kind;
    if (isOther(kind, coming)) throw otherKind({ path, kind }, path, coming);
  }
}

function isOther(kind: EntryKind, coming: NodeKind | undefined): coming is "file" | "directory" {
  return (coming === "file" || coming === "directory") && coming !== kind;
}

function otherKind(
  entry: { readonly path: RelPath; readonly kind: EntryKind },
  at: RelPath,
  coming: "file" | "directory",
): HoldfastError {
  const [was, is] = [entry.kind, coming].map((kind) => (kind === "directory" ? "folder" : "file"));
  return new HoldfastError({
    code: "entry-of-another-kind",
    message: `This release ships a ${is ?? ""} "${displayName(at)}", and on the site "${displayName(entry.path)}" is a ${was ?? ""} with data, kept in shared: the release would be live without it`,
    hint: `Ask its vendor where the data is now. If what it ships there is not needed: unpack the delivery, remove "${displayName(at)}" from it, and name the unpacked folder`,
  });
}
