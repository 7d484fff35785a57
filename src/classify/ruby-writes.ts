/**
 * Where the Ruby code of a Rails application keeps files: paths from `Rails.root` into folders that are not part of the code
 * (https://api.rubyonrails.org/classes/Rails.html#method-c-root).
 */
import type { Inventory } from "../core/inventory.ts";
import { baseName, join, parseRel, type RelPath } from "../core/path.ts";
import { contentsOf } from "./contents.ts";
import { isIgnored } from "./ignored.ts";
import { isDataName } from "./names.ts";
import type { Write } from "./writes.ts";

const TOOLING = /(^|\/)(spec|test|db|bin|script|lib\/tasks|lib\/generators|config\/(environments|locales))\//;
const PATH =
  /Rails\.root(?:\.to_s)?\s*(?:\.join\s*\((?<joined>[^()\n]{1,200})|\+\s*(?<added>["'][^"'\n]{1,200}["'])|,\s*(?<listed>["'][^)\n]{1,200}))|["']#\{Rails\.root(?:\.to_s)?\}(?<spelled>\/[^"'\n]{1,200})["']/g;
/** One argument that is written out, up to where something is put in. */
const LITERAL = /^\s*(?:"([^"#]*)(#\{)?[^"]*"|'([^']*)')\s*$/;
const FILE = /\.[a-z0-9]{1,8}$/i;

/** Every such folder that the Ruby of an inventory names. */
export function rubyWrites(inventory: Inventory): Write[] {
  if (!inventory.nodes.has("config/environment.rb" as RelPath)) return [];
  return [...inventory.texts].flatMap(([path, text]) =>
    path.endsWith(".rb") && !TOOLING.test(path) ? writesOf(path, text, inventory) : [],
  );
}

function writesOf(path: RelPath, text: string, inventory: Inventory): Write[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(PATH)].flatMap(({ groups }): Write[] => {
      const folder = folderOf(groups ?? {});
      if (folder === undefined || !isKept(folder, inventory)) return [];
      const value = { anchored: true, text: folder, open: false, whole: true };
      const file = { path, language: "ruby" } as const;
      return [{ value, names: "folder", class: "user", doubtful: false, verb: "Rails.root", file, line: index + 1 }];
    }),
  );
}

function folderOf(found: Readonly<Record<string, string | undefined>>): RelPath | undefined {
  const { joined, added, listed, spelled } = found;
  const path = parseRel(knownPart(joined ?? added ?? listed ?? `"${spelled ?? ""}"`));
  return path === undefined || FILE.test(baseName(path)) ? undefined : path;
}

/** The arguments up to the first that is not written out; what goes on with something unknown is known up to its last folder. */
function knownPart(listed: string): string {
  const known: string[] = [];
  for (const argument of listed.split(",")) {
    const literal = LITERAL.exec(argument);
    if (literal === null) break;
    const [, double, unknown, single = ""] = literal;
    const text = (double ?? single).replace(/^\//, "");
    known.push(unknown === undefined ? text : text.slice(0, text.lastIndexOf("/") + 1));
    if (unknown !== undefined) break;
  }
  return known
    .join("/")
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
}

/** Not in the code: kept out of the repository, named like data, or nowhere to be seen until something is written. */
function isKept(folder: RelPath, inventory: Inventory): boolean {
  if (isDataName(baseName(folder)) || isIgnored(inventory, join(folder, "x"), "file") === true) return true;
  const { files, placeholders } = contentsOf(inventory, folder);
  return files === placeholders;
}
