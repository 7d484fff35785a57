/** A disk as a value: inodes by number, and what changes them. Contents are never changed in place, so that copies are cheap. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";

export interface Inode {
  readonly ino: number;
  readonly kind: "directory" | "file" | "link";
  readonly bornNs: bigint;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: bigint;
  readonly links: number;
  /** Of a file. */
  readonly bytes: Buffer;
  /** Of a link. */
  readonly text: Buffer;
  /** Of a directory: names (bytes as latin1) to inode numbers. */
  readonly names: ReadonlyMap<string, number>;
}

/** Inode numbers that a tree gives out itself are above all of a real disk's. */
const FIRST_NEW = 2 ** 40;

export interface Tree {
  readonly dev: bigint;
  readonly root: number;
  readonly inodes: Map<number, Inode>;
  next: number;
  clockNs: bigint;
}

const NOTHING = Buffer.alloc(0);

/** A copy; what is done to one is not seen in the other. */
export function copyOf(tree: Tree): Tree {
  return { ...tree, inodes: new Map(tree.inodes) };
}

/** The folder and everything below it as a tree, at the same path, with the same inode numbers, owners, modes and times. */
export function treeOf(folder: string): Tree {
  const dev = lstatSync(folder, { bigint: true }).dev;
  const tree: Tree = { dev, root: 0, inodes: new Map(), next: FIRST_NEW, clockNs: 2_000_000_000_000_000_000n };
  let below = addNode(tree, folder);
  let path = folder;
  while (path !== "/") {
    const parent = dirname(path);
    const name = Buffer.from(path.slice(parent === "/" ? 1 : parent.length + 1)).toString("latin1");
    below = addFolder(tree, parent, new Map([[name, below]]));
    path = parent;
  }
  return { ...tree, root: below };
}

function addNode(tree: Tree, path: string | Buffer): number {
  const stats = lstatSync(path, { bigint: true });
  if (stats.isDirectory()) {
    const names = readdirSync(path, { encoding: "buffer" }).map((name): [string, number] => [
      name.toString("latin1"),
      addNode(tree, Buffer.concat([Buffer.from(path), Buffer.from("/"), name])),
    ]);
    return addFolder(tree, path, new Map(names));
  }
  const ino = Number(stats.ino);
  const bytes = stats.isFile() ? readFileSync(path) : NOTHING;
  const text = stats.isSymbolicLink() ? readlinkSync(path, { encoding: "buffer" }) : NOTHING;
  const kind = stats.isFile() ? "file" : "link";
  tree.inodes.set(ino, { ...attributesOf(stats), ino, kind, bytes, text, names: new Map() });
  return ino;
}

/** Ancestors may lie on other file systems, where a number can be one of ours: theirs are made apart. */
function addFolder(tree: Tree, path: string | Buffer, names: ReadonlyMap<string, number>): number {
  const stats = lstatSync(path, { bigint: true });
  const ino = stats.dev === tree.dev ? Number(stats.ino) : tree.next++;
  tree.inodes.set(ino, { ...attributesOf(stats), ino, kind: "directory", bytes: NOTHING, text: NOTHING, names });
  return ino;
}

function attributesOf(stats: {
  readonly mode: bigint;
  readonly uid: bigint;
  readonly gid: bigint;
  readonly nlink: bigint;
  readonly mtimeNs: bigint;
  readonly birthtimeNs: bigint;
}): Pick<Inode, "mode" | "uid" | "gid" | "links" | "mtimeNs" | "bornNs"> {
  return {
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    links: Number(stats.nlink),
    mtimeNs: stats.mtimeNs,
    bornNs: stats.birthtimeNs,
  };
}
