import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import type { Ownership } from "../core/observation.ts";
import { type AbsPath, baseName, parentOf } from "../core/path.ts";
import {
  closeDir,
  type Dir,
  dropOwnDir,
  look,
  lookAtSelf,
  makeDir,
  openChild,
  openDir,
  rename,
  setDirOwner,
  syncDir,
} from "../system/dir.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { STATE_FOLDERS } from "./in-the-way.ts";
import { hasRoom } from "../system/space.ts";

/** Our own folders in shared, held open during a run. */
export interface StateDirs {
  readonly shared: Dir;
  readonly state: Dir;
  readonly lock: Dir;
  readonly journal: Dir;
  readonly stage: Dir;
  readonly retired: Dir;
  readonly rescued: Dir;
}

/** Only the site's user looks into them: what is rescued may be a `.env`. */
const PRIVATE = 0o700;
const OTHERS_WRITE = 0o022;

/**
 * Opens shared and our folders in it and makes what is missing, durably; they belong to the application's owner, so that the
 * portable scripts work without root. Throws `no-space` before anything is made when the disk is full.
 */
export function openState(shared: AbsPath, owner: Ownership): StateDirs {
  if (!hasRoom(shared)) throw noSpace(shared);
  const root = makePath(shared, owner);
  const state = ensure(root, NAMES.state, { ...owner, mode: PRIVATE });
  keepPrivate(state);
  const [lock, journal, stage, retired, rescued] = STATE_FOLDERS.map((name) =>
    ensure(state, name, { ...owner, mode: PRIVATE }),
  );
  if (!lock || !journal || !stage || !retired || !rescued) throw new Error("A folder of our own was not opened");
  return { shared: root, state, lock, journal, stage, retired, rescued };
}

/** A `chmod -R 777` over the site must not leave it open who writes our journal; only the owner can put that right. */
function keepPrivate(state: Dir): void {
  const self = lookAtSelf(state);
  const mayChange = self.uid === effectiveUser() || effectiveUser() === 0;
  if ((self.mode & OTHERS_WRITE) !== 0 && mayChange) setDirOwner(state, { ...self, mode: self.mode & ~OTHERS_WRITE });
}

/** Closes what {@link openState} opened. */
export function closeState(dirs: StateDirs): void {
  for (const dir of Object.values(dirs)) closeDir(dir as Dir);
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

/** What a folder is called until it is as it shall be; one at a time in each parent. */
const UNFINISHED = ".holdfast-new-folder";

/**
 * Makes one folder with exactly this owner and mode, durably; somebody else making it first is no error. It gets its name only when it is
 * finished, so that no interruption leaves a folder that the site may not enter.
 */
export function makeDirectoryAt(parent: Dir, name: string, owner: Ownership): void {
  if (look({ dir: parent, name }) !== null) return;
  const unfinished = { dir: parent, name: UNFINISHED };
  if (look(unfinished) === null) makeDir(unfinished, PRIVATE);
  const made = openChild(parent, UNFINISHED);
  try {
    setDirOwner(made, ownable(made, owner));
    syncDir(made);
  } finally {
    closeDir(made);
  }
  try {
    rename(unfinished, { dir: parent, name });
  } catch (error) {
    // Somebody was faster: an empty folder of theirs is replaced, anything else stays.
    if (!["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    dropOwnDir(unfinished);
  }
  syncDir(parent);
}

/** Only root gives folders away; anybody else keeps what they made. */
function ownable(made: Dir, owner: Ownership): Ownership {
  const self = lookAtSelf(made);
  return self.uid === 0 ? owner : { uid: self.uid, gid: self.gid, mode: owner.mode };
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
