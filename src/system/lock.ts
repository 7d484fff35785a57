/**
 * The lock on a shared folder: files `lock.<generation>` made only by link(2), which is exclusive
 * on local file systems and on NFS alike. It survives `kill -9`: the next run sees that the holder is gone.
 *
 *   acquire   g = highest generation; it is free when `lock.<g>.rel` exists or its holder is known to be dead;
 *             link `lock.<g+1>`; look again: if the highest is not g+1, it was not ours (without this line two
 *             holders were seen in 46 of some 23,000 acquisitions)
 *   fence     before each irreversible step: the highest is still ours, else stop
 *   release   make `lock.<g>.rel`
 *
 * The portable scripts take the same lock with `ln`; the owner file is lines of `key=value` so that `sh` can read it.
 */
import { randomBytes } from "node:crypto";
import { HoldfastError } from "../core/error.ts";
import { type Dir, dropOwnName, namesIn, type Spot } from "./dir.ts";
import { createFile, readFileAt } from "./durable-file.ts";
import { isGone, ownIdentity, type ProcessIdentity } from "./process-identity.ts";
import { quoteInText } from "../core/shell.ts";

/** A lock that is held. */
export interface HeldLock {
  readonly dir: Dir;
  readonly generation: number;
}

/** What a lock says of its holder. */
export interface LockOwner extends ProcessIdentity {
  readonly since: string;
  readonly command: string;
}

const OWNER_LIMIT = 4096;
const KEPT_GENERATIONS = 64;
const HEAD = "holdfast-lock 1\n";

/** Takes the lock or throws `locked` (exit 75), naming who holds it since when. */
export function acquireLock(dir: Dir, about: { readonly since: string; readonly command: string }): HeldLock {
  const top = highest(dir);
  const holder = top === 0 ? null : holderOf(dir, top);
  if (holder !== null) throw lockedBy(holder, dir);
  const generation = top + 1;
  const owner: LockOwner = { ...ownIdentity(), ...about };
  const content = { bytes: Buffer.from(encodeOwner(owner)), mode: 0o644 };
  const made = createFile({ dir, name: `lock.${generation}` }, dir, content);
  if (!made || highest(dir) !== generation) throw lockedBy(holderOf(dir, highest(dir)), dir);
  dropOldGenerations(dir, generation);
  return { dir, generation };
}

/** Stops the run when somebody else took the lock, as can happen to a process that was suspended. */
export function fence(lock: HeldLock): void {
  if (highest(lock.dir) === lock.generation) return;
  throw new HoldfastError({
    code: "lock-lost",
    message: `Another run took the lock in "${lock.dir.path}" while this one was suspended`,
    hint: "Nothing is lost; let the other run finish, then run `holdfast recover`",
    exit: "unfinished",
  });
}

/** Gives the lock back. */
export function releaseLock(lock: HeldLock): void {
  const content = { bytes: Buffer.from("released\n"), mode: 0o644 };
  createFile({ dir: lock.dir, name: `lock.${lock.generation}.rel` }, lock.dir, content);
}

/** Who holds the lock now, or null; reads only. */
export function lockHolder(dir: Dir): LockOwner | null {
  const top = highest(dir);
  return top === 0 ? null : holderOf(dir, top);
}

function highest(dir: Dir): number {
  let top = 0;
  for (const name of namesIn(dir)) {
    // More digits than ours are never made, here or in the portable scripts.
    const number = /^lock\.(\d{1,9})$/.exec(name)?.[1];
    if (number !== undefined) top = Math.max(top, Number(number));
  }
  return top;
}

/** Null when the generation is free: released, or its holder dead. */
function holderOf(dir: Dir, generation: number): LockOwner | null {
  if (namesIn(dir).includes(`lock.${generation}.rel`)) return null;
  const spot: Spot = { dir, name: `lock.${generation}` };
  const text = readFileAt(spot, OWNER_LIMIT)?.toString("utf8");
  // A lock appears whole or not at all, so anything else was put there by somebody.
  if (text?.startsWith(HEAD) !== true) throw noLock(spot);
  const owner = decodeOwner(text);
  return isGone(owner, ownIdentity()) ? null : owner;
}

function encodeOwner(owner: LockOwner): string {
  const { host, machine, boot, pidns, pid, start, since, command } = owner;
  const nonce = randomBytes(8).toString("hex");
  const lines = Object.entries({ host, machine, boot, pidns, pid, start, nonce, since, command });
  return `${HEAD}${lines.map(([key, value]) => `${key}=${String(value).replace(/\n/g, " ")}`).join("\n")}\n`;
}

function decodeOwner(text: string): LockOwner {
  const read = (key: string): string => new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1] ?? "-";
  return {
    host: read("host"),
    machine: read("machine"),
    boot: read("boot"),
    pidns: read("pidns"),
    pid: Number(read("pid")),
    start: read("start"),
    since: read("since"),
    command: read("command"),
  };
}

function dropOldGenerations(dir: Dir, generation: number): void {
  for (const name of namesIn(dir)) {
    const number = Number(/^lock\.(\d+)(\.rel)?$/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
    if (number <= generation - KEPT_GENERATIONS) dropOwnName({ dir, name });
  }
}

function lockedBy(owner: LockOwner | null, dir: Dir): HoldfastError {
  const who =
    owner === null
      ? "another run"
      : `"holdfast ${owner.command}" (process ${owner.pid} on ${owner.host}, since ${owner.since})`;
  const elsewhere = owner === null ? null : whereElse(owner);
  const steal =
    elsewhere === null
      ? ""
      : `. It runs ${elsewhere}, so it cannot be seen from here whether it still lives: only if it is gone for good, rm ${quoteInText(`${dir.path}/lock.${highest(dir)}`)}`;
  return new HoldfastError({
    code: "locked",
    message: `The shared folder is in use by ${who}; nothing was changed`,
    hint: `Wait until it is done and try again${steal}`,
    exit: "locked",
  });
}

/** Where a holder runs that cannot be judged from here; null for one that can. */
function whereElse(owner: LockOwner): string | null {
  const self = ownIdentity();
  if (owner.boot !== self.boot) return "on another machine (or before a restart of this one)";
  return owner.pidns === self.pidns ? null : "in another container or jail of this machine";
}

function noLock({ dir, name }: Spot): HoldfastError {
  return new HoldfastError({
    code: "not-a-lock",
    message: `"${dir.path}/${name}" stands where a lock of Holdfast's belongs and is none; nothing was changed`,
    hint: `Look who put it there (ls -la ${quoteInText(dir.path)}), move it away, then run the command again`,
  });
}
