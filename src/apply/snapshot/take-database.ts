/**
 * A SQLite database into a snapshot, with what belongs to it: while its writers are held back by the locks of its own protocol, the database, its `-wal` and
 * a `-journal` that a killed process left are copied. Opened from there, SQLite finds what it would find after a crash at that very moment. The `-shm` is
 * made anew by whoever opens it.
 */
import { HoldfastError } from "../../core/error.ts";
import { whileDatabaseStandsStill } from "../../system/database-guard.ts";
import { dropOwnName, look, type Spot } from "../../system/dir.ts";
import { signatureOf } from "../../system/facts.ts";
import { type TakenFile, takeFile, type Taking } from "./take-file.ts";

/** The endings of the files beside a database that go along. */
const BESIDE = ["-wal", "-journal"] as const;
const TRIES = 5;

/** True for a file beside a database: it is taken with that, or made anew. */
export function isBeside(name: string, databases: ReadonlySet<string>): boolean {
  return [...BESIDE, "-shm"].some((ending) => name.endsWith(ending) && databases.has(name.slice(0, -ending.length)));
}

/** The files of a database that were taken: the database itself first. */
export type TakenDatabase = readonly { readonly name: string; readonly taken: TakenFile }[];

/** Takes it again, as a database. Throws `database-busy` or `database-unguarded`, and then nothing of it is in the snapshot. */
export function takeDatabase(
  from: Spot,
  to: Spot,
  { path, taking }: { readonly path: string; readonly taking: Taking },
): TakenDatabase {
  for (let number = 0; number < TRIES; number++) {
    const guarded = whileDatabaseStandsStill(from, () => takeAll(from, to, { path, taking }));
    if (guarded.kind === "busy") throw busy(from);
    if (guarded.kind === "no-locks") throw unguarded(from);
    if (guarded.value !== null) return guarded.value;
  }
  throw busy(from);
}

/** Null where somebody changed it all the same. */
function takeAll(
  from: Spot,
  to: Spot,
  { path, taking }: { readonly path: string; readonly taking: Taking },
): TakenDatabase | null {
  const before = signaturesOf(from);
  const found = ["", ...BESIDE].flatMap((ending) => {
    const target = beside(to, ending);
    // A link to the snapshot before would be right for the database and say nothing of its log: all of it is taken anew.
    const part = beside(from, ending);
    const fact = look(part);
    const taken = fact?.kind === "file" ? takeFile(part, target, { path: `${path}${ending}`, fact, taking }) : null;
    return taken === null ? [] : [{ name: target.name, taken }];
  });
  if (signaturesOf(from) === before) return found;
  for (const { name } of found) dropOwnName({ dir: to.dir, name });
  return null;
}

function signaturesOf(spot: Spot): string {
  return ["", ...BESIDE]
    .map((ending) => {
      const fact = look(beside(spot, ending));
      return fact === null ? "" : signatureOf(fact);
    })
    .join(" ");
}

function beside(spot: Spot, ending: string): Spot {
  return { dir: spot.dir, name: `${spot.name}${ending}` };
}

const QUIET =
  "Put the application into maintenance (php artisan down) or stop what writes to it, then run the command again";

function busy(spot: Spot): HoldfastError {
  return new HoldfastError({
    code: "database-busy",
    message: `The database "${spot.dir.path}/${spot.name}" is being written without a pause, so no whole copy of it could be made; no snapshot was taken`,
    hint: QUIET,
    exit: "problems",
  });
}

function unguarded(spot: Spot): HoldfastError {
  return new HoldfastError({
    code: "database-unguarded",
    message: `The writers of the database "${spot.dir.path}/${spot.name}" cannot be held back on this host (neither koffi nor perl, or a file system without locks); no snapshot was taken`,
    hint: QUIET,
    exit: "problems",
  });
}
