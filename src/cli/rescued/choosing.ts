import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, isInside, parseRel } from "../../core/path.ts";
import { nearest } from "../../core/nearest.ts";
import { rescueFolder } from "../../apply/rescued/read-rescued.ts";
import { type RescuedRun, shortId, unitsOf } from "../../plan/rescued/rescued-run.ts";
import { commandLine } from "../shell-words.ts";

/** What an ID on the command line means. */
export interface Chosen {
  readonly run: RescuedRun;
  /** Below the run's folder; empty for all of it. */
  readonly path: string;
  /** What there is of it, each by itself; none where it was put back since. */
  readonly units: readonly string[];
}

/**
 * Reads an ID: `12`, `tx-000012`, `12/public/uploads/a.jpg`, or the whole path in the rescue folder as reports print it. Throws where nothing of that name
 * was rescued.
 */
export function choose(given: string, runs: readonly RescuedRun[], shared: AbsPath): Chosen {
  const folder = rescueFolder(shared);
  const text = (isInside(given, folder) ? given.slice(folder.length + 1) : given).replace(/\/+$/, "");
  const slash = text.indexOf("/");
  const [name, rest] = slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
  const run = runs.find(({ id }) => id === name || shortId(id) === shortId(name));
  if (run === undefined) throw unknownRun(given, runs);
  const path = rest === "" ? "" : (parseRel(rest) ?? rest);
  const units = unitsOf(run, path);
  if (units.length === 0 && !wasPutBack(run, path)) throw unknownPath(given, run);
  return { run, path, units };
}

function wasPutBack({ note }: RescuedRun, path: string): boolean {
  return note?.putBack.some((kept) => path === "" || isInside(kept, path) || isInside(path, kept)) === true;
}

function unknownRun(given: string, runs: readonly RescuedRun[]): HoldfastError {
  const ids = runs.filter(({ leaves }) => leaves.length > 0).map(({ id }) => shortId(id));
  const there = ids.length === 0 ? "nothing is in the rescue folder" : `there are ${ids.slice(-8).join(", ")}`;
  return new HoldfastError({
    code: "rescued-unknown",
    message: `Nothing was rescued under "${given}": ${there}`,
    hint: "Look at what there is: holdfast rescued",
  });
}

function unknownPath(given: string, run: RescuedRun): HoldfastError {
  const near = nearest(
    given.slice(given.indexOf("/") + 1),
    run.leaves.map(({ kept }) => kept),
  );
  return new HoldfastError({
    code: "rescued-unknown",
    message: `The run ${shortId(run.id)} has nothing "${given}" in the rescue folder`,
    hint:
      near === null
        ? `Look at all of it: ${commandLine("holdfast", "rescued", "show", shortId(run.id))}`
        : `Did you mean ${shortId(run.id)}/${near}?`,
  });
}
