/**
 * Whole copies of the application's code: two change names, one gets another name, one is removed. Each step looks at the identities first, so that
 * doing it again after a kill goes on from where it stopped.
 */
import { quoteInText } from "../core/shell.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { ExchangeTrees, MoveTree, RemoveTree } from "../plan/operation.ts";
import { look, type Spot, syncDir } from "../system/dir.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { removeOwnTree } from "../system/remove-tree.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, unexpected, withSpot, withSpots } from "./run.ts";

/** Lets two folders change names in one call: whoever opens a path through either meets a whole tree. Durable when it returns. */
export function exchangeTrees(operation: ExchangeTrees, run: Run): Outcome {
  return withSpots(operation.at, operation.into, (live, next) => {
    const between: Spot = besideStep(live.dir, run);
    const [atLive, atNext, atBetween] = [live, next, between].map((spot) => look(spot)?.id ?? null);
    const { identity: old, next: coming } = operation;
    if (atLive === old && atNext === coming) swap(operation, { live, next, between }, run);
    else if (atLive === null && atBetween === old && atNext === coming) finishSwap({ live, next, between }, run);
    else if (atLive === coming && atBetween === old && atNext === null) run.native.renameNoReplace(between, next);
    else if (atLive !== coming || atNext !== old) throw unexpected(operation, live, look(live));
    syncDir(live.dir);
    syncDir(next.dir);
    return NO_OUTCOME;
  });
}

interface Names {
  readonly live: Spot;
  readonly next: Spot;
  /** Where the old tree waits while there is no call that swaps. */
  readonly between: Spot;
}

function swap(operation: ExchangeTrees, names: Names, run: Run): void {
  run.fence();
  try {
    run.native.exchange(names.live, names.next);
  } catch (error) {
    if (!isUnsupported(error) || !run.maintenance) throw cannotSwap(operation, error);
    run.native.renameNoReplace(names.live, names.between);
    finishSwap(names, run);
    return;
  }
  if (look(names.live)?.id === operation.next && look(names.next)?.id === operation.identity) return;
  // Somebody put another folder at one of the names in that very moment: give it back.
  run.native.exchange(names.live, names.next);
  throw unexpected(operation, names.live, look(names.live));
}

function finishSwap({ live, next, between }: Names, run: Run): void {
  run.native.renameNoReplace(next, live);
  run.native.renameNoReplace(between, next);
}

function cannotSwap(operation: ExchangeTrees, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (!isUnsupported(error) && !["EXDEV", "EBUSY", "EACCES", "EPERM"].includes(code)) return error;
  const { directory, name } = operation.at;
  const why: Readonly<Partial<Record<string, string>>> = {
    EBUSY: "it is a mount point",
    EACCES: "this user may not move it",
    EPERM: "this user may not move it",
    EXDEV: "the two do not lie on one file system",
  };
  return new HoldfastError({
    code: "trees-not-exchanged",
    message: `"${directory}/${name}" and the new code cannot change places: ${why[code] ?? `this file system has no call that swaps two names (${code})`}`,
    hint: isUnsupported(error)
      ? "Run it with --maintenance while the site is quiet: there is then a gap of some microseconds"
      : `Run it as the user that owns "${directory}", or use the releases layout: holdfast release SOURCE --layout releases`,
    exit: "problems",
    cause: error,
  });
}

/** Gives a folder another name, never over anything; durable when it returns. */
export function moveTree(operation: MoveTree, run: Run): Outcome {
  return withSpots(operation.at, operation.into, (from, to) => {
    const [found, there] = [look(from), look(to)];
    if (there?.id !== operation.identity) {
      if (found?.id !== operation.identity) throw unexpected(operation, from, found);
      if (there !== null) throw unexpected(operation, to, there);
      run.fence();
      run.native.renameNoReplace(from, to);
    }
    syncDir(from.dir);
    syncDir(to.dir);
    return NO_OUTCOME;
  });
}

/** How often a folder that somebody still writes into is cleared again. */
const ROUNDS = 5;

/**
 * Removes a folder: first it gets a name that says that it is going, durably, then it is removed folder by folder through descriptors; a link is removed,
 * never followed. What a process puts into it meanwhile makes the step fail, and the rest keeps that name.
 */
export function removeTree(operation: RemoveTree, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const going: Spot = { dir: spot.dir, name: goingName(spot.name, run) };
    const [found, there] = [look(spot), look(going)];
    if (there === null && found === null) return NO_OUTCOME;
    if (there === null) {
      if (found?.id !== operation.identity) throw unexpected(operation, spot, found);
      run.fence();
      run.native.renameNoReplace(spot, going);
      syncDir(spot.dir);
    } else if (there.id !== operation.identity) throw unexpected(operation, going, there);
    const outcome = clear(operation, going);
    syncDir(spot.dir);
    return outcome;
  });
}

function goingName(name: string, run: Run): string {
  return `.holdfast-removed-${run.tx}-${run.step}-${name}`.slice(0, 200);
}

/** What cannot be removed (another user's files, a mount, files that keep coming) is named and stays at the name that says that it is going. */
function clear(operation: RemoveTree, going: Spot): Outcome {
  for (let round = 1; ; round++) {
    try {
      removeOwnTree(going);
      return NO_OUTCOME;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (code === "ENOTEMPTY" && round < ROUNDS) continue;
      if (!["ENOTEMPTY", "EACCES", "EPERM", "EBUSY"].includes(code)) throw error;
      return { ...NO_OUTCOME, diagnostics: [restStays(operation, going, error as NodeJS.ErrnoException)] };
    }
  }
}

function restStays(operation: RemoveTree, going: Spot, error: NodeJS.ErrnoException): Diagnostic {
  const path = `${going.dir.path}/${going.name}`;
  return {
    severity: "warning",
    code: "not-removed-whole",
    path: operation.path,
    message: `"${operation.path}" could not be removed whole (${error.message}); what is left of it is "${path}"`,
    hint: `What was worth keeping has been kept. Remove the rest as the user that owns it: rm -r ${quoteInText(path)}`,
  };
}
