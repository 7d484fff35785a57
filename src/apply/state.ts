import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import type { Ownership } from "../core/observation.ts";
import { type AbsPath, baseName, parentOf } from "../core/path.ts";
import { closeDir, type Dir, look, lookAtSelf, openChild, openDir } from "../system/dir.ts";
import { setDirOwner } from "../system/dir-owner.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { LOCKED_FOLDERS } from "./in-the-way.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { hasRoom } from "../system/space.ts";

/** The folders on the way to the lock, held open: all that may be made by a run that does not hold it. */
export interface LockWay {
  readonly shared: Dir;
  readonly state: Dir;
  readonly lock: Dir;
}

/** Our own folders in shared, held open during a run. */
export interface StateDirs extends LockWay {
  readonly journal: Dir;
  readonly stage: Dir;
  readonly retired: Dir;
  readonly rescued: Dir;
}

/** Only the site's user looks into them: what is rescued may be a `.env`. */
const PRIVATE = 0o700;
const OTHERS_WRITE = 0o022;

/**
 * Opens shared and the way to its lock and makes what is missing, durably; it belongs to the application's owner, so that the portable scripts
 * work without root. Throws `no-space` before anything is made when the disk is full. Until the lock is held another first run may replace
 * what is still empty: an error for which {@link isVanished} holds, here or from taking the lock, means that it did, and that the way is to be opened again.
 */
export function openWay(shared: AbsPath, owner: Ownership): LockWay {
  if (!hasRoom(shared)) throw noSpace(shared);
  const opened: Dir[] = [];
  const keep = (dir: Dir): Dir => {
    opened.push(dir);
    return dir;
  };
  try {
    const root = keep(makePath(shared, owner));
    const state = keep(ensure(root, NAMES.state, { ...owner, mode: PRIVATE }));
    keepPrivate(state);
    return { shared: root, state, lock: keep(ensure(state, "lock", { ...owner, mode: PRIVATE })) };
  } catch (error) {
    for (const dir of opened) closeDir(dir);
    throw error;
  }
}

/** Opens the rest of our folders and makes what is missing, durably; only for a run that holds the lock, which no other then makes. */
export function openState(way: LockWay, owner: Ownership): StateDirs {
  const [journal, stage, retired, rescued] = LOCKED_FOLDERS.map((name) =>
    ensure(way.state, name, { ...owner, mode: PRIVATE }),
  );
  if (!journal || !stage || !retired || !rescued) throw new Error("A folder of our own was not opened");
  return { ...way, journal, stage, retired, rescued };
}

/** A `chmod -R 777` over the site must not leave it open who writes our journal; only the owner can put that right. */
function keepPrivate(state: Dir): void {
  const self = lookAtSelf(state);
  const mayChange = self.uid === effectiveUser() || effectiveUser() === 0;
  if ((self.mode & OTHERS_WRITE) !== 0 && mayChange) setDirOwner(state, { ...self, mode: self.mode & ~OTHERS_WRITE });
}

/** Closes what {@link openWay} opened. */
export function closeWay({ shared, state, lock }: LockWay): void {
  for (const dir of [shared, state, lock]) closeDir(dir);
}

/** Closes what {@link openState} opened. */
export function closeState({ journal, stage, retired, rescued }: StateDirs): void {
  for (const dir of [journal, stage, retired, rescued]) closeDir(dir);
}

/** Opens a folder inside an open one, making it (durably) where it is missing. A link or file in its place is refused. */
function ensure(parent: Dir, name: string, owner: Ownership): Dir {
  const found = look({ dir: parent, name });
  if (found === null) {
    makeDirectoryAt(parent, name, owner);
  } else if (found.kind !== "directory") {
    throw new HoldfastError({
      code: "not-our-folder",
      message: `"${parent.path}/${name}" should be a folder of Holdfast's, but it is a ${found.kind}`,
      hint: "Make sure who put it there and move it away, then run the command again",
    });
  }
  return openChild(parent, name);
}

/** Opens a path of several names below an open folder, making what is missing; the caller closes it. */
export function ensurePath(parent: Dir, names: readonly string[], owner: Ownership): Dir {
  let dir = openChild(parent, ".");
  for (const name of names) {
    const next = ensure(dir, name, owner);
    closeDir(dir);
    dir = next;
  }
  return dir;
}

/** Opens the folder, making what is missing of its path. */
function makePath(path: AbsPath, owner: Ownership): Dir {
  if (lookAt(bytes(path)) !== null) return openDir(path);
  const parent = makePath(parentOf(path), owner);
  try {
    makeDirectoryAt(parent, baseName(path), { ...owner, mode: owner.mode | PRIVATE });
    return openChild(parent, baseName(path));
  } finally {
    closeDir(parent);
  }
}

function noSpace(shared: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "no-space",
    message: `The file system of "${shared}" is full`,
    hint: "Free some space or inodes, then run the command again; nothing was changed",
    exit: "problems",
  });
}
