import { readFileSync } from "node:fs";
import { type Mount, mountOf } from "../core/mounts.ts";
import type { AbsPath } from "../core/path.ts";
import { fromSystem } from "./bytes-path.ts";

/** What is mounted, in the order of `/proc/self/mountinfo` (proc_pid_mountinfo(5)); empty where there is no such file. */
export function readMounts(): readonly Mount[] {
  let text: string;
  try {
    text = readFileSync("/proc/self/mountinfo", "latin1");
  } catch {
    // Not Linux, or a jail without /proc: nothing is known beforehand, and the calls themselves tell.
    return [];
  }
  return text.split("\n").flatMap(mountFrom);
}

/** The type of the file system that holds a path, for messages: `this file system (ext4)`, or without the type where it is not known. */
export function fileSystemOf(path: AbsPath): string {
  const type = mountOf(readMounts(), path)?.type;
  return type === undefined ? "this file system" : `this file system (${type})`;
}

/** `36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda1 rw`; blanks in names stand as `\040`. */
function mountFrom(line: string): Mount[] {
  const [before = "", after = ""] = line.split(" - ");
  const [id, , , , point, options] = before.split(" ");
  const type = after.split(" ")[0];
  if (id === undefined || point === undefined || options === undefined || type === undefined) return [];
  return [{ id, point: fromSystem(unescaped(point)), type, options: options.split(",") }];
}

function unescaped(text: string): Buffer {
  const plain = text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return Buffer.from(plain, "latin1");
}
