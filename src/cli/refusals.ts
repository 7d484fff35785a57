import { HoldfastError } from "../core/error.ts";
import type { Plan } from "../plan/plan.ts";

/** Problems for which the whole run is refused before anything is changed. */
const REFUSED = [
  "across-file-systems",
  "across-needs-koffi",
  "no-room-across",
  "no-room-to-undo",
  "other-shared",
  "links-not-followed",
  "no-links",
  "read-only",
  "shared-not-writable",
];

/** Throws the first problem that must stop a run as a whole. */
export function refuseUnsafe(plan: Plan): void {
  const problem = plan.diagnostics.find(
    (diagnostic) => diagnostic.severity === "problem" && REFUSED.includes(diagnostic.code),
  );
  if (problem === undefined) return;
  throw new HoldfastError({
    code: problem.code,
    message: `${problem.message}; nothing was changed`,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  });
}
