import ignore, { type Ignore } from "ignore";
import type { Evidence } from "../core/evidence.ts";
import { childrenOf, type Inventory } from "../core/inventory.ts";
import { ancestorsOf, baseName, join, parentOf, parseRel, type RelPath } from "../core/path.ts";
import type { Claim } from "./claim.ts";
import { type Contents, contentsOf, isPlaceholder, mostlyCode, onlyPlaceholders } from "./contents.ts";
import {
  isAddOnName,
  isCodeName,
  isDataName,
  isDemoName,
  isRuntimeName,
  isScratchName,
  isShippedName,
} from "./names.ts";

/** The rules of the app as a whole. */
export const ROOT_IGNORE = ".gitignore" as RelPath;
const caches = new WeakMap<Inventory, Map<string, Ignore>>();

/**
 * True when git's rules keep the path out of the repository: `.git/info/exclude`, the app's own .gitignore and those further down,
 * each heavier than the one before. What git tracks is not kept out, whatever they say. Undefined when no rules reach the path.
 */
export function isIgnored(inventory: Inventory, path: RelPath, kind: "file" | "directory"): boolean | undefined {
  if (inventory.git?.tracked.has(path) === true) return false;
  const rules = rulesFor(inventory, path);
  return rules?.ignores(kind === "directory" ? `${path}/` : path);
}

/**
 * What .gitignore and placeholders say about a folder. Ignored with a kept placeholder means that the running app fills it;
 * ignored and absent is usually build output, so that alone is a doubt. A placeholder alone says nothing in a folder that is known to hold code.
 */
export function claimsByPlaceholder(inventory: Inventory, path: RelPath, isOfCode = false): Claim[] {
  const contents = contentsOf(inventory, path);
  if (isMadeFromCode(inventory, path) || mostlyCode(contents)) return [];
  const { say, ask } = voices(inventory, path);
  if (isIgnored(inventory, join(path, "x"), "file") !== true)
    return !isOfCode && shipsEmpty(inventory, path) ? [say("It ships empty, with a placeholder", path)] : [];
  if (isKeptFree(path, contents))
    return [say("What it holds is kept out of the repository, while a placeholder keeps the folder in it")];
  if (contents.files === 0) return claimsOnAbsence(inventory, path);
  const fact = "What it holds is kept out of the repository";
  return [contents.media * 2 > contents.files ? say(fact) : ask(fact)];
}

/** A folder of which nothing is there, and that rules keep out once it is. */
function claimsOnAbsence(inventory: Inventory, path: RelPath): Claim[] {
  const { say, ask } = voices(inventory, path);
  const fact = "What it would hold is kept out of the repository";
  if (OF_DATA.test(baseName(path)) && !isAmongCode(path) && rulesName(inventory, path))
    return [say(`${fact}, and it is called what data is`)];
  if (!path.includes("/")) return [];
  // A build makes its folder itself; a rule for what lies in a folder is written where the folder has to be there.
  return meansContents(inventory, path)
    ? [say(`${fact}, by a rule that means the contents and not the folder`)]
    : [ask(fact)];
}

/** How a fact about a folder becomes a claim: that it is data, or a doubt. */
function voices(inventory: Inventory, path: RelPath): Record<"say" | "ask", (fact: string, where?: string) => Claim> {
  const rules = inventory.texts.has(join(path, ".gitignore")) ? join(path, ".gitignore") : ROOT_IGNORE;
  const voice =
    (found: Claim["class"], strength: Evidence["strength"]) =>
    (fact: string, where: string = rules): Claim => ({
      path,
      kind: "directory",
      class: found,
      evidence: { fact, where, strength },
    });
  return { say: voice("user", "placeholder"), ask: voice(null, "content") };
}

function shipsEmpty(inventory: Inventory, path: RelPath): boolean {
  if (ancestorsOf(path).some((above) => DOCUMENTS.test(baseName(above)))) return false;
  return onlyPlaceholders(contentsOf(inventory, path)) && !isGuardedLikeCode(inventory, path);
}

/** Of the code and its developers. */
const DOCUMENTS = /^(docs?|documentation|tests?|examples?)$/;

/** A placeholder says nothing among pictures of the code, of which those that a build makes are kept out. */
function isKeptFree(path: RelPath, contents: Contents): boolean {
  return contents.placeholders > 0 && (onlyPlaceholders(contents) || !isShippedName(baseName(path)));
}

/** A page against looking into a folder says nothing of it where the folder of code around it has one too. */
function isGuardedLikeCode(inventory: Inventory, path: RelPath): boolean {
  const names = childrenOf(inventory, path).flatMap((node) => (node.kind === "file" ? [baseName(node.path)] : []));
  const around = parentOf(path);
  if (around === "" || !names.every((name) => GUARD.test(name))) return false;
  return mostlyCode(contentsOf(inventory, around)) && names.some((name) => inventory.nodes.has(join(around, name)));
}

const GUARD = /^(index\.(html?|php)|\.htaccess|web\.config)$/i;

/** A name that only code and demos have, what a build tool fills, and what is built from files that are kept. */
function isMadeFromCode(inventory: Inventory, path: RelPath): boolean {
  const name = baseName(path);
  const isCode = isDemoName(name) || (isCodeName(name) && !awaitsAddOns(inventory, path));
  return isCode || isBuiltByTools(inventory, path) || keepsSome(inventory, path);
}

/** A folder for add-ons beside the code that ships empty, with rules about what it will hold: its owner fills it. */
function awaitsAddOns(inventory: Inventory, path: RelPath): boolean {
  if (path.includes("/") || !isAddOnName(path) || !onlyPlaceholders(contentsOf(inventory, path))) return false;
  return isIgnored(inventory, join(path, "x"), "file") === true;
}

