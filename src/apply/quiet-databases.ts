/** Holds every SQLite database of a tree quiet while its names change: no transaction begins, and no log comes or goes (`system/database-guard.ts`). */
import { isVanished, look, type Spot } from "../system/dir.ts";
import { whileDatabaseIsQuiet } from "../system/database-guard.ts";
import { readHead } from "../system/durable-file.ts";
import { BUSY, companionOf, HOT, hasHotJournal, left, NO_LOCKS } from "./companions.ts";
import { eachName } from "./differences.ts";
import { withSpotAt } from "./pairs.ts";
import type { Outcome } from "./run.ts";
import type { Giving } from "./unshare.ts";

/** Runs the work while all of them are quiet; the outcome of a refusal where one is never quiet or was left half-written, and nothing was done. */
export function quietly(giving: Giving, work: () => Outcome): Outcome {
  return holding(databasesIn(giving.shared), giving, work);
}

function holding(paths: readonly string[], giving: Giving, work: () => Outcome): Outcome {
  const [path, ...rest] = paths;
  if (path === undefined) return work();
  let outcome: Outcome | null = null;
  let isBegun = false;
  const next = (): Outcome => {
    isBegun = true;
    return holding(rest, giving, work);
  };
  try {
    withSpotAt(giving.shared, path, (spot) => {
      outcome = holdingOne(spot, { path, giving }, next);
    });
  } catch (error) {
    // It was removed since it was found.
    if (isBegun || !isVanished(error)) throw error;
  }
  return outcome ?? next();
}

function holdingOne(
  spot: Spot,
  { path, giving }: { readonly path: string; readonly giving: Giving },
  next: () => Outcome,
): Outcome {
  const whole = path === "" ? giving.operation.path : `${giving.operation.path}/${path}`;
  const guarded = whileDatabaseIsQuiet(spot, () => (hasHotJournal(spot) ? left({ path: whole }, HOT) : next()));
  if (guarded.kind === "done") return guarded.value;
  if (guarded.kind === "busy") return left({ path: whole }, BUSY);
  const hasLog = ["-wal", "-journal"].some((ending) => look(companionOf(spot, ending)) !== null);
  return hasLog ? left({ path: whole }, NO_LOCKS) : next();
}

const MAGIC = "SQLite format 3\0";
/** Pages are no smaller (sqlite.org/fileformat.html). */
const SMALLEST_PAGE = 512;

function databasesIn(root: Spot): string[] {
  const found: string[] = [];
  eachName(root, (path, fact, spot) => {
    const mayBe = fact.kind === "file" && fact.size > 0 && fact.size % SMALLEST_PAGE === 0;
    if (mayBe && readHead(spot, MAGIC.length)?.toString("latin1") === MAGIC) found.push(path);
  });
  return found;
}
