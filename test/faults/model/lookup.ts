import type { Entry } from "./effect.ts";
import type { Inode, Tree } from "./tree.ts";

/** What a path leads to: the entry that is its last name, and the inode there, if any. */
export interface Found {
  readonly entry: Entry;
  readonly node: Inode | null;
  /** Without any link in it, as latin1. */
  readonly physical: string;
}

/** An error as Node throws it. */
export function systemError(code: string, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: on the model of a disk, ${syscall}`), { code, syscall, errno: -1 });
}

const MOST_LINKS = 40;

interface Walk {
  readonly tree: Tree;
  readonly call: string;
  links: number;
}

/** Where a path begins: the root, or a directory that is open. */
export interface Start {
  readonly ino: number;
  readonly physical: string;
}

/** Finds what a path of names below `start` leads to, through links as the kernel goes; the last name is followed where `follow`. */
export function lookUp(
  tree: Tree,
  path: { readonly start: Start; readonly names: readonly string[] },
  how: { readonly follow: boolean; readonly call: string },
): Found {
  return go({ tree, call: how.call, links: 0 }, path, how.follow);
}

function go(walk: Walk, { start, names }: { start: Start; names: readonly string[] }, follow: boolean): Found {
  let at: Found = here(walk.tree, start);
  for (const [index, name] of names.entries()) {
    if (at.node === null) throw systemError("ENOENT", walk.call);
    if (at.node.kind !== "directory") throw systemError("ENOTDIR", walk.call);
    if (name === "" || name === ".") continue;
    at = name === ".." ? parentOf(walk.tree, at) : child(walk.tree, at, name);
    const isLast = index === names.length - 1;
    if (at.node?.kind === "link" && (!isLast || follow)) at = through(walk, at);
  }
  return at;
}

function through(walk: Walk, link: Found): Found {
  if (++walk.links > MOST_LINKS) throw systemError("ELOOP", walk.call);
  const text = link.node?.text.toString("latin1") ?? "";
  const slash = link.physical.lastIndexOf("/");
  const start = text.startsWith("/")
    ? { ino: walk.tree.root, physical: "" }
    : { ino: link.entry.dir, physical: link.physical.slice(0, slash) };
  return go(walk, { start, names: text.split("/") }, true);
}

function here(tree: Tree, { ino, physical }: Start): Found {
  return { entry: { dir: ino, name: "." }, node: tree.inodes.get(ino) ?? null, physical };
}

function child(tree: Tree, folder: Found, name: string): Found {
  const ino = folder.node?.names.get(name);
  const node = ino === undefined ? null : (tree.inodes.get(ino) ?? null);
  return { entry: { dir: folder.node?.ino ?? 0, name }, node, physical: `${folder.physical}/${name}` };
}

function parentOf(tree: Tree, folder: Found): Found {
  const names = folder.physical.split("/").slice(1, -1);
  return go({ tree, call: "lookup", links: 0 }, { start: { ino: tree.root, physical: "" }, names }, false);
}
