import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isAboutThePath } from "./path-error.ts";

/** Who holds a lock: enough to tell, on the same machine, whether that process still lives. */
export interface ProcessIdentity {
  /** The host's name: for messages, and a part of telling machines apart. Containers often share or change it. */
  readonly host: string;
  /** What systemd's machine-id(5) says, or `-`. */
  readonly machine: string;
  /** The kernel's boot id, or `-`: the same one means the same running kernel, whatever the host's name. */
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
    machine: readWord("/etc/machine-id"),
    boot: readWord("/proc/sys/kernel/random/boot_id"),
    pidns: readLink("/proc/self/ns/pid"),
    pid: process.pid,
    start: processAt(process.pid)?.start ?? "-",
  };
}

/** The user for whom files are opened; null where the system has none. */
export function effectiveUser(): number | null {
  return process.geteuid?.() ?? null;
}

/**
 * Whether the process of an identity is known to be gone. Only a process of this running kernel and PID namespace can be looked for; one
 * of another boot is gone when both the machine's id and its name are ours. Of any other the answer is false, because it may still write:
 * a node that is cut off, a container beside this one, a second machine with the same name.
 */
export function isGone(other: ProcessIdentity, self: ProcessIdentity): boolean {
  const isSameMachine = other.host === self.host && other.machine === self.machine;
  if (isKnown(other.boot) && isKnown(self.boot)) {
    if (other.boot !== self.boot) return isSameMachine && isKnown(self.machine);
  } else if (!isSameMachine) return false;
  if (other.pidns !== self.pidns) return false;
  const found = processAt(other.pid);
  if (found === null) return !answersSignal(other.pid);
  return found.isDead || (isKnown(other.start) && found.start !== other.start);
}

function isKnown(text: string): boolean {
  return text !== "-" && text !== "";
}

/** From `/proc/PID/stat` (proc_pid_stat(5)): the start time, and whether only its parent has not yet taken note that it died. */
function processAt(pid: number): { readonly start: string; readonly isDead: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { start: fields[19] ?? "-", isDead: fields[0] === "Z" || fields[0] === "X" };
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

/** True for a group that this process may give its files to (chown(2)): any as root, else one of its own. */
export function mayGiveTo(gid: number): boolean {
  return effectiveUser() === 0 || process.getegid?.() === gid || process.getgroups?.().includes(gid) === true;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * As much of an owner as this user may give to what is `self`'s: root all of it, anybody else the group to what is their own. Often it is by its group that the
 * web server may enter.
 */
export function givable(self: Owner, wanted: Owner, asRoot: boolean): Owner {
  if (asRoot) return { uid: wanted.uid, gid: wanted.gid };
  return { uid: self.uid, gid: self.uid === effectiveUser() && mayGiveTo(wanted.gid) ? wanted.gid : self.gid };
}
