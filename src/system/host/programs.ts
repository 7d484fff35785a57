/** Which programs there are, and what `quota` says. */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import type { HostFacts, Quota } from "../../core/host.ts";
import { type AbsPath, abs } from "../../core/path.ts";
import { bytes } from "../bytes-path.ts";

/** What Holdfast, its scripts, or their owner may use on a server. */
const WANTED = ["node", "php", "perl", "ssh", "rsync", "git", "crontab", "busybox", "quota"];

/** Where each program is, by the folders of PATH in their order. */
export function findPrograms(path: string): HostFacts["programs"] {
  const folders = path.split(":").filter((folder) => folder.startsWith("/"));
  return WANTED.map((name) => ({
    name,
    path: folders.map((folder) => abs(`${folder}/${name}`)).find(isExecutable) ?? null,
  }));
}

function isExecutable(path: AbsPath): boolean {
  try {
    accessSync(bytes(path), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const BLOCK = 1024;
const LIMIT_MS = 5_000;

/** What `quota -w -p` (quota(1)) says of this user's first file system; null where it says nothing that is understood. */
export function readQuota(program: AbsPath): Quota | null {
  const run = spawnSync(program, ["-w", "-p"], {
    encoding: "utf8",
    timeout: LIMIT_MS,
    stdio: ["ignore", "pipe", "ignore"],
  });
  for (const line of (run.stdout ?? "").split("\n")) {
    const quota = quotaOf(line);
    if (quota !== null) return quota;
  }
  return null;
}

/** `/dev/sda1 1204* 1000 1200 0 10 0 0 0`: blocks of 1 KiB, soft, hard, grace, then the same of files. A `*` marks what is over. */
function quotaOf(line: string): Quota | null {
  const [device = "", ...words] = line.trim().split(/\s+/);
  const numbers = words.map((word) => Number(word.replace("*", "")));
  if (!/[/:]/.test(device) || numbers.length < 8 || numbers.some(Number.isNaN)) return null;
  const at = (index: number): number => numbers[index] ?? 0;
  const blocks = limitOf(at(1), at(2));
  return {
    usedBytes: at(0) * BLOCK,
    limitBytes: blocks === null ? null : blocks * BLOCK,
    usedFiles: at(4),
    limitFiles: limitOf(at(5), at(6)),
  };
}

/** 0 is no limit. */
function limitOf(soft: number, hard: number): number | null {
  return hard || soft || null;
}
