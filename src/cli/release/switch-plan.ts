import type { Outcome } from "../../apply/run.ts";
import { type SwitchCommand, withSwitch } from "../../core/release.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, switchSteps, type WaitingTree, writeRegister } from "../../plan/release/release-plan.ts";
import { afterSwitch, beforeSwitch, type RootSteps } from "../serving/around-switch.ts";
import type { Deployment } from "./deployment.ts";
import { inPlaceSwitch, isInPlace } from "./in-place.ts";
import type { SiteWithReleases } from "./release-site.ts";

/**
 * Makes a release live and notes that its command has not come to its end. New names of a real document root come first, in a plan of their own; changed
 * and old ones are in the plan of the switch, behind it.
 */
export async function makeLive(next: WaitingTree, by: SwitchCommand, deployment: Deployment): Promise<Outcome> {
  const now = deployment.context.now();
  const found = deployment.look();
  const first = beforeSwitch(found, next.name, now);
  if (first.operations.length > 0) await deployment.apply(planOf(found, next, { deployment, steps: first }));
  return await deployment.apply(switchPlan(next, { by, now }, deployment));
}

function switchPlan(
  next: WaitingTree,
  { by, now }: { readonly by: SwitchCommand; readonly now: string },
  deployment: Deployment,
): Plan {
  const found = deployment.look();
  const { site, written, register } = found;
  const inPlace = isInPlace(found) ? inPlaceSwitch(found, next) : null;
  const { operations, basedOn } = inPlace ?? switchSteps(site, next);
  const after = afterSwitch(found, next.name, now);
  const steps: Operation[] = [
    ...operations,
    ...writeRegister(site, written, withSwitch(inPlace?.register ?? register, next.name, by)),
    ...after.operations,
  ];
  return planOf(found, next, {
    deployment,
    steps: {
      operations: steps,
      basedOn: [...basedOn, ...after.basedOn],
      diagnostics: [...(inPlace?.diagnostics ?? []), ...after.diagnostics],
    },
  });
}

function planOf(
  found: SiteWithReleases,
  next: WaitingTree,
  about: { readonly deployment: Deployment; readonly steps: RootSteps },
): Plan {
  const { site } = found;
  const app = site.app ?? pathAt(restingAt(site, next.name));
  return releasePlan(about.deployment.frame(found), { app, release: next.name, live: true }, about.steps);
}
