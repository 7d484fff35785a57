/**
 * Leases (fcntl(2), F_SETLEASE): the kernel's answer to "has anybody this file open for writing?". A read lease is granted only
 * while nobody has, and while it is held whoever opens the file for writing waits until it is given back.
 */
import { closeSync, constants, openSync } from "node:fs";
import { at, isVanished, look, type Spot } from "./dir.ts";
import type { Libc } from "./libc.ts";

/** `none`: nobody has it open for writing; `some`: somebody has; `unknown`: this file system or user gets no lease. */
type Writers = "none" | "some" | "unknown";

/** The calls that need leases. */
export interface Leases {
  /** Tries a read lease and gives it back at once. */
  readonly writersOf: (spot: Spot) => Writers;
  /**
   * Runs `work` while nobody can begin to write to the file. `work` is told how to ask whether somebody is waiting to. Null, and
   * `work` did not run, where somebody has it open for writing or no lease is to be had.
   */
  readonly whileNobodyWrites: <T>(spot: Spot, work: (isAwaited: () => boolean) => T) => T | null;
}

const F_SETLEASE = 1024;
const F_GETLEASE = 1025;
const F_RDLCK = 0;
const F_UNLCK = 2;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Leases through the C library. */
export function leasesThrough(libc: Libc): Leases {
  const fcntl = libc.func("int fcntl(int, int, long)");
  const take = (fd: number): Writers => {
    surviveLeaseBreaks();
    if (fcntl(fd, F_SETLEASE, F_RDLCK) === 0) return "none";
    return libc.errno() === "EAGAIN" ? "some" : "unknown";
  };
  const withLease = <T>(spot: Spot, work: (answer: Writers, fd: number) => T): T => {
    const fd = openSync(at(spot), READ);
    try {
      const answer = take(fd);
      try {
        return work(answer, fd);
      } finally {
        if (answer === "none") fcntl(fd, F_SETLEASE, F_UNLCK);
      }
    } finally {
      closeSync(fd);
    }
  };
  return {
    writersOf: (spot) => {
      try {
        return withLease(spot, (answer) => answer);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (isVanished(error)) return "none";
        if (code === "EACCES" || code === "EPERM") return "unknown";
        throw error;
      }
    },
    whileNobodyWrites: (spot, work) => {
      if (look(spot)?.kind !== "file") return null;
      return withLease(spot, (answer, fd) =>
        answer === "none" ? work(() => fcntl(fd, F_GETLEASE, 0) !== F_RDLCK) : null,
      );
    },
  };
}

let isSurviving = false;

/** Whoever opens a leased file for writing has the kernel send us SIGIO, which ends a process that has no handler for it. */
function surviveLeaseBreaks(): void {
  if (isSurviving) return;
  process.on("SIGIO", () => undefined);
  isSurviving = true;
}
