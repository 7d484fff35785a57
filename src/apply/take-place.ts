/**
 * Something that lies elsewhere on the same file system comes to a place that may be in use, and what stands there goes to the rescue folder. First what comes
 * waits under the name where the other will be kept, so that one exchange brings both where they belong and neither ever has another name. Looks at the
 * identities first, so that doing it again after a kill goes on from where it stopped:
 *
 *   place     from      kept      then
 *   old       coming    -         coming to kept, and as below
 *   old       -         coming    exchange (without such a call, under maintenance: coming back, old to kept, coming to place)
 *   coming    -         old       done
 *   -         coming    old       killed in the gap of maintenance: coming to place
 *   -         coming    -         nothing was there: coming to place
 *   coming    old       -         an earlier program was killed after its exchange: old to kept
 */
import { look, type Spot, syncDir } from "../system/dir.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { reasonFor, refusedOutcome } from "./refusal.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected } from "./run.ts";

/** What comes, where from, and what it replaces. */
export interface Taking {
  /** As the user knows it. */
  readonly path: string;
  readonly place: Spot;
  readonly from: Spot;
  /** In the rescue folder, for what stands at the place. */
  readonly kept: Spot;
  /** `dev:ino` of what comes. */
  readonly coming: string;
  /** `dev:ino` of what stands at the place; null where nothing does. */
  readonly replaced: string | null;
}

/** Durable when it returns. Refused, with nothing changed, where the file system or somebody's rights do not let the two change places. */
export function takePlace(taking: Taking, run: Run): Outcome {
  const { place, from, coming } = taking;
  if (idAt(place) !== coming) {
    const refused = bringIn(taking, run);
    if (refused !== null) return refused;
  }
  syncDir(place.dir);
  syncDir(from.dir);
  keepOld(taking, run);
  return NO_OUTCOME;
}

function bringIn(taking: Taking, run: Run): Outcome | null {
  const { place, from, kept, coming, replaced } = taking;
  const [atPlace, atFrom, atKept] = [place, from, kept].map(idAt);
  if (atFrom !== coming && atKept !== coming) throw unexpected(taking, from, look(from));
  const isGap = atPlace === null && replaced !== null && atKept === replaced;
  if (!isGap && atPlace !== replaced) throw unexpected(taking, place, look(place));
  run.fence();
  if (isGap || replaced === null) return moveIn(taking, run);
  if (atKept !== coming) {
    run.native.renameNoReplace(from, kept);
    syncDir(kept.dir);
    syncDir(from.dir);
  }
  return swapIn(taking, run);
}

function idAt(spot: Spot): string | null {
  return look(spot)?.id ?? null;
}

/** Where an earlier program was killed after its exchange, what was replaced lies where the other came from. */
function keepOld(taking: Taking, run: Run): void {
  const left = idAt(taking.from);
  if (left !== null) {
    if (left !== taking.replaced) throw unexpected(taking, taking.from, look(taking.from));
    run.native.renameNoReplace(taking.from, taking.kept);
    syncDir(taking.from.dir);
  }
  syncDir(taking.kept.dir);
}

function moveIn(taking: Taking, run: Run): Outcome | null {
  try {
    run.native.renameNoReplace(taking.from, taking.place);
    return null;
  } catch (error) {
    return refusedBy(error, taking, run);
  }
}

/** What comes waits at `kept`. Where the two may not change places it goes back to where it came from. */
function swapIn(taking: Taking, run: Run): Outcome | null {
  const { place, from, kept } = taking;
  try {
    run.native.exchange(place, kept);
  } catch (error) {
    run.native.renameNoReplace(kept, from);
    syncDir(from.dir);
    if (!isUnsupported(error) || !run.maintenance) return refusedBy(error, taking, run);
    run.native.renameNoReplace(place, kept);
    syncDir(kept.dir);
    run.native.renameNoReplace(from, place);
    return null;
  }
  if (idAt(kept) === taking.replaced && idAt(place) === taking.coming) return null;
  // Somebody put something else at the place in that very moment: give it back.
  run.native.exchange(place, kept);
  run.native.renameNoReplace(kept, from);
  throw unexpected(taking, place, look(place));
}

function refusedBy(error: unknown, { path, place }: Taking, run: Run): Outcome {
  const failure = (error as NodeJS.ErrnoException).code ?? "";
  if (!isUnsupported(error) && !["EXDEV", "EBUSY", "EACCES", "EPERM"].includes(failure)) throw error;
  const { code, why, hint } = reasonFor(failure, place, run);
  return refusedOutcome(
    { path },
    {
      code,
      message: `"${path}" is left as it is, because ${why}`,
      hint: isUnsupported(error)
        ? "Run it with --maintenance while the site is quiet: there is then a gap of some microseconds"
        : hint,
    },
  );
}
