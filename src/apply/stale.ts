import type { Plan, Premise } from "../plan/plan.ts";
import { lookAt } from "../system/facts.ts";
import { bytes } from "../system/bytes-path.ts";

/** The first premise that no longer holds, or null: type, identity and link text of the paths that the plan names. */
export function brokenPremise(plan: Plan): Premise | null {
  return plan.basedOn.find((premise) => !holds(premise)) ?? null;
}

function holds(premise: Premise): boolean {
  const found = lookIfThere(premise);
  if (found === null) return premise.kind === "absent";
  if (found.kind !== premise.kind) return false;
  return found.kind === "link" ? found.linkText === premise.linkText : found.id === premise.id;
}

function lookIfThere(premise: Premise): ReturnType<typeof lookAt> {
  try {
    return lookAt(bytes(premise.path));
  } catch (error) {
    // A file where a folder of the path was: the name is not there.
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return null;
    throw error;
  }
}
