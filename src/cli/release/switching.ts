import type { Hooks } from "../../core/hook.ts";
import type { SwitchCommand } from "../../core/release.ts";
import type { WaitingTree } from "../../plan/release/release-plan.ts";
import type { Deployment } from "./deployment.ts";
import { finishing, type Switched } from "./finishing.ts";
import { standBehindLink } from "./converting.ts";
import { type Harvested, harvesting } from "./harvesting.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { failedAt, failedStep } from "./failed-step.ts";
import { knownFaults, unlinked } from "./health.ts";
import { hookOrFail, markFailed } from "./hook-step.ts";
import { makeLive } from "./switch-plan.ts";

/** How a switch is to be made. */
export interface Switching {
  readonly by: SwitchCommand;
  readonly next: WaitingTree;
  readonly hooks: Hooks;
  /** The release brings database migrations that what is live does not have. */
  readonly migrations: boolean;
  readonly checkUrl: string | null;
}

/**
 * Makes a complete release live: the owner's commands, the switch, our own files, the checks. Where something fails before the switch, nothing has
 * happened; where it fails after it, what was live before is live again. Throws `release-failed`, which says at which step.
 */
export async function switchTo(switching: Switching, deployment: Deployment): Promise<Switched> {
  const { live } = deployment.look().site;
  const { hooks, next } = switching;
  const { name: release } = next;
  if (switching.migrations) await hookOrFail({ name: "dump", hooks, release }, deployment);
  await hookOrFail({ name: "before-activate", hooks, release }, deployment);
  const strays = live === null ? null : await takeAlong(switching, live.name, deployment);
  const known = await knownFaults(live?.path ?? null, switching.checkUrl, deployment);
  const app = pathAt(restingAt(deployment.look().site, release));
  const fault = unlinked({ app, release, known }, deployment);
  if (fault !== null) {
    await markFailed(release, fault, deployment);
    throw failedStep(release, fault, failedAt(deployment));
  }
  deployment.tell(`making release ${release} live`);
  await standBehindLink(deployment);
  await makeLive(next, switching.by, deployment);
  return await finishing({ ...switching, release, before: live?.name ?? null, known, strays }, deployment);
}

/** A rollback must go on: what is too much to take along stays in what was live, which is kept. */
function takeAlong({ by, next }: Switching, from: string, deployment: Deployment): Promise<Harvested> {
  deployment.tell("looking for what the site made or changed among its code");
  const refuses = by === "release" ? "all" : "databases";
  return harvesting({ from, to: next.name, refuses }, deployment);
}
