import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, type Starting, start } from "./cli.ts";
import { program } from "./program.ts";
import { freshFolder } from "./tree.ts";

/** Every system call by which a name, a content or an attribute on a disk can be changed. */
const CALLS = [
  "open,openat,openat2,creat",
  "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir",
  "mkdir,mkdirat,mknod,mknodat",
  "chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat",
  "truncate,ftruncate,fallocate,copy_file_range,sendfile",
  "utime,utimes,utimensat,futimesat",
  "setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr",
  "mount,umount2,fsync,fdatasync,flock",
].join(",");

/** A program's end, and the calls by which it changed a disk or tried to. */
export interface Watched extends Ended {
  readonly changing: readonly string[];
}

/** Runs the built program under strace, all its threads and children too. */
export function watched(args: readonly string[], options: Starting = {}): Watched {
  return watchedProgram([process.execPath, program(), ...args], options);
}

/** The same for any program. */
export function watchedProgram(
  argv: readonly string[],
  options: Starting & { readonly strace?: readonly string[] } = {},
): Watched {
  const trace = join(freshFolder("holdfast-strace-"), "trace");
  const ended = start(
    ["strace", "-f", "-qq", "-o", trace, "-e", `trace=${CALLS}`, ...(options.strace ?? []), ...argv],
    {
      ...options,
      // Without this, calls could go through a ring that strace does not see.
      env: { UV_USE_IO_URING: "0", ...options.env },
    },
  );
  const lines = readFileSync(trace, "utf8").split("\n");
  return { ...ended, changing: lines.filter((line) => isChanging(line)) };
}

function isChanging(line: string): boolean {
  const call = /^\d+\s+(?:<\.\.\. )?([a-z0-9_]+)/.exec(line)?.[1];
  if (call === undefined || line.includes(" resumed>")) return false;
  if (!/^(open|openat|openat2)$/.test(call)) return true;
  return /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE|O_APPEND/.test(line) && !/"\/dev\/(null|tty)"/.test(line);
}
