/** Files that are made line by line, whole or not there: what `durable-file.ts` does for what fits into memory. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, constants, fchmodSync, fchownSync, fstatSync, fsyncSync, openSync, writeSync } from "node:fs";
import { HoldfastError } from "../core/error.ts";
import { at, type Dir, rename, type Spot, syncDir } from "./dir.ts";
import { naming } from "./named-error.ts";

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const PART = 1 << 18;

/** A file that grows. */
export interface Lines {
  readonly add: (line: string) => void;
  /** The sha256 of everything so far, in hex. */
  readonly sum: () => string;
}

/**
 * Puts a file at `spot` that `fill` writes, replacing one that is there, by way of a temporary name in `stage` (same file system). Content and name are
 * durable on return; killed at any instant, `spot` has the old content or the new one.
 */
export function replaceLongFile(
  spot: Spot,
  how: {
    readonly stage: Dir;
    readonly mode: number;
    readonly owner?: { readonly uid: number; readonly gid: number };
  },
  fill: (lines: Lines) => void,
): void {
  const temporary: Spot = { dir: how.stage, name: `.tmp-${randomBytes(8).toString("hex")}` };
  const named = <T>(call: () => T): T => naming(`${spot.dir.path}/${spot.name}`, call);
  const fd = named(() => openSync(at(temporary), CREATE, 0o600));
  try {
    const { lines, finish } = linesInto(fd, named);
    fill(lines);
    const length = finish();
    named(() => {
      if (fstatSync(fd).size !== length) throw shortWrite(spot);
      if (how.owner) fchownSync(fd, how.owner.uid, how.owner.gid);
      fchmodSync(fd, how.mode);
      fsyncSync(fd);
    });
  } finally {
    closeSync(fd);
  }
  rename(temporary, spot);
  syncDir(spot.dir);
}

/** Gathers what is added into parts; `finish` writes the last one and says how long the file has to be. */
function linesInto(
  fd: number,
  named: <T>(call: () => T) => T,
): { readonly lines: Lines; readonly finish: () => number } {
  const hash = createHash("sha256");
  let waiting: string[] = [];
  let length = 0;
  let written = 0;
  const flush = (): void => {
    const bytes = Buffer.from(waiting.join(""));
    waiting = [];
    length = 0;
    hash.update(bytes);
    named(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done);
    });
    written += bytes.length;
  };
  const add = (line: string): void => {
    waiting.push(line);
    length += line.length;
    if (length >= PART) flush();
  };
  const sum = (): string => {
    flush();
    return hash.copy().digest("hex");
  };
  const finish = (): number => {
    flush();
    return written;
  };
  return { lines: { add, sum }, finish };
}

function shortWrite(spot: Spot): HoldfastError {
  return new HoldfastError({
    code: "short-write",
    message: `"${spot.dir.path}/${spot.name}" came out shorter than what was written`,
    hint: "Look whether the disk or your quota is full, then run the command again",
    exit: "problems",
  });
}
