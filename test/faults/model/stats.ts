import type { Inode, Tree } from "./tree.ts";

const TYPE = { directory: 0o040000, file: 0o100000, link: 0o120000 } as const;

/** A node as `lstat` tells of it, with numbers or big integers, and the questions that can be asked of it. */
export function statsOf(tree: Tree, node: Inode, asBigInt: boolean): Record<string, unknown> {
  const size = node.kind === "link" ? node.text.length : node.bytes.length;
  const whole = (number: number): number | bigint => (asBigInt ? BigInt(number) : number);
  return {
    dev: asBigInt ? tree.dev : Number(tree.dev),
    ino: whole(node.ino),
    mode: whole(TYPE[node.kind] | node.mode),
    nlink: whole(node.links),
    uid: whole(node.uid),
    gid: whole(node.gid),
    size: whole(size),
    blocks: whole(Math.ceil(size / 512)),
    atimeNs: node.mtimeNs,
    mtimeNs: node.mtimeNs,
    ctimeNs: node.mtimeNs,
    birthtimeNs: node.bornNs,
    mtimeMs: whole(Number(node.mtimeNs / 1_000_000n)),
    ...questions(node.kind),
  };
}

/** A directory entry with its name as asked for. */
export function direntOf(node: Inode, name: string | Buffer): Record<string, unknown> {
  return { name, ...questions(node.kind) };
}

function questions(kind: Inode["kind"]): Record<string, () => boolean> {
  return {
    isDirectory: () => kind === "directory",
    isFile: () => kind === "file",
    isSymbolicLink: () => kind === "link",
    isFIFO: () => false,
    isSocket: () => false,
    isBlockDevice: () => false,
    isCharacterDevice: () => false,
  };
}
