/** Relative links in data whose texts climb out of it: where they lead depends on where the data stands. */
import { type AbsPath, isInside, resolveText, type RelPath } from "../core/path.ts";
import type { LinkEnd } from "../core/observation.ts";
import { type Dir, look } from "./dir.ts";
import { walkKinds } from "./kinds.ts";
import { endOf } from "./observe.ts";

/** Names gone through below one folder, and links told of it. */
const BUDGET = 20_000;
const SHOWN = 10;

/** One of them, by its path below the folder that was searched. */
export interface OutwardLink {
  readonly path: RelPath;
  readonly text: string;
}

/**
 * Looks for such links below an open folder: the first ten among its first 20,000 names. Reads only, follows nothing, and passes over folders that this user
 * may not read: what it says nothing of may be there.
 */
export function outwardLinksIn(root: Dir): OutwardLink[] {
  const found: OutwardLink[] = [];
  let left = BUDGET;
  walkKinds(root, {
    name: ({ path, kind, spot }) => {
      if (left-- <= 0 || found.length >= SHOWN) return "end";
      const text = kind === "link" ? look(spot)?.linkText : undefined;
      if (text !== undefined && climbs(text, spot.dir.path, root.path)) found.push({ path: path as RelPath, text });
      return "into";
    },
    unread: () => "past",
  });
  return found;
}

function climbs(text: string, directory: AbsPath, root: AbsPath): boolean {
  return !text.startsWith("/") && !isInside(resolveText(directory, text), root);
}

/** Where such a link would lead from a folder that may not be there yet. */
export function endFrom(directory: AbsPath, text: string): LinkEnd {
  return endOf(directory, resolveText(directory, text));
}
