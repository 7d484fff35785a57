/**
 * renameat2(2), which Node does not offer: through koffi where it is installed, else through perl (Essential in Debian, there on
 * nearly every host), else not at all; the executor then takes the fallback ladder (docs/how-data-is-taken-over.md).
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { encodeName } from "../core/bytes.ts";
import { addName, at, dropOwnName, look, rename, type Spot } from "./dir.ts";

export type RenameWay = "koffi" | "perl" | "none";

/** The calls that need renameat2. Each throws an error with `code` set to the errno's name. */
export interface NativeRename {
  readonly way: RenameWay;
  /** Swaps two names atomically; both must exist. `ENOSYS` where there is no way to call it. */
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
/** Numbers of the renameat2 system call, from the kernel's tables (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h). */
const SYSCALL: Readonly<Partial<Record<string, number>>> = { x64: 316, arm64: 276 };

/** Finds the best way that works here. `only` restricts the choice (setting HOLDFAST_RENAMEAT2). */
export function findNativeRename(only?: RenameWay): NativeRename {
  if (process.platform !== "linux" || only === "none") return withoutExchange;
  const viaKoffi = only === "perl" ? null : loadKoffi();
  if (viaKoffi !== null) return viaKoffi;
  return only === "koffi" || !perlWorks() ? withoutExchange : viaPerl;
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
interface Koffi {
  load(library: string): { func(prototype: string): Renameat2 };
  errno(): number;
  readonly os: { readonly errno: Readonly<Record<string, number>> };
}

function loadKoffi(): NativeRename | null {
  // koffi's musl build for arm64 aborts the process when it is loaded (koffi#273), so only glibc is tried.
  if (!runsOnGlibc()) return null;
  try {
    const koffi = createRequire(import.meta.url)("koffi") as Koffi;
    const call = koffi.load("libc.so.6").func("int renameat2(int, const uint8_t*, int, const uint8_t*, unsigned int)");
    return {
      way: "koffi",
      ...callsThrough((a, b, flags) => {
        if (call(AT_FDCWD, terminated(a), AT_FDCWD, terminated(b), flags) === 0) return null;
        return errnoName(koffi.errno(), koffi.os.errno);
      }),
    };
  } catch {
    // Not installed, or not loadable on this host: perl is the next way.
    return null;
  }
}

const viaPerl: NativeRename = { way: "perl", ...callsThrough(perlCall) };

function perlCall(a: Spot, b: Spot, flags: number): string | null {
  const script =
    'exit 0 if syscall($ARGV[0]+0, 3, pack("H*",$ARGV[1]), 4, pack("H*",$ARGV[2]), $ARGV[3]+0)==0; print $!+0; exit 1';
  const names = [hexName(a), hexName(b)];
  const run = spawnSync(
    "perl",
    ["-e", script, String(SYSCALL[process.arch]), names[0] ?? "", names[1] ?? "", String(flags)],
    {
      stdio: ["ignore", "pipe", "ignore", a.dir.fd, b.dir.fd],
      encoding: "utf8",
      timeout: 30_000,
    },
  );
  if (run.status === 0) return null;
  return errnoName(Number(run.stdout), ERRNO) ?? "ENOSYS";
}

function perlWorks(): boolean {
  if (SYSCALL[process.arch] === undefined) return false;
  return spawnSync("perl", ["-e", "exit 0"], { stdio: "ignore", timeout: 10_000 }).status === 0;
}

function callsThrough(call: (a: Spot, b: Spot, flags: number) => string | null): Omit<NativeRename, "way"> {
  const invoke = (a: Spot, b: Spot, flags: number): void => {
    const failure = call(a, b, flags);
    if (failure !== null) throw systemError(failure, `renameat2 "${a.dir.path}/${a.name}" "${b.dir.path}/${b.name}"`);
  };
  return {
    exchange: (a, b) => {
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

function terminated(spot: Spot): Buffer {
  return Buffer.concat([at(spot), Buffer.from([0])]);
}

function hexName(spot: Spot): string {
  return Buffer.concat([encodeName(spot.name), Buffer.from([0])]).toString("hex");
}

function runsOnGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

/** errno numbers on Linux (asm-generic/errno-base.h) that renameat2 can return. */
const ERRNO: Readonly<Record<string, number>> = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENOSPC: 28,
  EROFS: 30,
  EMLINK: 31,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  EDQUOT: 122,
};

function errnoName(number: number, table: Readonly<Record<string, number>>): string {
  return Object.keys(table).find((name) => table[name] === number) ?? `errno ${number}`;
}

/** True where the call failed because this file system or host has no such rename. */
export function isUnsupported(error: unknown): boolean {
  return ["EINVAL", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** An error in the shape of Node's own: `code` names the errno. */
function systemError(code: string, call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${call}`), { code });
}
