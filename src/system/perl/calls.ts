/** System calls through perl: the first few by a process each, the others by one that stays (`standing.ts`). */
import { spawnSync } from "node:child_process";
import { encodeName } from "../../core/bytes.ts";
import type { Spot } from "../dir.ts";
import { ERRNO, errnoName } from "../errno.ts";
import type { RenameCalls } from "./rename-calls.ts";
import { type StandingPerl, startStanding } from "./standing.ts";

/** Numbers of the renameat2 system call, from the kernel's tables (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h). */
const RENAMEAT2: Readonly<Partial<Record<string, number>>> = { x64: 316, arm64: 276 };
/** The same for syncfs. */
const SYNCFS: Readonly<Partial<Record<string, number>>> = { x64: 306, arm64: 267 };

/** A file system with much unwritten takes a while to sync. */
const LIMIT_MS = 600_000;
/** So many calls take as long as a thread and its perl take to start. */
const BEFORE_STANDING = 3;

/** True where perl runs, and the numbers of the calls are known for this processor. */
export function perlWorks(): boolean {
  if (RENAMEAT2[process.arch] === undefined) return false;
  return spawnSync("perl", ["-e", "exit 0"], { stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** The calls by perl. `start` makes the process that stays; null where there can be none: then each call has a process of its own. */
export function callsByPerl(start: () => StandingPerl | null = startStanding): RenameCalls {
  let made = 0;
  let standing: StandingPerl | null | undefined;
  return {
    rename: (a, b, flags) => {
      made += 1;
      if (made > BEFORE_STANDING && standing === undefined) standing = start();
      const errno = standing?.rename(RENAMEAT2[process.arch] ?? 0, [a, b], flags) ?? null;
      if (errno === null) return renameOnce(a, b, flags);
      return errno === 0 ? null : errnoName(errno, ERRNO);
    },
    syncFileSystem: (dir) => callOnce("$n, 3", SYNCFS, { fds: [dir.fd], words: [] }),
  };
}

function renameOnce(a: Spot, b: Spot, flags: number): string | null {
  const words = [hexName(a), hexName(b), String(flags)];
  return callOnce('$n, 3, pack("H*", $w[0]), 4, pack("H*", $w[1]), $w[2]+0', RENAMEAT2, {
    fds: [a.dir.fd, b.dir.fd],
    words,
  });
}

/** One system call by a process of its own; the descriptors are 3, 4, ... in it. Null where it went well, else the errno's name. */
function callOnce(
  call: string,
  numbers: Readonly<Partial<Record<string, number>>>,
  given: { readonly fds: readonly number[]; readonly words: readonly string[] },
): string | null {
  const script = `my ($n, @w) = @ARGV; $n += 0; exit 0 if syscall(${call})==0; print $!+0; exit 1`;
  const run = spawnSync("perl", ["-e", script, String(numbers[process.arch]), ...given.words], {
    stdio: ["ignore", "pipe", "ignore", ...given.fds],
    encoding: "utf8",
    timeout: LIMIT_MS,
  });
  if (run.status === 0) return null;
  return errnoName(Number(run.stdout), ERRNO) ?? "ENOSYS";
}

function hexName(spot: Spot): string {
  return Buffer.concat([encodeName(spot.name), Buffer.from([0])]).toString("hex");
}
