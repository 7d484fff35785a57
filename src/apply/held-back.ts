/** What waits because an operation before it was refused. */
import { type AbsPath, abs } from "../core/path.ts";
import { type Unshared, waitingNote } from "../plan/blocked.ts";
import type { At, Operation } from "../plan/operation.ts";
import type { Outcome } from "./run.ts";

/** Where in shared the entries would be that the first `step` operations refused or left in place. */
export function unsharedBy(
  operations: readonly Operation[],
  step: number,
  { refused, inPlace }: Pick<Outcome, "refused" | "inPlace">,
): Unshared {
  const placesOf = (paths: readonly string[]): AbsPath[] =>
    paths.length === 0
      ? []
      : operations
          .slice(0, step)
          .filter(({ path }) => paths.includes(path))
          .map((operation) => placeOf("into" in operation ? operation.into : operation.at));
  return { missing: placesOf(refused), inPlace: placesOf(inPlace) };
}

function placeOf(at: At): AbsPath {
  return abs(`${at.directory}/${at.name}`);
}

/** The outcome of an operation that waits. */
export function waitingFor(operation: Operation): Partial<Outcome> {
  if (operation.kind === "make-directory" || operation.kind === "set-rights") return { refused: [operation.path] };
  return { refused: [operation.path], diagnostics: [waitingNote(operation.path)] };
}
