import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** File systems that figures are reached on. */
export const FILE_SYSTEMS = ["tmpfs", "ext4", "xfs", "btrfs"] as const;
export type FileSystem = (typeof FILE_SYSTEMS)[number];

const IMAGE_BYTES = 512 * 1024 * 1024;

/** Makes such a file system (an image on a loop device, or memory), runs `work` in it, and takes it away again in every case. Needs root. */
export async function onFileSystem<T>(kind: FileSystem, work: (folder: string) => Promise<T>): Promise<T> {
  const place = mkdtempSync(join(tmpdir(), `holdfast-${kind}-`));
  const [image, mount] = [join(place, "image"), join(place, "mount")];
  mkdirSync(mount);
  try {
    if (kind === "tmpfs") execFileSync("mount", ["-t", "tmpfs", "tmpfs", mount]);
    else {
      const fd = openSync(image, "w");
      ftruncateSync(fd, IMAGE_BYTES);
      closeSync(fd);
      execFileSync(`mkfs.${kind}`, [kind === "ext4" ? "-q" : "-f", image], { stdio: "ignore" });
      execFileSync("mount", ["-o", "loop", image, mount]);
    }
    return await work(mount);
  } finally {
    execFileSync("umount", ["--lazy", mount]);
    rmSync(image, { force: true });
    rmdirSync(mount);
    rmdirSync(place);
  }
}
