import type { PathVerdict } from "../core/entry.ts";
import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Inventory } from "../core/inventory.ts";
import { isInside } from "../core/path.ts";

/**
 * What this user may not read and no verdict covers: whether it holds data is not known, and a run must not end as if it were. Inside an
 * entry it does not matter, because the entry is taken over as a whole.
 */
export function unreadNotes(inventory: Pick<Inventory, "limits">, verdicts: readonly PathVerdict[]): Diagnostic[] {
  const kept = verdicts.filter(({ handling }) => handling !== "release" && handling !== "carry");
  return inventory.limits
    .filter(({ path, reason }) => reason === "not readable" && !kept.some((verdict) => isInside(path, verdict.path)))
    .map(({ path, detail }) => ({
      severity: "problem",
      code: "not-readable",
      path,
      message: `"${displayName(path) || "."}" may not be read by this user${detail === undefined ? "" : ` (${detail})`}, so nobody knows whether it holds data; it is left as it is`,
      hint: `Run the command as the user that owns it, or as root. If it is data, say so in holdfast.json: ${JSON.stringify(path)}: "user"`,
    }));
}
