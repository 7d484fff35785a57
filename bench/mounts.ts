/** File systems of their own for rows that need two. The workshop unmounts whatever is below its folder. */
import { mkdirSync } from "node:fs";
import { outputOf } from "./timing/process.ts";

/** Mounts memory as a disk. */
export function mountMemory(point: string, megabytes: number): void {
  mount(["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "holdfast-bench"], point);
}

/** Mounts a new file system that lives in a file. */
export function mountImage(
  type: "xfs" | "btrfs" | "ext4",
  place: { readonly image: string; readonly point: string; readonly megabytes: number },
) {
  const { image, point, megabytes } = place;
  outputOf({ argv: ["truncate", "-s", `${megabytes}M`, image] });
  outputOf({ argv: [`mkfs.${type}`, "-q", image], env: { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` } });
  mount(["-o", "loop", image], point);
}

function mount(args: readonly string[], point: string): void {
  mkdirSync(point, { recursive: true });
  outputOf({ argv: ["mount", ...args, point] });
}
