/**
 * A model of a disk that answers the program's calls instead of the kernel. It keeps every effect in order, so that each state which a power
 * cut may leave can be built (`crash-states.ts`), and does some thousand runs in the time that a real disk takes for a few.
 */
import { constants } from "node:fs";
import { at, type Spot } from "../../../src/system/dir.ts";
import type { Disk } from "../lab/in-process.ts";
import type { Call } from "../lab/intercept.ts";
import { carryOut, type Effect } from "./effect.ts";
import { type Found, lookUp, type Start, systemError } from "./lookup.ts";
import { direntOf, statsOf } from "./stats.ts";
import type { Inode, Tree } from "./tree.ts";

/** A disk that a tree stands behind. */
export interface ModelDisk extends Disk {
  readonly tree: Tree;
  /** What was done to it, in order. */
  readonly effects: readonly Effect[];
}

interface OpenFile {
  readonly ino: number;
  readonly physical: string;
  position: number;
}

interface Kernel {
  readonly tree: Tree;
  readonly effects: Effect[];
  readonly open: Map<number, OpenFile>;
  nextFd: number;
}

/** Descriptors of the model are above all that a process has. */
const FIRST_FD = 1_000_000;
const UMASK = 0o022;
/** What the model has not: the kernel's own tree of processes. */
const PASSED_ON = /^\/proc(\/(?!self\/fd\/\d{7})|$)/;

/** A disk over a tree, which it changes. */
export function modelDisk(tree: Tree): ModelDisk {
  const kernel: Kernel = { tree, effects: [], open: new Map(), nextFd: FIRST_FD };
  const exchange = (a: Spot, b: Spot): void => {
    const [one, other] = [find(kernel, at(a), NOT_FOLLOWED), find(kernel, at(b), NOT_FOLLOWED)];
    if (one.node === null || other.node === null) throw systemError("ENOENT", "renameat2");
    act(kernel, { kind: "exchange", a: one.entry, b: other.entry, inoA: one.node.ino, inoB: other.node.ino });
  };
  return {
    tree,
    effects: kernel.effects,
    interceptor: (call, proceed) => (isPassedOn(call) ? proceed() : answer(kernel, call)),
    native: {
      way: "koffi",
      exchange,
      renameNoReplace: (from, to) => {
        if (find(kernel, at(to), NOT_FOLLOWED).node !== null) throw systemError("EEXIST", "renameat2");
        rename(kernel, at(from), at(to));
      },
    },
  };
}

function isPassedOn({ args }: Call): boolean {
  const [path] = args;
  return (typeof path === "string" || Buffer.isBuffer(path)) && PASSED_ON.test(String(path));
}

const NOT_FOLLOWED = { follow: false, call: "lookup" };

function answer(kernel: Kernel, call: Call): unknown {
  const known = ANSWERS[call.name];
  if (known === undefined) throw new Error(`The model of a disk does not know ${call.name}`);
  return known(kernel, call.args as never);
}

type Path = string | Buffer;
interface Options {
  readonly bigint?: boolean;
  readonly throwIfNoEntry?: boolean;
  readonly encoding?: string;
  readonly withFileTypes?: boolean;
  readonly mode?: number;
}

