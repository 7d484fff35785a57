/** A run between taking the lock and giving it back. */
import type { Ownership } from "../core/observation.ts";
import type { AbsPath } from "../core/path.ts";
import { isVanished } from "../system/dir.ts";
import { acquireLock, type HeldLock, releaseLock } from "../system/lock.ts";
import { closeState, closeWay, type LockWay, openState, openWay, type StateDirs } from "./state.ts";
import type { Steps } from "./steps.ts";

/** For the lock's owner file. */
interface About {
  readonly since: string;
  readonly command: string;
}

/** More first runs than will ever begin on one site within the same moment: each can take our empty folders away a few times. */
const FIRST_RUNS = 64;

/**
 * Takes the lock, opens our folders, does the work, and gives the lock back in every case. Throws `locked` (exit 75) where another run holds it, and
 * `no-space` where nothing can be written; nothing but our own empty folders was made then.
 */
export function* holdingLock<T>(
  given: { readonly shared: AbsPath; readonly owner: Ownership; readonly about: About },
  work: (dirs: StateDirs, lock: HeldLock) => Steps<T>,
): Steps<T> {
  const { way, lock } = takeLock(given);
  try {
    const result = yield* beforeRelease(
      lock,
      inState(way, given.owner, (dirs) => work(dirs, lock)),
    );
    releaseLock(lock);
    return result;
  } finally {
    closeWay(way);
  }
}

/** The lock makes its folder, and so all above it, one that no other run can replace any more. */
function takeLock({
  shared,
  owner,
  about,
}: {
  readonly shared: AbsPath;
  readonly owner: Ownership;
  readonly about: About;
}): { readonly way: LockWay; readonly lock: HeldLock } {
  for (let round = 0; ; round++) {
    let way: LockWay | null = null;
    try {
      way = openWay(shared, owner);
      return { way, lock: acquireLock(way.lock, about) };
    } catch (error) {
      if (way !== null) closeWay(way);
      if (!isVanished(error) || round === FIRST_RUNS) throw error;
    }
  }
}

function* inState<T>(way: LockWay, owner: Ownership, work: (dirs: StateDirs) => Steps<T>): Steps<T> {
  const dirs = openState(way, owner);
  try {
    return yield* work(dirs);
  } finally {
    closeState(dirs);
  }
}

/** Where the work fails, its error counts: on a full disk the lock cannot be given back either, and is free once we have ended. */
function* beforeRelease<T>(lock: HeldLock, work: Steps<T>): Steps<T> {
  try {
    return yield* work;
  } catch (error) {
    try {
      releaseLock(lock);
    } catch {
      // The next run sees that its holder is gone.
    }
    throw error;
  }
}
