/**
 * What a call does to a tree, named by inode numbers and names alone. Carried out again on another state of the same disk it either means
 * the same or, where what it builds on is not there, nothing: that is how an effect that a crash has swallowed takes along those that depend on it.
 */
import type { Inode, Tree } from "./tree.ts";

/** A name in a directory. */
export interface Entry {
  readonly dir: number;
  readonly name: string;
}

export type Effect =
  /** An inode without a name yet; only its names and what is in it can be lost. */
  | { readonly kind: "inode"; readonly node: Inode }
  | { readonly kind: "link"; readonly at: Entry; readonly ino: number }
  | { readonly kind: "unlink"; readonly at: Entry; readonly ino: number }
  | { readonly kind: "rename"; readonly from: Entry; readonly to: Entry; readonly ino: number }
  | { readonly kind: "exchange"; readonly a: Entry; readonly b: Entry; readonly inoA: number; readonly inoB: number }
  | { readonly kind: "write"; readonly ino: number; readonly offset: number; readonly bytes: Buffer }
  | {
      readonly kind: "attributes";
      readonly ino: number;
      readonly change: Partial<Pick<Inode, "mode" | "uid" | "gid" | "mtimeNs">>;
    }
  | { readonly kind: "sync"; readonly ino: number };

/**
 * The inodes that must be synced before a power cut can no longer take the effect back. A rename is atomic and is kept once the directory of its
 * new name is synced (ext4, xfs and btrfs log both names in one transaction); of an exchange both directories must be.
 */
export function dirtied(effect: Effect): readonly number[] {
  switch (effect.kind) {
    case "link":
    case "unlink":
      return [effect.at.dir];
    case "rename":
      return [effect.to.dir];
    case "exchange":
      return [effect.a.dir, effect.b.dir];
    case "write":
    case "attributes":
      return [effect.ino];
    case "inode":
    case "sync":
      return [];
    default:
      return effect;
  }
}

/** Carries an effect out; false, and nothing done, where what it builds on is not there. */
export function carryOut(tree: Tree, effect: Effect): boolean {
  switch (effect.kind) {
    case "inode":
      tree.inodes.set(effect.node.ino, effect.node);
      return true;
    case "link":
      return addName(tree, effect.at, effect.ino);
    case "unlink":
      return dropName(tree, effect.at, effect.ino);
    case "rename":
      return rename(tree, effect);
    case "exchange":
      return exchange(tree, effect);
    case "write":
      return write(tree, effect);
    case "attributes":
      return change(tree, effect.ino, effect.change);
    case "sync":
      return true;
    default:
      return effect;
  }
}

function addName(tree: Tree, at: Entry, ino: number): boolean {
  return setFree(tree, at, ino) && changeLinks(tree, ino, 1);
}

function dropName(tree: Tree, at: Entry, ino: number): boolean {
  return isAt(tree, at, ino) && remove(tree, at) && changeLinks(tree, ino, -1);
}

function exchange(tree: Tree, { a, b, inoA, inoB }: Effect & { kind: "exchange" }): boolean {
  if (!isAt(tree, a, inoA) || !isAt(tree, b, inoB)) return false;
  return set(tree, a, inoB) && set(tree, b, inoA);
}

function rename(tree: Tree, { from, to, ino }: Effect & { kind: "rename" }): boolean {
  if (!tree.inodes.has(ino) || !tree.inodes.has(to.dir)) return false;
  // The old name may have been one that the cut swallowed: the inode is there, and its new name is what was synced.
  if (isAt(tree, from, ino)) remove(tree, from);
  return set(tree, to, ino);
}

function write(tree: Tree, { ino, offset, bytes }: Effect & { kind: "write" }): boolean {
  const file = tree.inodes.get(ino);
  if (file === undefined) return false;
  const whole = Buffer.alloc(Math.max(file.bytes.length, offset + bytes.length));
  file.bytes.copy(whole);
  bytes.copy(whole, offset);
  return change(tree, ino, { bytes: whole });
}

function change(tree: Tree, ino: number, what: Partial<Inode>): boolean {
  const node = tree.inodes.get(ino);
  if (node === undefined) return false;
  tree.inodes.set(ino, { ...node, ...what });
  return true;
}

function changeLinks(tree: Tree, ino: number, by: number): boolean {
  return change(tree, ino, { links: (tree.inodes.get(ino)?.links ?? 0) + by });
}

function isAt(tree: Tree, { dir, name }: Entry, ino: number): boolean {
  return tree.inodes.get(dir)?.names.get(name) === ino;
}

function setFree(tree: Tree, at: Entry, ino: number): boolean {
  return tree.inodes.get(at.dir)?.names.has(at.name) === false && set(tree, at, ino);
}

function set(tree: Tree, { dir, name }: Entry, ino: number): boolean {
  const folder = tree.inodes.get(dir);
  return folder !== undefined && change(tree, dir, { names: new Map([...folder.names, [name, ino]]) });
}

function remove(tree: Tree, { dir, name }: Entry): boolean {
  const names = new Map(tree.inodes.get(dir)?.names);
  names.delete(name);
  return change(tree, dir, { names });
}
