/** Makes folders that appear under their name finished: with owner, mode and, on disk, durably. */
import { encodedLength } from "../core/bytes.ts";
import { quoteInText } from "../core/shell.ts";
import { HoldfastError } from "../core/error.ts";
import { UNFINISHED_FOLDER } from "../core/layout.ts";
import type { Ownership } from "../core/observation.ts";
import {
  closeDir,
  type Dir,
  dropOwnDir,
  isVanished,
  look,
  lookAtSelf,
  makeDir,
  namesIn,
  openChild,
  rename,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import { setDirOwner } from "../system/dir-owner.ts";
import { sha256 } from "../system/digest.ts";
import { effectiveUser, givable } from "../system/process-identity.ts";

const PRIVATE = 0o700;
/** Each look finds either the folder or what another run left of making it; more rounds than there can be runs that begin together. */
const ROUNDS = 64;

/**
 * Makes one folder with exactly this owner and mode, durably; somebody else making it first is no error. It gets its name only when it is
 * finished, so that no interruption leaves a folder that the site may not enter. Needs no lock: other runs may do the same at any moment. An empty
 * folder that another run made meanwhile may be replaced by ours, so a caller without the lock opens it only afterwards and tries again when it is gone.
 */
export function makeDirectoryAt(parent: Dir, name: string, owner: Ownership): void {
  for (let round = 0; look({ dir: parent, name }) === null; round++) {
    try {
      makeOnce(parent, name, owner);
      return;
    } catch (error) {
      // Another run finished or removed the same unfinished folder between two of our calls.
      if (!isVanished(error) || round === ROUNDS) throw error;
    }
  }
}

function makeOnce(parent: Dir, name: string, owner: Ownership): void {
  const unfinished: Spot = { dir: parent, name: unfinishedName(name) };
  openUnfinished(unfinished, (made) => {
    setDirOwner(made, ownable(made, owner));
    syncDir(made);
  });
  try {
    rename(unfinished, { dir: parent, name });
  } catch (error) {
    // Somebody was faster: an empty folder of theirs is replaced, anything else stays.
    if (!["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    dropOwnDir(unfinished);
  }
  syncDir(parent);
}

/**
 * What a folder is called until it is as it shall be. Each name has its own, so that runs that make different folders side by side do not meet; a script for
 * servers without Node.js uses the same ones (but for the longest), so that either finishes what the other began.
 */
export function unfinishedName(name: string): string {
  const whole = `${UNFINISHED_FOLDER}${name}`;
  return encodedLength(whole) <= LONGEST_NAME ? whole : `${UNFINISHED_FOLDER}${sha256(name).slice(0, 8)}`;
}

const LONGEST_NAME = 255;

/** Opens the unfinished folder: a new one, one that an interrupted run left, or the one that another run is about to finish. */
function openUnfinished(spot: Spot, work: (made: Dir) => void): void {
  try {
    makeDir(spot, PRIVATE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const found = look(spot);
    if (found !== null && found.kind !== "directory") throw notOurs(spot, `a ${found.kind}`);
  }
  const made = openFound(spot);
  try {
    // One that another run has finished and filled since it was opened is no longer called so; renaming tells.
    if (namesIn(made).length > 0 && look(spot) !== null) throw notOurs(spot, "a folder that is not empty");
    work(made);
  } finally {
    closeDir(made);
  }
}

/** One that a killed run of root's left is not this user's to give a mode, who may take an empty one away, and then makes their own. */
function openFound(spot: Spot): Dir {
  const user = effectiveUser() ?? 0;
  if (user !== 0 && look(spot)?.uid !== user) {
    dropOwnDir(spot);
    makeDir(spot, PRIVATE);
  }
  return openChild(spot.dir, spot.name);
}

/** Only root gives folders away; anybody else keeps what they made. */
function ownable(made: Dir, owner: Ownership): Ownership {
  const self = lookAtSelf(made);
  return { ...givable(self, owner, self.uid === 0), mode: owner.mode };
}

function notOurs({ dir, name }: Spot, what: string): HoldfastError {
  return new HoldfastError({
    code: "not-our-folder",
    message: `"${dir.path}/${name}" is the name of a folder that Holdfast has not finished making, but it is ${what}`,
    hint: `Make sure who put it there and move it away: mv ${quoteInText(`${dir.path}/${name}`)} ${quoteInText(`${dir.path}/${name}.old`)}; then run the command again`,
  });
}
