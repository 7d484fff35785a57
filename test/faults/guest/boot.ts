/** Runs a shell script in an emulated machine with Debian's kernel. Nothing of the host can be changed from in there but the exchange folder and the drives. */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { initramfs } from "./initramfs.ts";
import { guestKernels } from "./packages.ts";

/** A disk of the guest; it finds it by `serial` (at most 20 characters) in /sys/block. */
interface Drive {
  readonly serial: string;
  readonly file: string;
  /** True where what the guest writes is thrown away. */
  readonly discarded: boolean;
}

/** What a guest is started with. */
export interface GuestJob {
  /** A folder of its own: the guest has it as `/exchange`. */
  readonly folder: string;
  readonly script: string;
  /** Kernel modules beyond those that every guest has. */
  readonly modules: readonly string[];
  readonly drives: readonly Drive[];
  readonly seconds: number;
}

/** How a guest ended. */
export interface GuestEnd {
  /** The script's exit code; null where the guest did not come to its end. */
  readonly status: number | null;
  readonly output: string;
  /** The kernel's messages. */
  readonly console: string;
}

/** The release of the kernel that guests run. */
export function guestKernel(): string {
  const [release] = guestKernels();
  if (release === undefined) throw new Error("No Debian kernel is installed");
  return release;
}

/** Boots, runs `/exchange/job.sh`, powers off. */
export async function runGuest(job: GuestJob): Promise<GuestEnd> {
  const release = guestKernel();
  mkdirSync(job.folder, { recursive: true });
  for (const name of ["status", "output"]) rmSync(join(job.folder, name), { force: true });
  copyFileSync(job.script, join(job.folder, "job.sh"));
  // The same host after a power cut has the same name and another boot id.
  writeFileSync(join(job.folder, "hostname"), `${hostname()}\n`);
  const initrd = `${job.folder}.initrd`;
  writeFileSync(initrd, initramfs(release, job.modules));
  try {
    const console = await emulate(qemuArguments(job, release, initrd), job.seconds);
    const status = readIfThere(join(job.folder, "status"));
    return {
      status: status === "" ? null : Number(status),
      output: readIfThere(join(job.folder, "output")),
      console,
    };
  } finally {
    rmSync(initrd);
  }
}

function qemuArguments(job: GuestJob, release: string, initrd: string): string[] {
  const drives = job.drives.flatMap(({ serial, file, discarded }) => [
    "-drive",
    `if=none,id=${serial},format=raw,cache=unsafe,snapshot=${discarded ? "on" : "off"},file=${file}`,
    "-device",
    `virtio-blk-pci,drive=${serial},serial=${serial}`,
  ]);
  const fixed = ["-machine q35 -accel tcg,thread=multi -cpu max -m 2048 -smp 2", "-nographic -no-reboot -net none"];
  return [
    ...fixed.flatMap((words) => words.split(" ")),
    "-kernel",
    `/boot/vmlinuz-${release}`,
    "-initrd",
    initrd,
    "-append",
    "console=ttyS0 quiet panic=-1",
    "-virtfs",
    "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap",
    "-virtfs",
    `local,path=${job.folder},mount_tag=exchange,security_model=none`,
    ...drives,
  ];
}

const STOPPING = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Hands back what the machine wrote to its console. It ends with this process. */
function emulate(args: readonly string[], seconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const machine = spawn("qemu-system-x86_64", args, { stdio: ["ignore", "pipe", "pipe"] });
    let console = "";
    const keep = (part: Buffer): void => {
      console += part.toString("latin1");
    };
    machine.stdout.on("data", keep);
    machine.stderr.on("data", keep);
    const limit = setTimeout(() => {
      console += `\nThe guest did not end within ${seconds} s\n`;
      machine.kill("SIGKILL");
    }, seconds * 1000);
    const stop = (): void => {
      machine.kill("SIGKILL");
      process.exit(1);
    };
    for (const signal of STOPPING) process.once(signal, stop);
    machine.once("error", reject);
    machine.once("close", () => {
      clearTimeout(limit);
      for (const signal of STOPPING) process.off(signal, stop);
      resolve(console);
    });
  });
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}
