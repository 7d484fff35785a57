/** Owner and mode of a file or folder, given through a descriptor, so that nothing is followed. */
import { chmodSync, chownSync, closeSync, constants, fstatSync, fsyncSync, openSync } from "node:fs";
import type { Ownership } from "../core/observation.ts";
import { at, type Spot } from "./dir.ts";
import { factOf } from "./facts.ts";
import { naming } from "./named-error.ts";
import { givable } from "./process-identity.ts";

/** `O_PATH` (asm-generic/fcntl.h), which Node does not name: enough for a file that may not be read. */
const O_PATH = 0o10000000;
const NODE = O_PATH | constants.O_NOFOLLOW;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Gives a file or folder the mode, and the owner as far as this user may: root any, anybody else a group of theirs to what is their own. False where it is neither, or not the node that is meant (`dev:ino`; null: whatever stands
 * there). Durable on return where this user may open it.
 */
export function setRights(
  spot: Spot,
  rights: Ownership,
  about: { readonly id: string | null; readonly asRoot: boolean },
): boolean {
  const fd = openSync(at(spot), NODE);
  try {
    const fact = factOf(fstatSync(fd, { bigint: true }));
    if ((about.id !== null && fact.id !== about.id) || (fact.kind !== "file" && fact.kind !== "directory"))
      return false;
    naming(`${spot.dir.path}/${spot.name}`, () => {
      const path = `/proc/self/fd/${fd}`;
      const owner = givable(fact, rights, about.asRoot);
      const changes = fact.uid !== owner.uid || fact.gid !== owner.gid;
      if (changes) chownSync(path, owner.uid, owner.gid);
      if (fact.mode !== rights.mode || changes) chmodSync(path, rights.mode);
    });
  } finally {
    closeSync(fd);
  }
  syncNode(spot);
  return true;
}

function syncNode(spot: Spot): void {
  let fd: number;
  try {
    fd = openSync(at(spot), READ);
  } catch {
    // Its mode does not let this user open it; the change comes to the disk with the file system's next commit.
    return;
  }
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
