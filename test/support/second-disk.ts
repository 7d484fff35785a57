import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freshFolder } from "./tree.ts";

/** Mounts a small file system of its own at a new folder; it is unmounted when the test ends. */
export function secondDisk(
  options: { readonly at?: string; readonly size?: string; readonly inodes?: number } = {},
): string {
  const folder = options.at ?? freshFolder("holdfast-disk-");
  mkdirSync(folder, { recursive: true });
  const limits = [
    `size=${options.size ?? "64m"}`,
    ...(options.inodes === undefined ? [] : [`nr_inodes=${options.inodes}`]),
  ];
  execFileSync("mount", ["-t", "tmpfs", "-o", limits.join(","), "holdfast-test", folder]);
  onTestFinished(() => {
    execFileSync("umount", ["-l", folder]);
  });
  return folder;
}

/** A site whose shared folder is on another file system than the application. */
export function siteAcross(options: { readonly size?: string; readonly inodes?: number } = {}): string {
  const site = freshFolder();
  secondDisk({ at: join(site, "shared"), ...options });
  return site;
}
