/** What the tests in an emulated machine need beyond Node: the one place that names the Debian packages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is the guest's first program. */
export const BUSYBOX = "/usr/bin/busybox";

interface Package {
  readonly name: string;
  /** True where what it brings is there. */
  readonly isThere: () => boolean;
}

/** The kernel and the machine that runs it. */
const MACHINE: readonly Package[] = [
  { name: "qemu-system-x86", isThere: () => onPath("qemu-system-x86_64") },
  { name: "linux-image-amd64", isThere: () => guestKernels().length > 0 },
  { name: "busybox-static", isThere: () => existsSync(BUSYBOX) && isStatic(BUSYBOX) },
];

/** For power cuts. */
export const POWER_PACKAGES: readonly Package[] = [
  ...MACHINE,
  { name: "dmsetup", isThere: () => onPath("dmsetup") },
  { name: "e2fsprogs", isThere: () => onPath("mkfs.ext4") },
  { name: "xfsprogs", isThere: () => onPath("mkfs.xfs") },
  { name: "btrfs-progs", isThere: () => onPath("mkfs.btrfs") },
  { name: "eatmydata", isThere: () => eatmydataLibrary() !== null },
  { name: "sqlite3", isThere: () => onPath("sqlite3") },
  { name: "attr", isThere: () => onPath("getfattr") },
];

/** For NFS, vfat and names without case. */
export const NFS_PACKAGES: readonly Package[] = [
  ...MACHINE,
  { name: "nfs-kernel-server", isThere: () => onPath("rpc.nfsd") },
  { name: "rpcbind", isThere: () => onPath("rpcbind") },
  { name: "nfs-common", isThere: () => onPath("mount.nfs") },
  { name: "e2fsprogs", isThere: () => onPath("mkfs.ext4") },
  { name: "dosfstools", isThere: () => onPath("mkfs.vfat") },
  { name: "attr", isThere: () => onPath("getfattr") },
];

/** Why the tests cannot run here, and what to do about it; null where they can. */
export function whatIsMissing(packages: readonly Package[]): string | null {
  if (process.platform !== "linux" || process.arch !== "x64")
    return `These tests emulate an x86-64 machine on Linux with Debian's kernel, and this is ${process.platform} ${process.arch}`;
  if (process.getuid?.() !== 0) return "These tests mount file systems: run them as root, or with sudo";
  const missing = packages.filter((one) => !one.isThere()).map(({ name }) => name);
  if (missing.length > 0)
    return `Not installed: ${missing.join(" ")}\nOn Debian: sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(" ")}`;
  if (!existsSync("/dev/loop-control"))
    return "This machine has no loop devices (/dev/loop-control), which mount the images";
  return null;
}

/** Debian's kernels that are installed with their modules, newest first, by release (`6.1.0-56-amd64`). */
export function guestKernels(): string[] {
  const names = existsSync("/boot") ? readdirSync("/boot") : [];
  return names
    .map((name) => /^vmlinuz-(\d.*-amd64)$/.exec(name)?.[1] ?? "")
    .filter((release) => release !== "" && existsSync(`/lib/modules/${release}/modules.dep`))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

/** The library that makes every fsync a no-op; null where it is not installed. */
export function eatmydataLibrary(): string | null {
  const paths = ["/usr/lib/x86_64-linux-gnu/libeatmydata.so", "/usr/lib/libeatmydata.so"];
  return paths.find((path) => existsSync(path)) ?? null;
}

/** True for a program that needs no library: Debian has busybox both ways under the same name, and in the guest are no libraries. */
function isStatic(program: string): boolean {
  return !readFileSync(program).includes("/ld-linux");
}

/** Debian keeps `mkfs` out of an ordinary user's PATH. */
function onPath(program: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, program)));
}
