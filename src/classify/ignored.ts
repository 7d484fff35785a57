import ignore, { type Ignore } from "ignore";
import type { Inventory } from "../core/inventory.ts";
import { baseName, join, parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { contentsOf, mostlyCode, onlyPlaceholders } from "./contents.ts";
import { isCodeName, isDataName } from "./names.ts";

const ROOT_IGNORE = ".gitignore" as RelPath;
const caches = new WeakMap<Inventory, Ignore | null>();

/** True when the app's .gitignore keeps the path out of the repository; undefined when there is no .gitignore. */
export function isIgnored(inventory: Inventory, path: RelPath, kind: "file" | "directory"): boolean | undefined {
  const rules = rulesOf(inventory);
  if (rules === null) return undefined;
  return rules.ignores(kind === "directory" ? `${path}/` : path);
}

/**
 * What .gitignore and placeholders say about a folder. Ignored with a kept placeholder means that the running app fills it;
 * ignored and absent is usually build output (research/classification.md), so that alone is a doubt.
 */
export function claimsByPlaceholder(inventory: Inventory, path: RelPath): Claim[] {
  if (isCodeName(baseName(path)) || isBuiltByTools(inventory, path)) return [];
  const contents = contentsOf(inventory, path);
  const ownRules = inventory.texts.get(join(path, ".gitignore"));
  const ignoresContents =
    isIgnored(inventory, join(path, "x"), "file") === true ||
    (ownRules !== undefined && /^\s*(\/?\*\*?|\*\.\*)\s*$/m.test(ownRules) && !/^\s*!\/?[\w-]+\/?\s*$/m.test(ownRules));
  const say = (fact: string): Claim => ({
    path,
    kind: "directory",
    class: "user",
    evidence: { fact, where: ownRules === undefined ? ROOT_IGNORE : join(path, ".gitignore"), strength: "placeholder" },
  });
  if (ignoresContents && contents.placeholders > 0 && !mostlyCode(contents))
    return [say("What it holds is kept out of the repository, while a placeholder keeps the folder in it")];
  if (ignoresContents && contents.files > 0 && !mostlyCode(contents))
    return [say("What it holds is kept out of the repository")];
  if (onlyPlaceholders(contents))
    return [
      {
        ...say("It ships empty, with a placeholder"),
        evidence: { fact: "It ships empty, with a placeholder", where: path, strength: "placeholder" },
      },
    ];
  return [];
}

const BUILD_TOOL = /^(webpack[\w.]*|gulpfile|gruntfile|vite\.config|rollup\.config)\.[cm]?[jt]s$/i;

/** True when the settings of a build tool name the folder: what fills it is a build. */
function isBuiltByTools(inventory: Inventory, path: RelPath): boolean {
  return [...inventory.texts].some(([file, text]) => BUILD_TOOL.test(file) && text.includes(path));
}

/** Folders that .gitignore names by a plain path, whether or not they exist. */
export function foldersInIgnore(inventory: Inventory): { readonly path: RelPath; readonly data: boolean }[] {
  const text = inventory.texts.get(ROOT_IGNORE) ?? "";
  const found = new Map<RelPath, boolean>();
  for (const line of text.split(/\r?\n/)) {
    const plain = line
      .trim()
      .replace(/^!/, "")
      .replace(/\/(\*\*?(\/\*)?|\.gitkeep|\.gitignore)$/, "")
      .replace(/^\//, "");
    if (plain === "" || plain.startsWith("#") || /[*?[\]\\]/.test(plain) || !/^!?\/|\/./.test(line.trim())) continue;
    const path = parseRel(plain);
    if (path === undefined || /\.[a-z0-9]{1,8}$/i.test(baseName(path)) || baseName(path).startsWith(".")) continue;
    found.set(path, path.split("/").some(isDataName));
  }
  return [...found].map(([path, data]) => ({ path, data }));
}

function rulesOf(inventory: Inventory): Ignore | null {
  const cached = caches.get(inventory);
  if (cached !== undefined) return cached;
  const text = inventory.texts.get(ROOT_IGNORE);
  const rules = text === undefined ? null : ignore({ ignorecase: false }).add(text);
  caches.set(inventory, rules);
  return rules;
}
