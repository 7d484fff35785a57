import { type AbsPath, abs, baseName, parentOf } from "../../core/path.ts";
import { releaseName } from "../../plan/release/release-name.ts";
import { everyNameAt } from "../../system/names.ts";

/** The name beside a document root under which is kept what gives way in it: it says when, and nothing is there. */
export function keptBeside(root: AbsPath, now: string): AbsPath {
  const start = `${baseName(root)}.kept-`;
  const names = everyNameAt(parentOf(root)).filter((name) => name.startsWith(start));
  return abs(`${parentOf(root)}/${start}${releaseName(now, new Set(names.map((name) => name.slice(start.length))))}`);
}
