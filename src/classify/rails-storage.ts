/** Where a Rails app's Active Storage services keep files: `config/storage.yml` (https://guides.rubyonrails.org/active_storage_overview.html). */
import type { Inventory } from "../core/inventory.ts";
import { parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";

const SERVICES = "config/storage.yml" as RelPath;
const ROOT =
  /^\s+root:\s*(?:<%=\s*Rails\.root\.join\((?<parts>[^)]*)\)(?:\.to_s)?\s*%>|["']?(?<plain>[\w./-]+)["']?)\s*(?:#.*)?$/;

/** The folders of the services on disk; those of tests lie in `tmp`. */
export function railsClaims(inventory: Inventory): Claim[] {
  return (inventory.texts.get(SERVICES) ?? "").split(/\r?\n/).flatMap((line, index): Claim[] => {
    const found = ROOT.exec(line)?.groups;
    const text =
      found?.["plain"] ??
      found?.["parts"]
        ?.split(",")
        .map((part) => part.trim().replace(/^["']|["']$/g, ""))
        .join("/");
    const path = text === undefined ? undefined : parseRel(text);
    if (path === undefined || path === "tmp" || path.startsWith("tmp/")) return [];
    const fact = "A service of Active Storage has its root here";
    return [
      {
        path,
        kind: "directory",
        class: "user",
        handling: "link",
        evidence: { fact, where: `${SERVICES}:${index + 1}`, strength: "code" },
      },
    ];
  });
}
