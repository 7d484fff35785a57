import type { Baseline } from "../../core/baseline.ts";
import type { Hooks } from "../../core/hook.ts";
import type { SwitchCommand } from "../../core/release.ts";
import type { WaitingTree } from "../../plan/release/release-plan.ts";
import type { Deployment } from "./deployment.ts";
import { finishing, type Switched } from "./finishing.ts";
import { standBehindLink } from "./converting.ts";
import { failuresOf } from "./health.ts";
import { type Harvested, harvesting } from "./harvesting.ts";
import { hookOrFail } from "./hook-step.ts";
import { switchPlan } from "./switch-plan.ts";

/** How a switch is to be made. */
export interface Switching {
  readonly by: SwitchCommand;
  readonly next: WaitingTree;
  readonly hooks: Hooks;
  /** The release brings database migrations that what is live does not have. */
  readonly migrations: boolean;
  readonly checkUrl: string | null;
  /** What the live release held when it was shipped, where the site has not noted it. */
  readonly shipped: Baseline | null;
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
  deployment.tell(`making release ${release} live`);
  const known = failuresOf(live?.path ?? null, deployment);
  const harvest = live === null ? null : await harvestBefore(live.name, switching, deployment);
  await standBehindLink(deployment);
  await deployment.apply(switchPlan(next, switching.by, deployment));
  return await finishing({ ...switching, release, before: live?.name ?? null, known, harvest }, deployment);
}

/** What the site made among the code goes along; a rollback is not held up by there being very much of it. */
async function harvestBefore(from: string, switching: Switching, deployment: Deployment): Promise<Harvested> {
  deployment.tell("looking what the site made or changed among the code");
  const refuses = switching.by === "release" ? "all" : "databases";
  return await harvesting({ from, to: switching.next.name, shipped: switching.shipped, refuses }, deployment);
}
