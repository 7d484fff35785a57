/** What is made only to be tried: small files of ours and links, in a folder under a name of ours. Nothing else is ever removed. */
import { closeSync, constants, fchmodSync, fchownSync, fsyncSync, openSync, writeSync } from "node:fs";
import {
  at,
  closeDir,
  dropOwnDir,
  dropOwnName,
  isVanished,
  look,
  namesIn,
  openChild,
  type Spot,
  syncDir,
} from "../dir.ts";
import { readHead } from "../durable-file.ts";
import { withName } from "../named-error.ts";

/** Every file that is made to be tried begins so: what does not is somebody's. */
const MARK = "Holdfast tries what this host allows";

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** What a file that is tried shall be. */
export interface TrialFile {
  readonly text: string;
  readonly mode: number;
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** Makes a file and hands back what its fsync answered: an error where it cannot be written, null where all went well. Throws where it cannot be made. */
export function makeTrialFile(spot: Spot, file: TrialFile): NodeJS.ErrnoException | null {
  const fd = openSync(at(spot), CREATE, 0o600);
  try {
    writeSync(fd, Buffer.from(textOf(file.text)));
    if (file.owner !== null) fchownSync(fd, file.owner.uid, file.owner.gid);
    fchmodSync(fd, file.mode);
    return failureOf(() => {
      fsyncSync(fd);
    });
  } finally {
    closeSync(fd);
  }
}

function textOf(text: string): string {
  return `${MARK}: ${text}\n`;
}

/** What the system answers to a call that it refuses; null where it does not. What is no answer of the system's is thrown. */
export function failureOf(work: () => void): NodeJS.ErrnoException | null {
  try {
    work();
    return null;
  } catch (thrown) {
    const error = withName(thrown);
    if (error instanceof Error && "code" in error) return error as NodeJS.ErrnoException;
    throw error;
  }
}

/**
 * Removes a folder of trials, durably: from it only files that begin with our mark (or hold its beginning only) and links, each under one of the names given. False
 * where something stays: what holds anything else is somebody's and is left as it is.
 */
export function clearTrials(spot: Spot, names: readonly string[]): boolean {
  if (look(spot)?.kind !== "directory") return look(spot) === null;
  const dir = openChild(spot.dir, spot.name);
  try {
    for (const name of namesIn(dir)) if (names.includes(name)) clearTrial({ dir, name });
    if (namesIn(dir).length > 0) return false;
  } finally {
    closeDir(dir);
  }
  dropOwnDir(spot);
  syncDir(spot.dir);
  return true;
}

function clearTrial(spot: Spot): void {
  const kind = look(spot)?.kind;
  try {
    if (kind === "directory") dropOwnDir(spot);
    else if (kind === "link" || (kind === "file" && isTrial(spot))) dropOwnName(spot);
  } catch (error) {
    // Not empty, so not ours; or gone already, removed by another run.
    if (!isVanished(error) && (error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}

/** Also where a write was cut short. */
function isTrial(spot: Spot): boolean {
  return MARK.startsWith(readHead(spot, MARK.length)?.toString("utf8") ?? "");
}
