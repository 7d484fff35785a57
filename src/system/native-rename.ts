/**
 * renameat2(2), which Node does not offer: through koffi where it is installed, else through perl (Essential in Debian, there on
 * nearly every host), else not at all; the executor then takes the fallback ladder (docs/how-data-is-taken-over.md).
 */
import { statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { addName, at, type Dir, dropOwnName, look, rename, type Spot, terminatedAt } from "./dir.ts";
import { errnoName } from "./errno.ts";
import { runsOnGlibc } from "./glibc.ts";
import { callsByPerl, perlWorks } from "./perl/calls.ts";
import type { RenameCalls } from "./perl/rename-calls.ts";

export type RenameWay = "koffi" | "perl" | "none";

/** The calls that need renameat2. Each throws an error with `code` set to the errno's name. */
export interface NativeRename {
  readonly way: RenameWay;
  /**
   * Swaps two names atomically, for everybody who looks and for a power cut; both must exist. `ENOSYS` where there is no way to call it. On
   * btrfs everything that is unwritten goes to the disk first, see {@link tearsExchanges}.
   */
  exchange(a: Spot, b: Spot): void;
  /**
   * Renames without ever replacing; `EEXIST` where something stands at `to`. Where the system has no such call, anything but a folder gets a
   * second name and gives up its first, which replaces nothing either; killed between the two it has both. A folder is looked for first.
   */
  renameNoReplace(from: Spot, to: Spot): void;
}

const NO_REPLACE = 1;
const EXCHANGE = 2;
const AT_FDCWD = -100;

/** Finds the best way that works here. `only` restricts the choice (setting HOLDFAST_RENAMEAT2). */
export function findNativeRename(only?: RenameWay): NativeRename {
  if (process.platform !== "linux" || only === "none") return withoutExchange;
  const viaKoffi = only === "perl" ? null : loadKoffi();
  if (viaKoffi !== null) return viaKoffi;
  return only === "koffi" || !perlWorks() ? withoutExchange : { way: "perl", ...callsThrough(callsByPerl()) };
}

const withoutExchange: NativeRename = {
  way: "none",
  exchange: () => {
    throw systemError("ENOSYS", "renameat2");
  },
  renameNoReplace: renameLooking,
};

function renameLooking(from: Spot, to: Spot): void {
  if (look(from)?.kind !== "directory") {
    addName(from, to);
    dropOwnName(from);
    return;
  }
  // Only an empty folder that somebody makes in this very moment could still be replaced (rename(2)).
  if (look(to) !== null) throw systemError("EEXIST", `rename "${from.dir.path}/${from.name}"`);
  rename(from, to);
}

type Renameat2 = (...call: [oldDir: number, oldPath: Buffer, newDir: number, newPath: Buffer, flags: number]) => number;
type Syncfs = (fd: number) => number;
interface Koffi {
  load(library: string): { func(prototype: string): unknown };
  errno(): number;
  readonly os: { readonly errno: Readonly<Record<string, number>> };
}

function loadKoffi(): NativeRename | null {
  // koffi's musl build for arm64 aborts the process when it is loaded (koffi#273), so only glibc is tried.
  if (!runsOnGlibc()) return null;
  try {
    const koffi = createRequire(import.meta.url)("koffi") as Koffi;
    const libc = koffi.load("libc.so.6");
    const call = libc.func("int renameat2(int, const uint8_t*, int, const uint8_t*, unsigned int)") as Renameat2;
    const syncfs = libc.func("int syncfs(int)") as Syncfs;
    const failure = (result: number): string | null => (result === 0 ? null : errnoName(koffi.errno(), koffi.os.errno));
    return {
      way: "koffi",
      ...callsThrough({
        rename: (a, b, flags) => failure(call(AT_FDCWD, terminatedAt(a), AT_FDCWD, terminatedAt(b), flags)),
        syncFileSystem: (dir) => failure(syncfs(dir.fd)),
      }),
    };
  } catch {
    // Not installed, or not loadable on this host: perl is the next way.
    return null;
  }
}

function callsThrough(calls: RenameCalls): Omit<NativeRename, "way"> {
  const invoke = (a: Spot, b: Spot, flags: number): void => {
    const failure = calls.rename(a, b, flags);
    if (failure !== null) throw systemError(failure, `renameat2 "${a.dir.path}/${a.name}" "${b.dir.path}/${b.name}"`);
  };
  return {
    exchange: (a, b) => {
      if (tearsExchanges(b.dir)) {
        const failure = calls.syncFileSystem(b.dir);
        if (failure !== null) throw systemError(failure, `syncfs "${b.dir.path}"`);
      }
      invoke(a, b, EXCHANGE);
    },
    renameNoReplace: (from, to) => {
      try {
        invoke(from, to, NO_REPLACE);
      } catch (error) {
        if (!isUnsupported(error)) throw error;
        renameLooking(from, to);
      }
    },
  };
}

/** `BTRFS_SUPER_MAGIC` (include/uapi/linux/magic.h), as statfs(2) gives it. */
const BTRFS = 0x9123683e;

/**
 * btrfs notes an exchange in its log right away where a folder of it was made since the last full commit, and the note is torn: when the next
 * fsync of anybody has written it and the power fails, a folder that was exchanged has no name any more and its content is gone (seen on
 * Linux 6.1, not on 6.18). After a full commit there is nothing that would be noted.
 */
function tearsExchanges(dir: Dir): boolean {
  return statfsSync(at({ dir, name: "." })).type === BTRFS;
}

/** True where the call failed because this file system or host has no such rename. */
export function isUnsupported(error: unknown): boolean {
  return ["EINVAL", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** An error in the shape of Node's own: `code` names the errno. */
function systemError(code: string, call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${call}`), { code });
}
