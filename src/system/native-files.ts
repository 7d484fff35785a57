/**
 * Calls on files that Node does not offer: times to the nanosecond (also of links), extended attributes (ACLs are such), special files, syncfs(2) and
 * leases. Through koffi only; a copy that could not keep these is not made (docs/how-data-is-taken-over.md).
 */
import { type Dir, type Spot, terminatedAt } from "./dir.ts";
import { type Leases, leasesThrough } from "./leases.ts";
import { type Libc, loadLibc } from "./libc.ts";

/** Names to values. */
type Attributes = ReadonlyMap<string, Buffer>;

/** Each call throws an error with `code` set to the errno's name. */
export interface NativeFiles extends Leases {
  /** The extended attributes of an open file, or of the node at a name itself; none where the file system has no such thing. */
  readonly attributesOf: (source: Spot | number) => Attributes;
  readonly setAttribute: (spot: Spot, name: string, value: Buffer) => void;
  /** Sets the times of the node itself, in nanoseconds since 1970. */
  readonly setTimesNs: (spot: Spot, times: { readonly atimeNs: bigint; readonly mtimeNs: bigint }) => void;
  /** Makes a FIFO, socket or device like this one. */
  readonly makeSpecial: (spot: Spot, like: { readonly mode: number; readonly rdev: bigint }) => void;
  /** Makes everything on the file system of an open folder durable. A failure ends the run; it is never retried. */
  readonly syncFileSystem: (dir: Dir) => void;
}

/** Null where koffi is missing. */
export function findNativeFiles(): NativeFiles | null {
  const libc = loadLibc();
  return libc === null ? null : filesThrough(libc);
}

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
/** `XATTR_LIST_MAX` and `XATTR_SIZE_MAX` (linux/limits.h). */
const LIMIT = 65_536;

function filesThrough(libc: Libc): NativeFiles {
  const utimensat = libc.func("int utimensat(int, const uint8_t*, const uint8_t*, int)");
  const syncfs = libc.func("int syncfs(int)");
  const check = (result: number, call: string, spot: { readonly dir: Dir; readonly name: string }): void => {
    if (result !== 0) throw failure(libc.errno(), `${call} "${spot.dir.path}/${spot.name}"`);
  };
  return {
    ...leasesThrough(libc),
    ...attributesThrough(libc, check),
    setTimesNs: (spot, { atimeNs, mtimeNs }) => {
      const times = Buffer.concat([timespec(atimeNs), timespec(mtimeNs)]);
      check(utimensat(AT_FDCWD, terminatedAt(spot), times, AT_SYMLINK_NOFOLLOW), "utimensat", spot);
    },
    makeSpecial: (spot, { mode, rdev }) => {
      check(makeNode(libc)(AT_FDCWD, terminatedAt(spot), mode, rdev), "mknodat", spot);
    },
    syncFileSystem: (dir) => {
      check(syncfs(dir.fd), "syncfs", { dir, name: "." });
    },
  };
}

type Check = (result: number, call: string, spot: Spot) => void;

function attributesThrough(libc: Libc, check: Check): Pick<NativeFiles, "attributesOf" | "setAttribute"> {
  const named = {
    list: libc.func("long llistxattr(const uint8_t*, uint8_t*, size_t)"),
    get: libc.func("long lgetxattr(const uint8_t*, const uint8_t*, uint8_t*, size_t)"),
  };
  const open = {
    list: libc.func("long flistxattr(int, uint8_t*, size_t)"),
    get: libc.func("long fgetxattr(int, const uint8_t*, uint8_t*, size_t)"),
  };
  const set = libc.func("int lsetxattr(const uint8_t*, const uint8_t*, const uint8_t*, size_t, int)");
  const buffer = Buffer.alloc(LIMIT);
  return {
    attributesOf: (source) => {
      const [calls, where] = typeof source === "number" ? [open, source] : [named, terminatedAt(source)];
      const size = calls.list(where, buffer, LIMIT);
      if (size < 0 && ["ENOTSUP", "EOPNOTSUPP"].includes(libc.errno())) return new Map();
      if (size < 0) throw failure(libc.errno(), `listxattr "${typeof source === "number" ? source : source.name}"`);
      const names = buffer.subarray(0, size).toString("latin1").split("\0").filter(Boolean);
      return new Map(
        names.flatMap((name) => {
          const length = calls.get(where, Buffer.from(`${name}\0`, "latin1"), buffer, LIMIT);
          // Removed since it was listed, or one that only root may read.
          return length < 0 ? [] : [[name, Buffer.from(buffer.subarray(0, length))] as const];
        }),
      );
    },
    setAttribute: (spot, name, bytes) => {
      check(set(terminatedAt(spot), Buffer.from(`${name}\0`, "latin1"), bytes, bytes.length, 0), "lsetxattr", spot);
    },
  };
}

/** glibc before 2.33 has no function of this name. */
function makeNode(libc: Libc): (...parts: unknown[]) => number {
  try {
    return libc.func("int mknodat(int, const uint8_t*, unsigned int, unsigned long)");
  } catch {
    throw failure("ENOSYS", "mknodat");
  }
}

function timespec(ns: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  // The nanoseconds are never negative, also before 1970.
  const below = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  bytes.writeBigInt64LE((ns - below) / 1_000_000_000n, 0);
  bytes.writeBigInt64LE(below, 8);
  return bytes;
}

function failure(code: string, call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${call}`), { code });
}
