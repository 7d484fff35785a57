/** The folders on the way to one place of a tree, held open by descriptor; going to another place closes and opens only what differs. */
import { segmentsOf } from "../../core/path.ts";
import { closeDir, type Dir, openChild } from "../dir.ts";

/** Opens folders below a root. */
export interface DirChain {
  /** The folder at a path (`""` is the root), open until the next call. */
  readonly at: (path: string) => Dir;
  /** Closes all but the root, which is the caller's. */
  readonly close: () => void;
}

/** A chain below an open folder; no name of it is followed through a link. */
export function dirChain(root: Dir): DirChain {
  const names: string[] = [];
  const open: Dir[] = [];
  const back = (depth: number): void => {
    for (const dir of open.splice(depth)) closeDir(dir);
    names.length = Math.min(names.length, depth);
  };
  return {
    at: (path) => {
      const wanted = segmentsOf(path);
      const same = wanted.findIndex((name, depth) => names[depth] !== name);
      back(same < 0 ? wanted.length : same);
      for (const name of wanted.slice(names.length)) {
        open.push(openChild(open.at(-1) ?? root, name));
        names.push(name);
      }
      return open.at(-1) ?? root;
    },
    close: () => {
      back(0);
    },
  };
}
