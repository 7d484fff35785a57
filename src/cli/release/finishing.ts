import type { Hooks } from "../../core/hook.ts";
import type { AbsPath } from "../../core/path.ts";
import type { ProbeCheck } from "../../core/probe.ts";
import { type ReleaseRegister, type SwitchCommand, withFinished } from "../../core/release.ts";
import type { HistoryEntry } from "../../plan/history.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { writeRegister } from "../../plan/release/release-plan.ts";
import { makePlan } from "../commands/persist.ts";
import { VERSION } from "../version.ts";
import { bringBeside } from "./converting.ts";
import type { Deployment } from "./deployment.ts";
import { type Fault, failedAt, failedStep } from "./failed-step.ts";
import { decidedLines, type Harvested, harvesting } from "./harvesting.ts";
import { type KnownFaults, looking, type Looked } from "./health.ts";
import { hookFault, markFailed } from "./hook-step.ts";
import { makeLive } from "./switch-plan.ts";

/** A switch that came to its end. */
export interface Switched {
  /** Where the release is live now. */
  readonly app: AbsPath;
  readonly release: string;
  /** The release that was live before; null on a new site. */
  readonly before: string | null;
  /** What was decided about what the site made or changed among its code, in lines. */
  readonly decided: readonly string[];
  /** What was asked over HTTP; null where nothing was. */
  readonly checks: readonly ProbeCheck[] | null;
}

/** What is live and has still to be looked after. */
export interface Finishing {
  readonly by: SwitchCommand;
  readonly hooks: Hooks;
  readonly checkUrl: string | null;
  readonly release: string;
  readonly before: string | null;
  /** What was wrong before the switch. */
  readonly known: KnownFaults;
  /** What was taken along before the switch; null where nothing was, or where that is not known any more. */
  readonly strays: Harvested | null;
}

/**
 * Brings a switch to its end: our own files tell of what is live, the owner's command runs, the site is checked, and the history gets its line. Where
 * something is wrong, what was live before is live again. Throws `release-failed`. Doing it again after an interruption is harmless.
 */
export async function finishing(work: Finishing, deployment: Deployment): Promise<Switched> {
  await bringBeside(deployment);
  const { site } = deployment.look();
  const app = site.live?.path ?? pathAt(restingAt(site, work.release));
  await settleIn(app, null, deployment);
  deployment.tell("checking what is live");
  const { fault, checks } = await lookAfter({ ...work, app }, deployment);
  if (fault === null) {
    const decided = await takeTheRest(work, deployment);
    await recordEnd({ ...work, app, result: "done" }, deployment);
    return { app, release: work.release, before: work.before, decided, checks };
  }
  await fallBack(work, fault, deployment);
  throw failedStep(work.release, fault, failedAt(deployment));
}

/** What was written into the old code between the look before the switch and the switch. */
async function takeTheRest({ before, release, strays }: Finishing, deployment: Deployment): Promise<readonly string[]> {
  if (before === null || !isThere(before, deployment)) return [];
  const ground = strays === null ? {} : { ground: strays.ground };
  const rest = await harvesting({ from: before, to: release, refuses: "nothing", ...ground }, deployment);
  return decidedLines([...(strays?.verdicts ?? []), ...rest.verdicts]);
}

function isThere(release: string, deployment: Deployment): boolean {
  return deployment.look().trees.some(({ name }) => name === release);
}

async function lookAfter(work: Finishing & { readonly app: AbsPath }, deployment: Deployment): Promise<Looked> {
  const { hooks, release, app } = work;
  const fault = await hookFault({ name: "after-activate", hooks, release, app }, deployment);
  return fault === null ? await looking(work, deployment) : { fault, checks: null };
}

/** Our own files tell of what is live; what the new code needs in shared is made. */
async function settleIn(app: AbsPath, entry: HistoryEntry | null, deployment: Deployment): Promise<void> {
  const { site } = deployment.look();
  const terms = {
    app,
    shared: site.shared,
    mode: "auto",
    maintenance: false,
    across: null,
    deployment: entry,
  } as const;
  await deployment.apply(makePlan(terms, deployment.context).plan);
}

/** What was live before becomes live again; on a site that had nothing before, the new release stays, marked. */
async function fallBack(work: Finishing, fault: Fault, deployment: Deployment): Promise<void> {
  deployment.tell(`${fault.step} failed: going back to ${work.before ?? "nothing"}`);
  const found = deployment.look();
  const tree = found.trees.find(({ name }) => name === work.before);
  if (tree !== undefined) {
    await makeLive(tree, "rollback", deployment);
    // It was live for a moment, and the site may have written something into it.
    await harvesting({ from: work.release, to: tree.name, refuses: "nothing" }, deployment);
  }
  await markFailed(work.release, fault, deployment);
  const app = deployment.look().site.live?.path ?? found.site.site;
  await recordEnd({ ...work, app, result: "failed" }, deployment);
}

/** Notes that what is live is well, and writes the deployment's line. */
async function recordEnd(
  about: Finishing & { readonly app: AbsPath; readonly result: "done" | "failed" },
  deployment: Deployment,
): Promise<void> {
  const found = deployment.look();
  const live = found.site.live?.name ?? null;
  const isWell = live !== null && !(about.result === "failed" && live === about.release);
  const next: ReleaseRegister = isWell ? withFinished(found.register, live) : found.register;
  const entry: HistoryEntry = {
    at: deployment.context.now(),
    command: about.by,
    release: about.release,
    result: about.result,
    counts: { rescued: deployment.outcome().rescued.length },
    facts: { ...(about.before === null ? {} : { before: about.before }), holdfast: VERSION },
  };
  const terms = { app: about.app, shared: found.site.shared, mode: "auto", maintenance: false, across: null } as const;
  const { plan } = makePlan({ ...terms, deployment: entry }, deployment.context);
  const operations = [...writeRegister(found.site, found.written, next), ...plan.operations];
  await deployment.apply({ ...plan, operations });
}
