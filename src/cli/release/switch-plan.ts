import { type SwitchCommand, withSwitch } from "../../core/release.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, switchSteps, type WaitingTree, writeRegister } from "../../plan/release/release-plan.ts";
import type { Deployment } from "./deployment.ts";

/** The plan that makes a release live and notes that its command has not come to its end. */
export function switchPlan(next: WaitingTree, by: SwitchCommand, deployment: Deployment): Plan {
  const found = deployment.look();
  const { site, written, register } = found;
  const { operations, basedOn } = switchSteps(site, next);
  const steps: Operation[] = [...operations, ...writeRegister(site, written, withSwitch(register, next.name, by))];
  const app = site.app ?? pathAt(restingAt(site, next.name));
  return releasePlan(deployment.frame(found), { app, release: next.name, live: true }, { operations: steps, basedOn });
}
