/** The only path arithmetic. Paths use `/`; their names follow `bytes.ts`. */

declare const relBrand: unique symbol;
declare const absBrand: unique symbol;

/** A path below some root: no leading or trailing slash, no empty, `.` or `..` segment; `""` is never one. */
export type RelPath = string & { readonly [relBrand]: true };
/** An absolute path in the kernel's spelling: no trailing slash (but `/`), no empty, `.` or `..` segment. */
export type AbsPath = string & { readonly [absBrand]: true };

/** Reads a relative path; undefined when it is empty, absolute, holds NUL, or has a `.`, `..` or empty segment inside. A trailing slash and a leading `./` are dropped. */
export function parseRel(text: string): RelPath | undefined {
  const trimmed = text.replace(/^(\.\/+)+/, "").replace(/\/+$/, "");
  if (trimmed === "" || trimmed.startsWith("/") || trimmed.includes("\0")) return undefined;
  const segments = trimmed.split("/").filter((segment) => segment !== "");
  if (segments.some((segment) => segment === "." || segment === "..")) return undefined;
  return segments.join("/") as RelPath;
}

/** The relative path that a constant of ours spells; a spelling that is none is a defect. */
export function rel(text: string): RelPath {
  const parsed = parseRel(text);
  if (parsed === undefined) throw new Error(`Not a relative path: "${text}"`);
  return parsed;
}

/** The absolute path that `text` spells, `.` and `..` resolved by text alone; undefined when it is not absolute. */
function parseAbs(text: string): AbsPath | undefined {
  if (!text.startsWith("/") || text.includes("\0")) return undefined;
  const kept: string[] = [];
  for (const segment of text.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  return `/${kept.join("/")}` as AbsPath;
}

/** The absolute path that a value of ours spells; a spelling that is none is a defect. */
export function abs(text: string): AbsPath {
  const parsed = parseAbs(text);
  if (parsed === undefined) throw new Error(`Not an absolute path: "${text}"`);
  return parsed;
}

/** `root` and below it `path`. */
export function under(root: AbsPath, path: RelPath): AbsPath {
  return (root === "/" ? `/${path}` : `${root}/${path}`) as AbsPath;
}

/** One relative path below another. */
export function join(parent: RelPath | "", child: RelPath | string): RelPath {
  return (parent === "" ? child : `${parent}/${child}`) as RelPath;
}

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Everything above the last name; `""` for a single relative name, `/` at the top. */
export function parentOf(path: RelPath): RelPath | "";
export function parentOf(path: AbsPath): AbsPath;
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return "";
  return slash === 0 ? "/" : path.slice(0, slash);
}

/** The names of a path, outermost first. */
export function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** True when `path` is `ancestor` or lies below it; both relative or both absolute. */
export function isInside(path: string, ancestor: string): boolean {
  return path === ancestor || ancestor === "/" || path.startsWith(`${ancestor}/`);
}

/** Every proper ancestor of a relative path, outermost first (`a`, `a/b` for `a/b/c`). */
export function ancestorsOf(path: RelPath): RelPath[] {
  const segments = segmentsOf(path);
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/") as RelPath);
}

/** The text of a link standing in directory `from` that leads to `to`; both physical, so that the kernel agrees. */
export function relativeText(from: AbsPath, to: AbsPath): string {
  const fromNames = segmentsOf(from);
  const toNames = segmentsOf(to);
  let common = 0;
  while (common < fromNames.length && common < toNames.length && fromNames[common] === toNames[common]) common++;
  const up = fromNames.slice(common).map(() => "..");
  return [...up, ...toNames.slice(common)].join("/") || ".";
}

/** Where a link's text leads, resolved by text alone from the directory that holds the link. */
export function resolveText(directory: AbsPath, text: string): AbsPath {
  return abs(text.startsWith("/") ? text : `${directory}/${text}`);
}