/** True where files or a subfolder are kept: they (`*` with `!vendor/`, `img/*` with `!img/icon.png`) mean that the rest is built from them, or that others add to them. */
export function keepsSome(inventory: Inventory, path: RelPath): boolean {
  return rulesAbout(inventory, path).some(
    (rule) => /^!\/?[^*/]+\/?$/.test(rule) && !isPlaceholder(rule.replace(/^!\/?|\/$/g, "")),
  );
}

/** True where rules keep out whatever lies beside a path and take it up again itself. */
export function isKeptByName(inventory: Inventory, path: RelPath): boolean {
  const node = inventory.nodes.get(path);
  if (node === undefined || isIgnored(inventory, join(parentOf(path), "x-other"), "file") !== true) return false;
  return isIgnored(inventory, path, node.kind === "directory" ? "directory" : "file") === false;
}

function isAmongCode(path: RelPath): boolean {
  return ancestorsOf(path).some((above) => isCodeName(baseName(above)));
}

const OF_DATA = /^(data|db|databases?|storage|state|volumes?)$/;

/** True where a rule names the folder by its path, or by its name alone. */
function rulesName(inventory: Inventory, path: RelPath): boolean {
  return ["" as const, ...ancestorsOf(path)].some((home) => {
    const below = home === "" ? path : path.slice(home.length + 1);
    return (inventory.texts.get(join(home, ".gitignore")) ?? "")
      .split(/\r?\n/)
      .some((line) => line.trim().replace(/^\/|\/(\*\*?)?$/g, "") === below);
  });
}

/** Scratch space, and what is generated among code, is written so too, and made again. */
function meansContents(inventory: Inventory, path: RelPath): boolean {
  if (isScratchName(baseName(path)) || isAmongCode(path)) return false;
  return !isShippedName(baseName(path)) && rulesAbout(inventory, path).some((rule) => /^\/\*\*?$/.test(rule));
}

/** The rules of all .gitignore files on the way that name something in a folder by its path, as that folder would spell them. */
function rulesAbout(inventory: Inventory, path: RelPath): string[] {
  return ["" as const, ...ancestorsOf(path), path].flatMap((home) => {
    const below = home === "" ? path : path.slice(home.length + 1);
    return (inventory.texts.get(join(home, ".gitignore")) ?? "").split(/\r?\n/).flatMap((line): string[] => {
      const rule = line.trim();
      const negated = rule.startsWith("!") ? "!" : "";
      const bound = rule.slice(negated.length).replace(/^\//, "");
      if (home === path) return [`${negated}/${bound}`];
      return bound.startsWith(`${below}/`) ? [`${negated}${bound.slice(below.length)}`] : [];
    });
  });
}

const BUILD_TOOL = /^(webpack[\w.]*|gulpfile|gruntfile|vite\.config|rollup\.config)\.[cm]?[jt]s$/i;

/** True when the settings of a build tool name the folder: what fills it is a build. */
export function isBuiltByTools(inventory: Inventory, path: RelPath): boolean {
  const named = new RegExp(`["'\`/]${path.replace(/[^\w/-]/g, "\\$&")}(?:["'\`/*])`);
  return [...inventory.texts].some(([file, text]) => BUILD_TOOL.test(file) && named.test(text));
}

/** Folders that .gitignore names by a plain path, whether or not they exist. */
export function foldersInIgnore(inventory: Inventory): { readonly path: RelPath; readonly data: boolean }[] {
  const text = `${inventory.texts.get(ROOT_IGNORE) ?? ""}\n${inventory.git?.exclude ?? ""}`;
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
    const names = path.split("/").filter(isDataName);
    found.set(
      path,
      names.some((name) => !isRuntimeName(name)),
    );
  }
  return [...found].map(([path, data]) => ({ path, data }));
}

/** The rules for what lies in the same folder as `path`: one list, since a folder that is kept out keeps out all below it, whatever stands there. */
function rulesFor(inventory: Inventory, path: RelPath): Ignore | undefined {
  const homes = (["", ...ancestorsOf(path)] as const).filter((home) => inventory.texts.has(join(home, ".gitignore")));
  const exclude = inventory.git?.exclude;
  if (homes.length === 0 && exclude === undefined) return undefined;
  const key = homes.at(-1) ?? "";
  const known = caches.get(inventory) ?? new Map<string, Ignore>();
  caches.set(inventory, known);
  const rules =
    known.get(key) ??
    ignore({ ignorecase: false }).add([
      ...linesBelow(exclude ?? "", ""),
      ...homes.flatMap((home) => linesBelow(inventory.texts.get(join(home, ".gitignore")) ?? "", home)),
    ]);
  known.set(key, rules);
  return rules;
}

/** The lines of a .gitignore as they would stand in one at the top. */
function linesBelow(text: string, home: RelPath | ""): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (home === "") return lines;
  const prefix = `/${home.replace(/[\\*?[\] !#]/g, "\\$&")}/`;
  return lines.flatMap((line) => {
    if (line.trim() === "" || line.startsWith("#")) return [];
    const isNegated = line.startsWith("!");
    const pattern = isNegated ? line.slice(1) : line;
    if (pattern === "/") return [];
    const isAnchored = /\/./.test(pattern.trimEnd());
    const place = isAnchored ? pattern.replace(/^\//, "") : `**/${pattern}`;
    return [`${isNegated ? "!" : ""}${prefix}${place}`];
  });
}
