/** Goes through a tree folder by folder, by descriptor and through no link, with no more open at a time than the tree is deep. */
import { HoldfastError } from "../core/error.ts";
import { join, type RelPath } from "../core/path.ts";
import { closeDir, type Dir, isVanished, look, namesIn, openChild, type Spot } from "./dir.ts";
import type { NodeFact } from "./facts.ts";

/** Told what a walk meets. */
export interface Visitor {
  /** Before the names of a folder; `""` is the root. */
  readonly folder?: (folder: RelPath | "") => void;
  /** Each name, sorted, those of one folder before those of the folders in it. A folder for which it answers false is not entered. */
  readonly name: (path: RelPath, fact: NodeFact, spot: Spot) => boolean;
  /** The folders to enter below one in which nothing else needs a look, by their names; null, as without it, where every name does. */
  readonly only?: (folder: RelPath | "") => readonly string[] | null;
  /** A folder that may not be read, with the system's word. Each caller says what that means for it: passed over in silence, what lies in it would be taken for absent. */
  readonly unread: (folder: RelPath, code: string) => void;
}

/** Far above what is met, and below the descriptors that a process may have. */
const DEEPEST = 200;

/** Walks below an open folder. What vanishes meanwhile is passed over. Throws `tree-too-deep` below 200 folders, and the system's error where the disk fails. */
export function walkTree(root: Dir, visitor: Visitor): void {
  walk(root, { path: "", depth: 0 }, visitor);
}

interface Place {
  readonly path: RelPath | "";
  readonly depth: number;
}

function walk(dir: Dir, { path, depth }: Place, visitor: Visitor): void {
  if (depth > DEEPEST) throw tooDeep(dir);
  visitor.folder?.(path);
  for (const name of visitor.only?.(path) ?? visitNames(dir, path, visitor))
    descend({ dir, name }, { path: join(path, name), depth: depth + 1 }, visitor);
}

/** Shows the visitor each name of a folder; returns those to go on into. */
function visitNames(dir: Dir, path: RelPath | "", visitor: Visitor): string[] {
  const down: string[] = [];
  for (const name of namesIn(dir)) {
    const spot: Spot = { dir, name };
    const fact = look(spot);
    if (fact === null) continue;
    const enters = visitor.name(join(path, name), fact, spot);
    if (fact.kind === "directory" && enters) down.push(name);
  }
  return down;
}

function descend({ dir, name }: Spot, place: Place & { readonly path: RelPath }, visitor: Visitor): void {
  const child = openOr({ dir, name }, (code) => visitor.unread(place.path, code));
  if (child === null) return;
  try {
    walk(child, place, visitor);
  } finally {
    closeDir(child);
  }
}

function openOr({ dir, name }: Spot, unread: (code: string) => void): Dir | null {
  try {
    return openChild(dir, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EACCES" || code === "EPERM") unread(code);
    else if (!isVanished(error)) throw error;
    return null;
  }
}

function tooDeep({ path }: Dir): HoldfastError {
  return new HoldfastError({
    code: "tree-too-deep",
    message: `"${path}" lies more than ${DEEPEST} folders deep`,
    hint: "Look what made so many folders in one another, and remove it",
  });
}
