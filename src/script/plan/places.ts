import type { SiteLayout } from "../../core/layout.ts";
import { type AbsPath, isInside } from "../../core/path.ts";
import type { At } from "../../plan/operation.ts";
import { quotePrintable, textHole } from "./template.ts";

/** The roots of a site, innermost first, with the variables that the script has them in. */
function rootsOf({ app, shared, site }: SiteLayout): readonly (readonly [AbsPath, string])[] {
  return [
    [app, "app"],
    [shared, "shared"],
    [site, "site"],
  ];
}

/** A planned place as a word of the script: below the folder that the script was told, not below the planned one. */
export function placeWord({ directory, name }: At, layout: SiteLayout): string {
  const path = `${directory}/${name}`;
  for (const [root, variable] of rootsOf(layout)) {
    if (path === root) return `"$${variable}"`;
    if (isInside(path, root)) return `"$${variable}"/${quotePrintable(path.slice(root.length + 1))}`;
  }
  return quotePrintable(path);
}

/** A planned path in the journal, with holes for the folders that the script was told. */
export function placeText(path: string, layout: SiteLayout): string {
  for (const [root, variable] of rootsOf(layout))
    if (isInside(path, root)) return `${textHole(`j_${variable}`)}${path.slice(root.length)}`;
  return path;
}
