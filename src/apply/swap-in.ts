/**
 * One name of the code comes to its place in the live folder, and what stood there goes into the tree beside. Looks at the identities first, so that doing
 * it again after a kill goes on from where it stopped. A name that the site uses is missing at no instant: both change places in one call, or, where there
 * is no such call, the old file gets a second name beside first and is then replaced by a rename.
 */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { SwapIn } from "../plan/operation.ts";
import { addName, dropOwnName, isVanished, look, rename, type Spot, syncDir } from "../system/dir.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { reasonFor } from "./refusal.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, withSpots } from "./run.ts";

/** Durable with {@link Run.syncLater}; what could not be done is named, and is then as it was. */
export function swapIn(operation: SwapIn, run: Run): Outcome {
  try {
    return withSpots(operation.at, operation.into, (place, tree) => swapNames(operation, { place, tree }, run));
  } catch (error) {
    if (isVanished(error)) return changedSince(operation);
    throw error;
  }
}

interface Ends {
  readonly place: Spot;
  readonly tree: Spot;
}

function swapNames(operation: SwapIn, ends: Ends, run: Run): Outcome {
  const { place, tree } = ends;
  finishTwoNames(operation, ends, run);
  const [atPlace, inTree] = [idAt(place), idAt(tree)];
  if (atPlace !== operation.next || inTree !== operation.identity) {
    if (atPlace !== operation.identity || inTree !== operation.next) return changedSince(operation);
    run.fence();
    try {
      if (!change(operation, ends, run)) return changedSince(operation);
    } catch (error) {
      return notChanged(error, operation, { place, run });
    }
  }
  // Thousands of names change like this while old and new code are live side by side: waits at each made that 39 s for 6,000 names instead of 11 (traced).
  run.syncLater(place.dir.path);
  run.syncLater(tree.dir.path);
  return NO_OUTCOME;
}

/** False where somebody put something else at the place in that very moment; it has its place again then. */
function change(operation: SwapIn, ends: Ends, run: Run): boolean {
  const { place, tree } = ends;
  if (operation.identity === null) run.native.renameNoReplace(tree, place);
  else if (operation.next === null) run.native.renameNoReplace(place, tree);
  else return exchange(operation, ends, run);
  return true;
}

function exchange(operation: SwapIn, ends: Ends, run: Run): boolean {
  const { place, tree } = ends;
  try {
    run.native.exchange(place, tree);
  } catch (error) {
    const isFolder = [place, tree].some((spot) => look(spot)?.kind === "directory");
    if (!isUnsupported(error) || isFolder) throw error;
    return replace(operation, ends, secondName(ends, run));
  }
  if (idAt(place) === operation.next && idAt(tree) === operation.identity) return true;
  run.native.exchange(place, tree);
  return false;
}

/** The old file gets a second name, and the new one comes over it. False where somebody put something else at the place before. */
function replace(operation: SwapIn, { place, tree }: Ends, second: Spot): boolean {
  addName(place, second);
  syncDir(tree.dir);
  if (idAt(second) !== operation.identity || idAt(place) !== operation.identity) {
    // A second name of what is theirs would let the two change together.
    if (idAt(second) === idAt(place)) dropOwnName(second);
    return false;
  }
  rename(tree, place);
  syncDir(place.dir);
  rename(second, tree);
  return true;
}

/** Where the old file lies while it has two names. */
function secondName({ tree }: Ends, run: Run): Spot {
  return besideStep(tree.dir, run);
}

/**
 * What a run that was killed left with two names, where the system knows no better: the old file has its second one, then the new one comes to its place, and
 * the old one to its own in the tree. A file that only moves has both its names for a moment.
 */
function finishTwoNames(operation: SwapIn, ends: Ends, run: Run): void {
  const { place, tree } = ends;
  const second = secondName(ends, run);
  if (operation.identity === null || operation.next === null) {
    finishMove(operation, ends, second);
    return;
  }
  const held = idAt(second);
  if (held !== operation.identity) return;
  if (idAt(place) === operation.identity && idAt(tree) === operation.next) rename(tree, place);
  syncDir(place.dir);
  if (idAt(tree) === null) rename(second, tree);
}

function finishMove({ identity, next }: SwapIn, { place, tree }: Ends, second: Spot): void {
  const moved = next ?? identity;
  if (idAt(place) === moved && idAt(tree) === moved) rename(next === null ? place : tree, second);
  if (idAt(second) === moved && [idAt(place), idAt(tree)].includes(moved)) dropOwnName(second);
}

function idAt(spot: Spot): string | null {
  return look(spot)?.id ?? null;
}

function changedSince({ path, into }: SwapIn): Outcome {
  const note: Diagnostic = {
    severity: "warning",
    code: "changed-meanwhile",
    path,
    message: `"${path}" was changed while the code was being replaced, and stays as it is now`,
    hint: `The code's other one is kept: "${into.directory}/${into.name}"`,
  };
  return { ...NO_OUTCOME, diagnostics: [note] };
}

/** What the system does not let happen concerns this name alone. */
function notChanged(
  error: unknown,
  { path, into }: SwapIn,
  about: { readonly place: Spot; readonly run: Run },
): Outcome {
  const failure = (error as NodeJS.ErrnoException).code ?? "";
  if (failure === "EEXIST") return changedSince({ path, into } as SwapIn);
  if (!isUnsupported(error) && !["EXDEV", "EBUSY", "EACCES", "EPERM"].includes(failure)) throw error;
  const { code, why } = reasonFor(failure, about.place, about.run);
  const problem: Diagnostic = {
    severity: "problem",
    code,
    path,
    message: `"${path}" is left as it was, because ${why}`,
    hint: `Put the code's new one there by hand: "${into.directory}/${into.name}"; or go back: holdfast rollback`,
  };
  return { ...NO_OUTCOME, refused: [path], diagnostics: [problem] };
}
