/**
 * Trying without a journal: where a site has no shared folder yet in which one could stand. Nothing but folders under names of ours is made, and the next
 * run of `host` removes what an interrupted one left of them, so there is nothing that a journal could finish.
 */
import { unreachable } from "../../core/error.ts";
import type { Operation } from "../../plan/operation.ts";
import { NO_OUTCOME, type Outcome, plus } from "../run.ts";
import type { Steps } from "../steps.ts";
import { putLinkTest, dropLinkTest, tryCallsStep, type TryRun } from "./try-host.ts";

/** Does what `planTries` planned, step by step. Any other operation is a defect. */
export function* trying(operations: readonly Operation[], run: TryRun): Steps<Outcome> {
  let outcome = NO_OUTCOME;
  for (const operation of operations) {
    yield operation;
    outcome = plus(outcome, tryOne(operation, run));
  }
  return outcome;
}

/** Removes all that the same operations may have left, without trying anything. */
export function tidy(operations: readonly Operation[], run: TryRun): void {
  for (const operation of operations) tryOne(operation, { ...run, resuming: true });
}

function tryOne(operation: Operation, run: TryRun): Outcome {
  if (operation.kind === "try-calls") return tryCallsStep(operation, run);
  if (operation.kind === "put-link-test") return putLinkTest(operation, run);
  if (operation.kind === "drop-link-test") return dropLinkTest(operation);
  return unreachable(operation as never);
}
