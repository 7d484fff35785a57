import ignore from "ignore";
import type { RelPath } from "../core/path.ts";
import { parentOf } from "../core/path.ts";

/** True when a pattern of the owner's stands for more than one path. */
export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** Tells which paths a pattern of `holdfast.json` means: itself, not everything below it. Case counts, as it does on the disk. */
export function matcherOf(pattern: string): (path: RelPath) => boolean {
  if (!isGlob(pattern)) return (path) => path === pattern;
  const rules = ignore({ ignorecase: false }).add(
    `/${pattern.replace(/ +$/, (blanks) => blanks.replaceAll(" ", "\\ "))}`,
  );
  return (path) => {
    const parent = parentOf(path);
    return matches(rules, path) && (parent === "" || !matches(rules, parent));
  };
}

/** `*` stands for any characters within one name; used by profiles. */
export function nameMatcher(pattern: string): (path: string) => boolean {
  if (!pattern.includes("*")) return (path) => path === pattern;
  const source = pattern.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${source.join("[^/]*")}$`);
  return (path) => expression.test(path);
}

function matches(rules: ReturnType<typeof ignore>, path: string): boolean {
  return rules.ignores(path) || rules.ignores(`${path}/`);
}
