import { type AbsPath, abs, isInside } from "../../core/path.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { endOf } from "../../system/observe.ts";
import { namesAt } from "../../system/names.ts";

/** How deep entries stand. */
const DEPTH = 3;

/** Links near the top of shared that lead to data outside it (an entry that was adopted in place): a snapshot holds the link only. */
export function linksOut({ shared }: { readonly shared: AbsPath }): string[] {
  return outBelow(shared, { shared, prefix: "", depth: DEPTH });
}

function outBelow(
  folder: AbsPath,
  at: { readonly shared: AbsPath; readonly prefix: string; readonly depth: number },
): string[] {
  return namesAt(folder).flatMap((name) => {
    const path = abs(`${folder}/${name}`);
    const shown = `${at.prefix}${name}`;
    const fact = shown === ".holdfast" ? null : lookAt(bytes(path));
    if (fact?.kind === "directory" && at.depth > 1)
      return outBelow(path, { ...at, prefix: `${shown}/`, depth: at.depth - 1 });
    if (fact?.kind !== "link") return [];
    const end = endOf(folder, fact.linkText ?? "");
    return end.kind === "directory" && !isInside(end.path, at.shared) ? [shown] : [];
  });
}
