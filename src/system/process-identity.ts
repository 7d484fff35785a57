import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isAboutThePath } from "./path-error.ts";

/** Who holds a lock: enough to tell, on the same host, whether that process still lives. */
export interface ProcessIdentity {
  readonly host: string;
  /** The kernel's boot id, or `-`. */
  readonly boot: string;
  /** The PID namespace; the same number means another process in another container. */
  readonly pidns: string;
  readonly pid: number;
  /** Start time in clock ticks since boot (field 22 of /proc/PID/stat), or `-`. */
  readonly start: string;
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    boot: readWord("/proc/sys/kernel/random/boot_id"),
    pidns: readLink("/proc/self/ns/pid"),
    pid: process.pid,
    start: startTime(process.pid) ?? "-",
  };
}

/** The user for whom files are opened; null where the system has none. */
export function effectiveUser(): number | null {
  return process.geteuid?.() ?? null;
}

/** The group for which files are made; null where the system has none. */
export function effectiveGroup(): number | null {
  return process.getegid?.() ?? null;
}

/**
 * Whether the process of an identity is known to be gone. Only a process of this host and PID namespace can be judged; of
 * any other the answer is false, because a partitioned node may still write.
 */
export function isGone(other: ProcessIdentity, self: ProcessIdentity): boolean {
  if (other.host !== self.host) return false;
  if (other.boot !== "-" && self.boot !== "-" && other.boot !== self.boot) return true;
  if (other.pidns !== self.pidns) return false;
  const start = startTime(other.pid);
  if (start === null) return !answersSignal(other.pid);
  return other.start !== "-" && start !== other.start;
}

function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    // No such process, or /proc hides those of other users: the signal decides.
    return null;
  }
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, it is only somebody else's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function readWord(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    return "-";
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (!isAboutThePath(error)) throw error;
    return "-";
  }
}
