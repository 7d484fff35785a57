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

/** What a run holds from taking the lock to giving it back. */
export interface Hold {
  readonly dirs: StateDirs;
  readonly lock: HeldLock;
}

/** Whose lock, and for what. */
interface Given {
  readonly shared: AbsPath;
  readonly owner: Ownership;
  readonly about: About;
}

/**
 * Takes the lock and opens our folders; {@link giveBack} or {@link letGo} must follow. Throws `locked` (exit 75) where another run holds it, and
 * `no-space` where nothing can be written; nothing but our own empty folders was made then.
 */
export function takeHold(given: Given): Hold {
  const { way, lock } = takeLock(given);
  try {
    return { dirs: openState(way, given.owner), lock };
  } catch (error) {
    tryToRelease(lock);
    closeWay(way);
    throw error;
  }
}

/** Gives the lock back and closes our folders. */
export function giveBack({ dirs, lock }: Hold): void {
  closeState(dirs);
  try {
    releaseLock(lock);
  } finally {
    closeWay(dirs);
  }
}

/** The same after a failure, whose error counts: on a full disk the lock cannot be given back either, and is free once we have ended. */
export function letGo({ dirs, lock }: Hold): void {
  closeState(dirs);
  tryToRelease(lock);
  closeWay(dirs);
}

/** Takes the lock, does the work, and gives the lock back in every case. */
export function* holdingLock<T>(given: Given, work: (dirs: StateDirs, lock: HeldLock) => Steps<T>): Steps<T> {
  const hold = takeHold(given);
  let result: T;
  try {
    result = yield* work(hold.dirs, hold.lock);
  } catch (error) {
    letGo(hold);
    throw error;
  }
  giveBack(hold);
  return result;
}

function tryToRelease(lock: HeldLock): void {
  try {
    releaseLock(lock);
  } catch {
    // The next run sees that its holder is gone.
  }
}

/** The lock makes its folder, and so all above it, one that no other run can replace any more. */
function takeLock({ shared, owner, about }: Given): { readonly way: LockWay; readonly lock: HeldLock } {
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
