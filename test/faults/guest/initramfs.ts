import { BUSYBOX } from "./packages.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cpio, type Packed } from "./cpio.ts";
import { modulesFor } from "./modules.ts";

const FOLDER = 0o040755;
const PROGRAM = 0o100755;
const FILE = 0o100644;

/** What every guest needs: its devices, the host's files, a layer over them; and the checksum that file systems ask for without depending on it. */
const BASE = ["crc32c_generic", "virtio_pci", "virtio_blk", "9pnet_virtio", "9p", "overlay"];

/** The kernel's first root: busybox, the modules in their order, and `init.sh`. */
export function initramfs(release: string, modules: readonly string[]): Buffer {
  const loaded = modulesFor(release, [...BASE, ...modules]);
  const folders = ["bin", "proc", "sys", "dev", "modules"].map((path): Packed => ({ path, mode: FOLDER }));
  const order = loaded.map(({ name }) => `${name}\n`).join("");
  return gzipSync(
    cpio([
      ...folders,
      { path: "init", mode: PROGRAM, bytes: readFileSync(join(import.meta.dirname, "init.sh")) },
      { path: "bin/busybox", mode: PROGRAM, bytes: readFileSync(BUSYBOX) },
      { path: "modules/order", mode: FILE, bytes: Buffer.from(order) },
      ...loaded.map(({ name, bytes }): Packed => ({ path: `modules/${name}`, mode: FILE, bytes })),
    ]),
    { level: 1 },
  );
}
