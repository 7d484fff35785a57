import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { must, start } from "./cli.ts";
import { freshFolder } from "./tree.ts";

/** Mounts something and unmounts it when the test ends. */
export function mounted(argv: readonly string[], point: string): string {
  mkdirSync(point, { recursive: true });
  must(start([...argv, point]));
  onTestFinished(async () => {
    // A FUSE server answers the last close a moment after the program that made it has ended.
    await expect.poll(() => start(["umount", point]), { timeout: 20_000, interval: 100 }).toMatchObject({ code: 0 });
  });
  return point;
}

/** A file system of its own in a file, mounted in a fresh folder; unmounted when the test ends. */
export function diskOf(type: "ext4" | "btrfs" | "fuse2fs", options = "rw"): string {
  const folder = freshFolder("holdfast-disk-");
  const image = join(folder, "image");
  must(start(["truncate", "-s", type === "btrfs" ? "160M" : "32M", image]));
  must(start([`mkfs.${type === "fuse2fs" ? "ext4" : type}`, "-q", image]));
  const argv = type === "fuse2fs" ? ["fuse2fs", "-o", options, image] : ["mount", "-o", `loop,${options}`, image];
  return mounted(argv, join(folder, "disk"));
}

/** A memory disk at a folder, which is then a mount point. */
export function memoryDiskAt(point: string, options = "size=4m"): string {
  return mounted(["mount", "-t", "tmpfs", "-o", options, "tmpfs"], point);
}

/** Protects a path with an attribute (`+i`, `+a`) until the test ends. */
export function protect(attribute: "i" | "a", path: string): void {
  must(start(["chattr", `+${attribute}`, path]));
  onTestFinished(() => {
    must(start(["chattr", `-${attribute}`, path]));
  });
}
