/** Mounts in the guest. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** How the export is mounted, as a row of the table says it. */
export const PROTOCOLS = ["NFS 4.2", "NFS 3 nolock"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Clients do not share what they remember of the export, as two machines do not. */
const OPTIONS: Readonly<Record<Protocol, readonly [source: string, options: string]>> = {
  "NFS 4.2": ["127.0.0.1:/", "vers=4.2,nosharecache"],
  "NFS 3 nolock": ["127.0.0.1:/run/exported", "vers=3,nolock,nosharecache"],
};

/** Mounts the export twice, runs `work` with both folders, unmounts. */
export async function onTwoClients<T>(protocol: Protocol, work: (a: string, b: string) => Promise<T>): Promise<T> {
  const [source, options] = OPTIONS[protocol];
  const folders = ["/run/client-a", "/run/client-b"] as const;
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    run(["mount", "-t", "nfs", "-o", options, source, folder]);
  }
  try {
    return await work(...folders);
  } finally {
    for (const folder of folders) run(["umount", "-f", folder]);
  }
}

/** Makes an image of a file system in memory, mounts it, runs `work`, unmounts it. */
export async function onImage<T>(
  maker: readonly string[],
  options: readonly string[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const [image, folder] = ["/run/disk/other", "/run/other"];
  mkdirSync(folder, { recursive: true });
  run(["truncate", "-s", "64M", image]);
  run([...maker, image]);
  run(["mount", ...options, "-o", "loop", image, folder]);
  try {
    return await work(folder);
  } finally {
    run(["umount", folder]);
    run(["rm", image]);
  }
}

/** Runs a program that must succeed. */
export function run(argv: readonly string[]): string {
  const [command = "", ...args] = argv;
  const ended = spawnSync(command, args, { encoding: "utf8" });
  if (ended.status === 0) return ended.stdout;
  throw new Error(`${argv.join(" ")} ended with ${ended.status ?? ended.signal}: ${ended.stderr}`);
}
