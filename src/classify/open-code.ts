/** Code to which others add, by the rules of .gitignore: what comes to it is kept out of the repository, and of no release. */
import type { Inventory } from "../core/inventory.ts";
import { baseName, join, parentOf, parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { contentsOf, mostlyCode } from "./contents.ts";
import { isBuiltByTools, isIgnored, keepsSome, ROOT_IGNORE } from "./ignored.ts";
import { isAddOnName, isCodeName, isShippedName } from "./names.ts";

/** Fewer names that stand nowhere are what a build makes. */
const ENOUGH = 3;

/** Such a folder stays with the code, and what was added goes along. */
export function claimsByOpenCode(inventory: Inventory, path: RelPath): Claim[] {
  const fact = factAbout(inventory, path);
  if (fact === undefined) return [];
  const own = join(path, ".gitignore");
  const where = inventory.texts.has(own) ? own : ROOT_IGNORE;
  return [
    { path, kind: "directory", class: "asset", handling: "carry", evidence: { fact, where, strength: "placeholder" } },
  ];
}

/** Folders of which single names are kept out that stand nowhere. */
export function openFolders(inventory: Inventory): RelPath[] {
  return [...namedChildren(inventory).keys()];
}

function factAbout(inventory: Inventory, path: RelPath): string | undefined {
  const name = baseName(path);
  if ((isCodeName(name) && !isAddOnName(name)) || isBuiltByTools(inventory, path)) return undefined;
  if (
    keepsSome(inventory, path) &&
    mostlyCode(contentsOf(inventory, path)) &&
    isIgnored(inventory, join(path, "x"), "file") === true
  )
    return "Its own parts are kept in the repository by name, and whatever comes to them is kept out";
  const absent = namedChildren(inventory).get(path) ?? 0;
  return absent >= ENOUGH
    ? `The repository keeps out ${absent} folders that were added to it, by their names`
    : undefined;
}

const known = new WeakMap<Inventory, ReadonlyMap<RelPath, number>>();

/** How many folders .gitignore names one by one in each folder of code, and that stand nowhere. */
function namedChildren(inventory: Inventory): ReadonlyMap<RelPath, number> {
  const cached = known.get(inventory);
  if (cached !== undefined) return cached;
  const counts = new Map<RelPath, number>();
  for (const line of (inventory.texts.get(ROOT_IGNORE) ?? "").split(/\r?\n/)) {
    const home = homeOfAddition(line.trim(), inventory);
    if (home !== undefined) counts.set(home, (counts.get(home) ?? 0) + 1);
  }
  const found = new Map([...counts].filter(([, count]) => count >= ENOUGH));
  known.set(inventory, found);
  return found;
}

/** The folder of code in which a rule names a folder that does not stand there. */
function homeOfAddition(rule: string, inventory: Inventory): RelPath | undefined {
  const path = /^\/?[\w-]+(\/[\w-]+)+\/?$/.test(rule) ? parseRel(rule.replace(/^\/|\/$/g, "")) : undefined;
  if (path === undefined || inventory.nodes.has(path) || isShippedName(baseName(path))) return undefined;
  const home = parentOf(path) as RelPath;
  const isOfCode = inventory.nodes.get(home)?.kind === "directory" && contentsOf(inventory, home).code >= ENOUGH;
  return isOfCode ? home : undefined;
}