/** Each call as the kernel answers it. */
const ANSWERS: Readonly<Record<string, (kernel: Kernel, args: never) => unknown>> = {
  lstatSync: (kernel, [path, options]: [path: Path, options?: Options]) =>
    stat(kernel, path, { ...options, follow: false }),
  statSync: (kernel, [path, options]: [path: Path, options?: Options]) =>
    stat(kernel, path, { ...options, follow: true }),
  fstatSync: (kernel, [fd, options]: [fd: number, options?: Options]) =>
    statsOf(kernel.tree, inodeOf(kernel, fd), options?.bigint === true),
  existsSync: (kernel, [path]: [path: Path]) =>
    stat(kernel, path, { follow: true, throwIfNoEntry: false }) !== undefined,
  statfsSync: () => ({ bavail: 1 << 20, bsize: 4096, files: 1 << 20, ffree: 1 << 20 }),
  readlinkSync: (kernel, [path]: [path: Path]) => present(find(kernel, path, NOT_FOLLOWED), "readlink").text,
  realpathSync: (kernel, [path]: [path: Path]) => {
    const found = find(kernel, path, { follow: true, call: "realpath" });
    present(found, "realpath");
    return Buffer.from(found.physical === "" ? "/" : found.physical, "latin1");
  },
  readdirSync: (kernel, [path, options]: [path: Path, options?: Options]) => list(kernel, path, options ?? {}),
  opendirSync: (kernel, [path]: [path: Path]) => {
    const left = list(kernel, path, { withFileTypes: true, encoding: "buffer" });
    return { readSync: () => left.shift() ?? null, closeSync: () => undefined };
  },
  readFileSync: (kernel, [path, encoding]: [path: Path, encoding?: BufferEncoding]) => {
    const { bytes } = present(find(kernel, path, { follow: true, call: "open" }), "open");
    return encoding === undefined ? bytes : bytes.toString(encoding);
  },
  openSync: (kernel, [path, flags = constants.O_RDONLY, mode = 0o666]: [path: Path, flags?: number, mode?: number]) =>
    openFile(kernel, path, { flags, mode }),
  closeSync: (kernel, [fd]: [fd: number]) => {
    if (!kernel.open.delete(fd)) throw systemError("EBADF", "close");
  },
  readSync: (kernel, args: ReadArgs) => read(kernel, ...args),
  writeSync: (kernel, args: WriteArgs) => write(kernel, ...args),
  fsyncSync: (kernel, [fd]: [fd: number]) => {
    act(kernel, { kind: "sync", ino: inodeOf(kernel, fd).ino });
  },
  mkdirSync: (kernel, [path, options]: [path: Path, options: Options]) => {
    makeNode(kernel, path, { kind: "directory", mode: (options.mode ?? 0o777) & ~UMASK });
  },
  symlinkSync: (kernel, [text, path]: [text: Path, path: Path]) => {
    makeNode(kernel, path, { kind: "link", mode: 0o777, text: Buffer.from(text) });
  },
  linkSync: (kernel, [from, to]: [from: Path, to: Path]) => {
    const { ino, kind } = present(find(kernel, from, NOT_FOLLOWED), "link");
    const place = find(kernel, to, NOT_FOLLOWED);
    if (place.node !== null) throw systemError("EEXIST", "link");
    if (kind === "directory") throw systemError("EPERM", "link");
    act(kernel, { kind: "link", at: place.entry, ino });
  },
  renameSync: (kernel, [from, to]: [from: Path, to: Path]) => {
    rename(kernel, from, to);
  },
  unlinkSync: (kernel, [path]: [path: Path]) => {
    const found = find(kernel, path, NOT_FOLLOWED);
    const { ino, kind } = present(found, "unlink");
    if (kind === "directory") throw systemError("EISDIR", "unlink");
    act(kernel, { kind: "unlink", at: found.entry, ino });
  },
  rmdirSync: (kernel, [path]: [path: Path]) => {
    const found = find(kernel, path, NOT_FOLLOWED);
    const { ino, names } = present(found, "rmdir");
    if (names.size > 0) throw systemError("ENOTEMPTY", "rmdir");
    act(kernel, { kind: "unlink", at: found.entry, ino });
  },
  chmodSync: (kernel, [path, mode]: [path: Path, mode: number]) => {
    change(kernel, present(find(kernel, path, { follow: true, call: "chmod" }), "chmod").ino, { mode });
  },
  fchmodSync: (kernel, [fd, mode]: [fd: number, mode: number]) => {
    change(kernel, inodeOf(kernel, fd).ino, { mode });
  },
  fchownSync: (kernel, [fd, uid, gid]: [fd: number, uid: number, gid: number]) => {
    change(kernel, inodeOf(kernel, fd).ino, { uid, gid });
  },
  lchownSync: (kernel, [path, uid, gid]: [path: Path, uid: number, gid: number]) => {
    change(kernel, present(find(kernel, path, NOT_FOLLOWED), "lchown").ino, { uid, gid });
  },
  copyFileSync: () => {
    // The model's file system shares no blocks; nothing else is asked of this call.
    throw systemError("ENOTSUP", "copyfile");
  },
  lutimesSync: (kernel, [path, _atime, mtime]: [path: Path, _atime: number, mtime: number]) => {
    change(kernel, present(find(kernel, path, NOT_FOLLOWED), "lutimes").ino, {
      mtimeNs: BigInt(Math.round(mtime * 1e6)) * 1000n,
    });
  },
  futimesSync: (kernel, [fd, _atime, mtime]: [fd: number, _atime: number, mtime: number]) => {
    change(kernel, inodeOf(kernel, fd).ino, { mtimeNs: BigInt(Math.round(mtime * 1e6)) * 1000n });
  },
};

type ReadArgs = [fd: number, into: Buffer, offset: number, length: number, position: number | null];
type WriteArgs = [fd: number, from: Buffer, offset?: number, length?: number];

function read(kernel: Kernel, ...[fd, into, offset, length, position]: ReadArgs): number {
  const file = fileOf(kernel, fd);
  const start = position ?? file.position;
  const count = inodeOf(kernel, fd).bytes.copy(into, offset, start, start + length);
  if (position === null) file.position += count;
  return count;
}

function write(kernel: Kernel, ...[fd, from, offset = 0, length = from.length - offset]: WriteArgs): number {
  const file = fileOf(kernel, fd);
  const bytes = Buffer.from(from.subarray(offset, offset + length));
  act(kernel, { kind: "write", ino: file.ino, offset: file.position, bytes });
  file.position += bytes.length;
  return bytes.length;
}

