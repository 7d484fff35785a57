import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import type { AbsPath } from "../../core/path.ts";
import type { SnapshotNode } from "../../core/snapshot.ts";
import type { SnapshotFault } from "../../apply/snapshot/verify-snapshot.ts";
import type { NodeFact } from "../../system/facts.ts";

const NAMED = 10;

/** The error for a snapshot that is not what was taken, with the first of the names. */
export function damaged(name: string, faults: readonly SnapshotFault[]): HoldfastError {
  const lines = faults.slice(0, NAMED).map(({ path, what }) => `\n   ${displayName(path)} ${what}`);
  const more = faults.length > NAMED ? `\n   and ${faults.length - NAMED} more` : "";
  return new HoldfastError({
    code: "snapshot-damaged",
    message: `The snapshot "${name}" is damaged, so nothing was brought back from it:${lines.join("")}${more}`,
    hint: "What is not named here can still be brought back by itself: holdfast restore SNAPSHOT PATH. Look at the disk's health",
    exit: "problems",
  });
}

/** The error for a path that the snapshot does not have. */
export function notInIt(path: string, name: string, nodes: readonly SnapshotNode[]): HoldfastError {
  const near = nearest(
    path,
    nodes.map((node) => node.path),
  );
  return new HoldfastError({
    code: "not-in-snapshot",
    message: `The snapshot "${name}" has no "${path}"`,
    hint: near === null ? "Name a path below shared, as in public/uploads" : `Did you mean ${near}?`,
  });
}

/** The error for a log that is asked for without its database. */
export function partOfDatabase(path: string, database: string): HoldfastError {
  return new HoldfastError({
    code: "part-of-a-database",
    message: `"${path}" is the log of the database "${database}"; by itself it would damage it`,
    hint: `Bring back the database, its log comes along: name ${database}`,
  });
}

/** The error for something else than a folder on the way. */
export function inTheWay(place: AbsPath, above: string, fact: NodeFact): HoldfastError {
  return new HoldfastError({
    code: "place-blocked",
    message: `"${place}" is a ${fact.kind}, where the snapshot has a folder`,
    hint: `Bring back that folder as a whole; what stands there is rescued: name ${above}`,
  });
}
