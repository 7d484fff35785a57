import type { Settle } from "./operation.ts";
import type { Survey } from "./survey.ts";

/** One comparison for each thing that an earlier run retired and could not settle. */
export function settleSteps(survey: Survey): Settle[] {
  return survey.retirements.map(({ note, path, at, into, identity }) => ({
    kind: "settle",
    path,
    at,
    into,
    identity,
    note,
    reason: "a process still had it open when a link took its place",
  }));
}
