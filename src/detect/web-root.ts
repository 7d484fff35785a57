import type { Detection } from "../core/entry.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import type { RelPath } from "../core/path.ts";
import type { Profile } from "../profiles/profile.ts";

const FRONT_DOORS = ["index.php", "index.html", "index.htm"];

/** The folder that the web server serves, as the best detection knows it; `""` is the app's root. */
export function findWebRoot(
  inventory: Inventory,
  detections: readonly Detection[],
  profiles: readonly Profile[],
): RelPath | "" {
  const candidates = detections.flatMap(({ id }) => profiles.find((profile) => profile.id === id)?.webRoots ?? []);
  const withDoor = candidates.find((candidate) => hasFrontDoor(inventory, candidate as RelPath | ""));
  if (withDoor !== undefined) return withDoor as RelPath | "";
  const standing = candidates.find((candidate) => candidate !== "" && inventory.nodes.has(candidate as RelPath));
  if (standing !== undefined) return standing as RelPath;
  const inRoot = childrenOf(inventory, "").some(({ path, kind }) => kind === "file" && path.endsWith(".php"));
  if (inRoot && candidates.includes("")) return "";
  const usual = candidates[0] ?? (inventory.nodes.has("public" as RelPath) ? "public" : "");
  return usual as RelPath | "";
}

function hasFrontDoor(inventory: Inventory, directory: RelPath | ""): boolean {
  return childrenOf(inventory, directory).some(({ path }) =>
    FRONT_DOORS.some((door) => path === door || path.endsWith(`/${door}`)),
  );
}
