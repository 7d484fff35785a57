/** What an earlier plan has prepared takes a place that is in use, and what stood there is kept beside it (`take-place.ts` has the states). */
import type { StandIn } from "../plan/operation.ts";
import { type Outcome, type Run, withSpot, withSpots } from "./run.ts";
import { takePlace } from "./take-place.ts";

/** Durable when it returns. Refused, with nothing changed, where the file system has no exchange or somebody's rights forbid it. */
export function standIn(operation: StandIn, run: Run): Outcome {
  const { path, identity: coming, replaced } = operation;
  return withSpots(operation.at, operation.from, (place, from) =>
    withSpot(operation.kept, (kept) => takePlace({ path, place, from, kept, coming, replaced }, run)),
  );
}
