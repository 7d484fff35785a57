/**
 * Goes into folders as a process does: there the kernel finds a name in one step, where `/proc/self/fd/N/name` takes it five, which is a third of what
 * looking at a name costs. The folder is entered by its descriptor, so through no link. A process has one such place, and only its first thread may move it.
 */
import { closeSync, openSync } from "node:fs";
import { hasEscapedBytes } from "../core/bytes.ts";
import { at, type Dir, type Spot, WAY } from "./dir.ts";

/** Where names are looked up from. */
export interface Standpoint {
  /** A path of the name, good until the next call. */
  readonly pathOf: (spot: Spot) => Buffer | string;
  /** Goes back to where the process was. */
  readonly leave: () => void;
}

/** Names are looked up from where the process is. */
export const OUTSIDE: Standpoint = { pathOf: at, leave: () => undefined };

/** Enters the folder of each name that is asked for, until {@link Standpoint.leave}; stays outside where there would be no way back. */
export function entering(): Standpoint {
  const home = openHome();
  if (home === null) return OUTSIDE;
  let entered: Dir | null = null;
  return {
    pathOf: (spot) => {
      if (hasEscapedBytes(spot.name)) return at(spot);
      if (spot.dir !== entered) process.chdir(placeOf(spot.dir.fd));
      entered = spot.dir;
      return spot.name;
    },
    leave: () => {
      process.chdir(placeOf(home));
      closeSync(home);
    },
  };
}

/** The way back is tried before anything is entered: with `sudo -u` one may stand in a folder that this user cannot enter. */
function openHome(): number | null {
  if (process.platform !== "linux") return null;
  let home: number | null = null;
  try {
    home = openSync(".", WAY);
    process.chdir(placeOf(home));
    return home;
  } catch {
    if (home !== null) closeSync(home);
    return null;
  }
}

function placeOf(fd: number): string {
  return `/proc/self/fd/${fd}`;
}
