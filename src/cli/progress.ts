import { OPERATION_SIGNS, type Operation } from "../plan/operation.ts";
import { displayName } from "../core/bytes.ts";
import type { Context } from "./context.ts";

/** Tells what is being done: on a terminal one live line, elsewhere a plain line for each step that moves or links something. */
export function progressTeller(context: Context): (step: number, total: number, operation: Operation) => void {
  if (context.quiet) return () => undefined;
  if (!context.interactive) {
    return (step, total, operation) => {
      context.tell(lineOf(step, total, operation));
    };
  }
  return (step, total, operation) => {
    context.live(step + 1 < total ? lineOf(step, total, operation) : "");
  };
}

function lineOf(step: number, total: number, operation: Operation): string {
  return `[${step + 1}/${total}] ${OPERATION_SIGNS[operation.kind]} ${displayName(operation.path)}`;
}
