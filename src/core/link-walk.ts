/** Following a link in a tree that is not on disk yet, name by name, as the kernel would. */
import { join, parentOf, type RelPath } from "./path.ts";

/** The kernel gives up after so many links (path_resolution(7)). */
const HOPS = 40;

/** The tree: the text of the link at a path, undefined where no link is. */
export type LinkTexts = (path: RelPath) => string | undefined;

/** Where it ends: a path of the tree (`""` is its root), `outside` where it climbs out or is absolute, `loop` after forty links. */
export type LinkEnd = { readonly path: RelPath | "" } | "outside" | "loop";

/** Follows the link at `from`, which leaves `root` never; a name that is not there is taken as a folder would be. */
export function followLink(from: RelPath, root: RelPath | "", textAt: LinkTexts): LinkEnd {
  const left = [from.slice(parentOf(from).length).replace(/^\//, "")];
  let at: RelPath | "" = parentOf(from);
  let hops = 0;
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === "" || name === ".") continue;
    if (name === ".." && at === root) return "outside";
    const next: RelPath | "" = name === ".." ? parentOf(at as RelPath) : join(at, name);
    const text = name === ".." ? undefined : textAt(next as RelPath);
    if (text === undefined) {
      at = next;
      continue;
    }
    if (text.startsWith("/")) return "outside";
    if (++hops > HOPS) return "loop";
    left.unshift(...text.split("/"));
  }
  return { path: at };
}
