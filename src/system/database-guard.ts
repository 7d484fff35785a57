/**
 * Keeps SQLite from changing which files belong to a database while it is taken over. With the locks of SQLite's own protocol
 * (sqlite.org/lockingv3.html: RESERVED at byte 0x40000001, SHARED the 510 bytes after it) held by us, no transaction can
 * begin that would make a `-journal`, and the last connection to close cannot delete the `-wal`. The locks are open-file-description
 * locks, so they live exactly as long as our descriptor.
 */
import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { createRequire } from "node:module";
import { at, look, type Spot } from "./dir.ts";
import { runsOnGlibc } from "./glibc.ts";

const RESERVED = { start: 0x40000001, length: 1 };
const SHARED = { start: 0x40000002, length: 510 };
const F_OFD_SETLK = 37;
const F_RDLCK = 0;
const F_WRLCK = 1;
const F_UNLCK = 2;
const PATIENCE_NS = 5_000_000_000n;
const PAUSE_MS = 1;

/** What came of running work under the guard. */
export type Guarded<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "busy" }
  | { readonly kind: "no-locks" };

/** Runs `work` while no transaction can begin in the database at `spot`; waits at most five seconds for those under way. */
export function whileDatabaseIsQuiet<T>(spot: Spot, work: () => T): Guarded<T> {
  const fd = openSync(at(spot), constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const deadline = process.hrtime.bigint() + PATIENCE_NS;
    while (process.hrtime.bigint() < deadline) {
      const answer = lockBoth(fd);
      if (answer === "no-locks") return { kind: "no-locks" };
      if (answer === "held") return { kind: "done", value: work() };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
    return { kind: "busy" };
  } finally {
    closeSync(fd);
  }
}

/** The locks of a write-ahead log in its `-shm`: WAL_WRITE_LOCK and WAL_CKPT_LOCK, the bytes 120 and 121 (sqlite.org/walformat.html, 2.3.1). */
const LOG_LOCKS = { start: 120, length: 2 };

/** As {@link whileDatabaseIsQuiet}, and no transaction is added to its write-ahead log nor worked in from it meanwhile: database and log stand still. */
export function whileDatabaseStandsStill<T>(spot: Spot, work: () => T): Guarded<T> {
  const guarded = whileDatabaseIsQuiet(spot, () => whileLogStandsStill(spot, work));
  return guarded.kind === "done" ? guarded.value : guarded;
}

function whileLogStandsStill<T>(spot: Spot, work: () => T): Guarded<T> {
  const index: Spot = { dir: spot.dir, name: `${spot.name}-shm` };
  // Nobody has the database open in this mode, or it is in another one.
  if (look(index)?.kind !== "file") return { kind: "done", value: work() };
  const fd = openSync(at(index), constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const deadline = process.hrtime.bigint() + PATIENCE_NS;
    while (process.hrtime.bigint() < deadline) {
      const answer = setLock(fd, F_WRLCK, LOG_LOCKS);
      if (answer === "no-locks") return { kind: "no-locks" };
      if (answer === "held") return { kind: "done", value: work() };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
    return { kind: "busy" };
  } finally {
    closeSync(fd);
  }
}

type Answer = "held" | "busy" | "no-locks";

/**
 * RESERVED first: while we wait for it we hold nothing, so that no writer waits for us. Whoever has the exclusive lock has RESERVED too,
 * so SHARED is then free in rollback mode; in WAL mode it can be refused, and RESERVED is given back.
 */
function lockBoth(fd: number): Answer {
  const reserved = setLock(fd, F_WRLCK, RESERVED);
  if (reserved !== "held") return reserved;
  const shared = setLock(fd, F_RDLCK, SHARED);
  if (shared !== "held") setLock(fd, F_UNLCK, RESERVED);
  return shared;
}

function setLock(fd: number, type: number, range: { readonly start: number; readonly length: number }): Answer {
  const flock = flockBytes(type, range);
  return withKoffi(fd, flock) ?? withPerl(fd, flock);
}

/** `struct flock` on 64-bit Linux: short type, short whence, 4 bytes of padding, two 64-bit offsets, pid (0 for OFD locks). */
function flockBytes(type: number, range: { readonly start: number; readonly length: number }): Buffer {
  const flock = Buffer.alloc(32);
  flock.writeInt16LE(type, 0);
  flock.writeBigInt64LE(BigInt(range.start), 8);
  flock.writeBigInt64LE(BigInt(range.length), 16);
  return flock;
}

function withKoffi(fd: number, flock: Buffer): Answer | null {
  if (!runsOnGlibc()) return null;
  try {
    const koffi = createRequire(import.meta.url)("koffi") as {
      load(name: string): { func(prototype: string): (...parts: unknown[]) => number };
    };
    const fcntl = koffi.load("libc.so.6").func("int fcntl(int, int, const uint8_t*)");
    return fcntl(fd, F_OFD_SETLK, flock) === 0 ? "held" : "busy";
  } catch {
    // Not installed: perl sets the lock on the inherited descriptor, and the open file description, which is ours, keeps it.
    return null;
  }
}

function withPerl(fd: number, flock: Buffer): Answer {
  const script = 'open(my $f, "+<&=", 3) or exit 2; exit(fcntl($f, $ARGV[0]+0, pack("H*", $ARGV[1])) ? 0 : 1)';
  const run = spawnSync("perl", ["-e", script, String(F_OFD_SETLK), flock.toString("hex")], {
    stdio: ["ignore", "ignore", "ignore", fd],
    timeout: 10_000,
  });
  if (run.status === 0) return "held";
  return run.status === 1 ? "busy" : "no-locks";
}
