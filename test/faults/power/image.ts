/** Disk images: sparse files with a file system in them. */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync } from "node:fs";

export type FileSystem = "ext4" | "xfs" | "btrfs";
export const FILE_SYSTEMS: readonly FileSystem[] = ["ext4", "xfs", "btrfs"];

const MIB = 1 << 20;

/** The smallest size in MiB that each one's `mkfs` takes without complaint, and how it is called. */
const MAKERS: Readonly<Record<FileSystem, { readonly size: number; readonly argv: readonly string[] }>> = {
  ext4: { size: 64, argv: ["mkfs.ext4", "-q", "-F"] },
  xfs: { size: 310, argv: ["mkfs.xfs", "-q", "-f"] },
  btrfs: { size: 128, argv: ["mkfs.btrfs", "-q", "-f"] },
};

/** Makes an empty file that takes no space. */
export function sparseFile(path: string, mib: number): void {
  rmSync(path, { force: true });
  const fd = openSync(path, "wx", 0o600);
  ftruncateSync(fd, mib * MIB);
  closeSync(fd);
}

/** Makes an image with an empty file system. */
export function makeImage(path: string, fs: FileSystem): void {
  const { size, argv } = MAKERS[fs];
  sparseFile(path, size);
  must([...argv, path]);
}

/** Copies an image, holes as holes. */
export function copyImage(from: string, to: string): void {
  must(["cp", "--sparse=always", from, to]);
}

/** Mounts an image, which repairs it by its journal, runs `work`, unmounts it. Throws `NotMounted` where the kernel refuses. */
export async function mounted<T>(
  image: string,
  at: { readonly fs: FileSystem; readonly folder: string },
  work: () => T | Promise<T>,
): Promise<T> {
  mkdirSync(at.folder, { recursive: true });
  const mount = spawnSync("mount", ["-t", at.fs, "-o", "loop,noatime", image, at.folder], { encoding: "utf8" });
  if (mount.status !== 0) throw new NotMounted(mount.stderr.trim());
  try {
    return await work();
  } finally {
    must(["umount", at.folder]);
  }
}

/** The kernel does not mount an image. */
export class NotMounted extends Error {}

function must(argv: readonly string[]): void {
  const [command = "", ...args] = argv;
  const run = spawnSync(command, args, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${argv.join(" ")} ended with ${run.status ?? run.signal}: ${run.stderr}`);
}
