import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import type { AbsPath } from "../core/path.ts";

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

/**
 * The processes, other than this one, that work in one of these folders: their working folder, root, program, an open file or a mapped one lies in
 * it. Folder to its users; processes of other users are seen by root only.
 */
export function usersBelow(folders: readonly AbsPath[]): ReadonlyMap<AbsPath, readonly User[]> {
  const users = new Map<AbsPath, User[]>();
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  for (const pid of pids) {
    const paths = pathsOf(pid);
    for (const folder of folders) {
      if (!paths.some((path) => path === folder || path.startsWith(`${folder}/`))) continue;
      users.set(folder, [...(users.get(folder) ?? []), { pid: Number(pid), name: nameOf(pid) }]);
    }
  }
  return users;
}

function pathsOf(pid: string): string[] {
  const links = [`/proc/${pid}/exe`, ...handlesOf(pid)].map((handle) => {
    try {
      return readlinkSync(handle);
    } catch {
      return "";
    }
  });
  return [...links, ...mappedBy(pid)];
}

function mappedBy(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/maps`, "utf8")
      .split("\n")
      .flatMap((line) => /\s(\/.*)$/.exec(line)?.[1] ?? []);
  } catch {
    // It ended meanwhile, or is another user's.
    return [];
  }
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