function stat(kernel: Kernel, path: Path, how: Options & { readonly follow: boolean }): unknown {
  try {
    const node = present(find(kernel, path, { follow: how.follow, call: "stat" }), "stat");
    return statsOf(kernel.tree, node, how.bigint === true);
  } catch (error) {
    if (how.throwIfNoEntry === false && (error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

function list(kernel: Kernel, path: Path, options: Options): unknown[] {
  const { kind, names } = present(find(kernel, path, { follow: true, call: "scandir" }), "scandir");
  if (kind !== "directory") throw systemError("ENOTDIR", "scandir");
  return [...names].map(([name, ino]) => {
    const bytes = Buffer.from(name, "latin1");
    const shown = options.encoding === "buffer" ? bytes : bytes.toString("utf8");
    const node = kernel.tree.inodes.get(ino);
    return options.withFileTypes === true && node !== undefined ? direntOf(node, shown) : shown;
  });
}

function openFile(kernel: Kernel, path: Path, how: { readonly flags: number; readonly mode: number }): number {
  const follow = (how.flags & constants.O_NOFOLLOW) === 0;
  let found = find(kernel, path, { follow, call: "open" });
  if ((how.flags & constants.O_CREAT) !== 0) {
    if (found.node !== null && (how.flags & constants.O_EXCL) !== 0) throw systemError("EEXIST", "open");
    if (found.node === null) makeNode(kernel, path, { kind: "file", mode: how.mode & ~UMASK });
    found = find(kernel, path, { follow, call: "open" });
  }
  const node = present(found, "open");
  if (node.kind === "link") throw systemError("ELOOP", "open");
  if ((how.flags & constants.O_DIRECTORY) !== 0 && node.kind !== "directory") throw systemError("ENOTDIR", "open");
  kernel.open.set(kernel.nextFd, { ino: node.ino, physical: found.physical, position: 0 });
  return kernel.nextFd++;
}

function makeNode(kernel: Kernel, path: Path, what: Pick<Inode, "kind" | "mode"> & { readonly text?: Buffer }): void {
  const { entry, node } = find(kernel, path, NOT_FOLLOWED);
  if (node !== null) throw systemError("EEXIST", "make");
  const { tree } = kernel;
  const mtimeNs = ++tree.clockNs;
  const nothing = Buffer.alloc(0);
  const made = { ino: tree.next++, bornNs: mtimeNs, mtimeNs, uid: 0, gid: 0, links: 0, bytes: nothing, text: nothing };
  act(kernel, { kind: "inode", node: { ...made, names: new Map(), ...what } });
  act(kernel, { kind: "link", at: entry, ino: made.ino });
}

function rename(kernel: Kernel, from: Path, to: Path): void {
  const source = find(kernel, from, NOT_FOLLOWED);
  const target = find(kernel, to, NOT_FOLLOWED);
  const { ino, kind } = present(source, "rename");
  if (target.node?.ino === ino) return;
  if (target.node !== null && (target.node.kind === "directory") !== (kind === "directory"))
    throw systemError(kind === "directory" ? "ENOTDIR" : "EISDIR", "rename");
  if ((target.node?.names.size ?? 0) > 0) throw systemError("ENOTEMPTY", "rename");
  act(kernel, { kind: "rename", from: source.entry, to: target.entry, ino });
}

function change(kernel: Kernel, ino: number, what: (Effect & { kind: "attributes" })["change"]): void {
  act(kernel, { kind: "attributes", ino, change: what });
}

function act(kernel: Kernel, effect: Effect): void {
  if (!carryOut(kernel.tree, effect)) throw new Error(`The model of a disk could not carry out ${effect.kind}`);
  kernel.effects.push(effect);
}

function find(kernel: Kernel, path: Path, how: { readonly follow: boolean; readonly call: string }): Found {
  const text = (Buffer.isBuffer(path) ? path : Buffer.from(path)).toString("latin1");
  const byDescriptor = /^\/proc\/self\/fd\/(\d+)(\/.*)?$/.exec(text);
  const start: Start =
    byDescriptor === null ? { ino: kernel.tree.root, physical: "" } : fileOf(kernel, Number(byDescriptor[1]));
  return lookUp(
    kernel.tree,
    { start, names: (byDescriptor === null ? text : (byDescriptor[2] ?? "")).split("/") },
    how,
  );
}

function present(found: Found, call: string): Inode {
  if (found.node === null) throw systemError("ENOENT", call);
  return found.node;
}

function fileOf(kernel: Kernel, fd: number): OpenFile {
  const file = kernel.open.get(fd);
  if (file === undefined) throw systemError("EBADF", "descriptor");
  return file;
}

function inodeOf(kernel: Kernel, fd: number): Inode {
  const node = kernel.tree.inodes.get(fileOf(kernel, fd).ino);
  if (node === undefined) throw systemError("EBADF", "descriptor");
  return node;
}
