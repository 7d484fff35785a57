import type { HookName, Hooks } from "../../core/hook.ts";
import type { AbsPath } from "../../core/path.ts";
import { withFailure } from "../../core/release.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, writeRegister } from "../../plan/release/release-plan.ts";
import type { Deployment } from "./deployment.ts";
import { type Fault, failedAt, failedStep } from "./failed-step.ts";
import { hookLog } from "./hook-log.ts";
import { runHooks } from "./hooks.ts";

/** A hook of one release; `app` is where its code stands. */
export interface HookStep {
  readonly name: HookName;
  readonly hooks: Hooks;
  readonly release: string;
  readonly app: AbsPath;
}

/** Runs a hook before the switch; where it fails, the release is marked and the error thrown. What is live stays live. */
export async function hookOrFail(
  step: { readonly name: HookName; readonly hooks: Hooks; readonly release: string },
  deployment: Deployment,
): Promise<void> {
  const { site } = deployment.look();
  const fault = await hookFault({ ...step, app: pathAt(restingAt(site, step.release)) }, deployment);
  if (fault === null) return;
  await markFailed(step.release, fault, deployment);
  throw failedStep(step.release, fault, failedAt(deployment));
}

/** Runs a hook and keeps what it printed; null where it succeeded or nothing is declared. */
export async function hookFault(step: HookStep, deployment: Deployment): Promise<Fault | null> {
  const found = deployment.look();
  const run = await runHooks(step.name, { ...step, found }, deployment.context);
  if (run === null) return null;
  await deployment.apply(hookLog(run, step.release, deployment.frame(found)));
  if (run.failed === null) return null;
  return { step: `hook ${step.name}`, why: `"${run.failed.command}": ${run.failed.why}`, output: run.failed.output };
}

/** Writes into the register that a release failed, and why. */
export async function markFailed(name: string, { step, why }: Fault, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const next = withFailure(found.register, name, { step, why });
  const about = { app: pathAt(restingAt(found.site, name)), release: name, live: false };
  const operations = writeRegister(found.site, found.written, next);
  await deployment.apply(releasePlan(deployment.frame(found), about, { operations }));
}
