import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";

/** Mounts a small file system in memory at a folder, which is made. Whoever mounts sees to it that it is unmounted. */
export function mountAt(folder: string, options: { readonly size?: string; readonly inodes?: number } = {}): void {
  mkdirSync(folder, { recursive: true });
  const inodes = options.inodes === undefined ? [] : [`nr_inodes=${options.inodes}`];
  const limits = [`size=${options.size ?? "64m"}`, "mode=755", ...inodes].join(",");
  execFileSync("mount", ["-t", "tmpfs", "-o", limits, "holdfast-test", folder]);
}

/** Unmounts everything below a folder, the innermost first. */
export function unmountBelow(folder: string): void {
  const points = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.reverse()) execFileSync("umount", ["-l", point]);
}
