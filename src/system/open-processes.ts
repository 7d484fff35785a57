import { readdirSync, readFileSync, statSync } from "node:fs";

/** A process that uses one of the nodes that were asked about. */
export interface User {
  readonly pid: number;
  /** What the kernel calls it. */
  readonly name: string;
}

/**
 * The processes, other than this one, that have one of these nodes (`dev:ino`) as working folder or root, or have it open. Processes of
 * other users are seen by root only.
 */
export function usersOf(ids: ReadonlySet<string>): User[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids
    .filter((pid) => handlesOf(pid).some((handle) => ids.has(identityOf(handle))))
    .map((pid) => ({ pid: Number(pid), name: nameOf(pid) }));
}

function handlesOf(pid: string): string[] {
  const own = [`/proc/${pid}/cwd`, `/proc/${pid}/root`];
  try {
    return [...own, ...readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`)];
  } catch {
    // It ended meanwhile, or is another user's.
    return own;
  }
}

function identityOf(handle: string): string {
  try {
    const stats = statSync(handle, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? "" : `${stats.dev}:${stats.ino}`;
  } catch {
    return "";
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "?";
  }
}
