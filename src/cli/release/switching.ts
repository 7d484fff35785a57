import type { HookName, Hooks } from "../../core/hook.ts";
import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import { releaseNamed, type ReleaseRegister, withActivation, withRelease } from "../../core/release.ts";
import type { Operation } from "../../plan/operation.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, switchSteps, type WaitingTree, writeRegister } from "../../plan/release/release-plan.ts";
import { webAnswer } from "../../system/http-status.ts";
import { checkNow } from "../checking.ts";
import { makePlan } from "../commands/persist.ts";
import type { Deployment } from "./deployment.ts";
import { hookLog } from "./hook-log.ts";
import { runHooks } from "./hooks.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** How a switch is to be made. */
export interface Switching {
  readonly next: WaitingTree;
  readonly hooks: Hooks;
  /** The release brings database migrations that what is live does not have. */
  readonly migrations: boolean;
  readonly checkUrl: string | null;
}

/** A switch that came to its end. */
export interface Switched {
  /** Where the release is live now. */
  readonly app: AbsPath;
  readonly release: string;
  /** The release that was live before; null on a new site. */
  readonly before: string | null;
}

/**
 * Makes a complete release live: the owner's commands, the switch, our own files, the checks. Where something fails before the switch, nothing has
 * happened; where it fails after it, what was live before is live again. Throws `release-failed`, which says at which step.
 */
export async function switchTo(switching: Switching, deployment: Deployment): Promise<Switched> {
  const { live } = deployment.look().site;
  const [before, liveApp] = live === null ? [null, null] : [live.name, live.path];
  if (switching.migrations) await hookOrFail("dump", switching, deployment);
  await hookOrFail("before-activate", switching, deployment);
  const known = failuresOf(liveApp, deployment);
  await deployment.apply(switchPlan(deployment.look(), switching.next, deployment));
  const app = livePath(deployment.look(), switching.next.name);
  await settleIn(app, deployment);
  const fault = await faultAfter({ switching, app, known }, deployment);
  if (fault === null) return { app, release: switching.next.name, before };
  await fallBack(before, { switching, fault }, deployment);
  throw failedStep(switching.next.name, fault, { backTo: before, found: deployment.look() });
}

function livePath({ site }: SiteWithReleases, name: string): AbsPath {
  return site.live?.path ?? pathAt(restingAt(site, name));
}

/** A step that failed, in words. */
export interface Fault {
  readonly step: string;
  readonly why: string;
  /** What the owner's command printed last. */
  readonly output: string;
}

/** Runs a hook; where it fails, the release is marked and the error thrown. What is live stays live. */
export async function hookOrFail(
  name: HookName,
  { next, hooks }: Pick<Switching, "next" | "hooks">,
  deployment: Deployment,
): Promise<void> {
  const fault = await hookFault(name, { next, hooks, app: null }, deployment);
  if (fault === null) return;
  await markFailed(next.name, fault, deployment);
  const found = deployment.look();
  throw failedStep(next.name, fault, { backTo: found.site.live?.name ?? null, found });
}

async function hookFault(
  name: HookName,
  { next, hooks, app }: Pick<Switching, "next" | "hooks"> & { readonly app: AbsPath | null },
  deployment: Deployment,
): Promise<Fault | null> {
  const found = deployment.look();
  const where = { hooks, app: app ?? pathAt(restingAt(found.site, next.name)), release: next.name, found };
  const run = await runHooks(name, where, deployment.context);
  if (run === null) return null;
  await deployment.apply(hookLog(run, next.name, deployment.frame(found)));
  if (run.failed === null) return null;
  return { step: `hook ${name}`, why: `"${run.failed.command}": ${run.failed.why}`, output: run.failed.output };
}

function switchPlan(found: SiteWithReleases, next: WaitingTree, deployment: Deployment) {
  const { site, written, register } = found;
  const { operations, basedOn } = switchSteps(site, next);
  const release = releaseNamed(register, next.name);
  const active: ReleaseRegister = withActivation(
    release === null ? register : withRelease(register, { ...withoutFailure(release), state: "active" }),
    next.name,
  );
  const steps: Operation[] = [...operations, ...writeRegister(site, written, active)];
  const app = site.app ?? pathAt(restingAt(site, next.name));
  return releasePlan(deployment.frame(found), { app, release: next.name, live: true }, { operations: steps, basedOn });
}

function withoutFailure<T extends { readonly failure?: unknown }>({ failure: _gone, ...rest }: T): Omit<T, "failure"> {
  return rest;
}

/** Our own files tell of what is live; what the new code needs in shared is made. */
async function settleIn(app: AbsPath, deployment: Deployment): Promise<void> {
  const { site } = deployment.look();
  const { plan } = makePlan(
    { app, shared: site.shared, mode: "auto", maintenance: false, across: null },
    deployment.context,
  );
  await deployment.apply(plan);
}

function failuresOf(app: AbsPath | null, deployment: Deployment): ReadonlySet<string> {
  if (app === null) return new Set();
  const { site } = deployment.look();
  const { report } = checkNow(app, site.shared, deployment.context);
  return new Set((report?.lines ?? []).filter(({ status }) => status === "failed").map(({ text }) => text));
}

/** What is wrong after the switch and was not before it; null where all is well. */
async function faultAfter(
  {
    switching,
    app,
    known,
  }: { readonly switching: Switching; readonly app: AbsPath; readonly known: ReadonlySet<string> },
  deployment: Deployment,
): Promise<Fault | null> {
  const hook = await hookFault("after-activate", { ...switching, app }, deployment);
  if (hook !== null) return hook;
  const failed = [...failuresOf(app, deployment)].filter((text) => !known.has(text));
  if (failed.length > 0) return { step: "health check", why: failed.join("; "), output: "" };
  if (switching.checkUrl === null) return null;
  const { ok, answer } = await webAnswer(switching.checkUrl);
  return ok ? null : { step: "check of the address", why: `${switching.checkUrl} gave ${answer}`, output: "" };
}

/** What was live before becomes live again; on a site that had nothing before, the new release stays, marked. */
async function fallBack(
  before: string | null,
  { switching, fault }: { readonly switching: Switching; readonly fault: Fault },
  deployment: Deployment,
): Promise<void> {
  if (before !== null) {
    const found = deployment.look();
    const tree = found.trees.find(({ name }) => name === before);
    if (tree !== undefined) {
      await deployment.apply(switchPlan(found, { name: before, id: tree.id }, deployment));
      await settleIn(deployment.look().site.live?.path ?? found.site.site, deployment);
    }
  }
  await markFailed(switching.next.name, fault, deployment);
}

async function markFailed(name: string, { step, why }: Fault, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const release = releaseNamed(found.register, name);
  if (release === null) return;
  const next = withRelease(found.register, { ...release, state: "failed", failure: { step, why } });
  const app = pathAt(restingAt(found.site, name));
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app, release: name, live: false },
      { operations: writeRegister(found.site, found.written, next) },
    ),
  );
}

const SHOWN_LINES = 15;

function failedStep(
  release: string,
  { step, why, output }: Fault,
  { backTo, found }: { readonly backTo: string | null; readonly found: SiteWithReleases },
): HoldfastError {
  const last = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  const printed = last === "" ? "" : `\n${last}`;
  const live = backTo === null ? "nothing was live before" : `release ${backTo} is live, as before`;
  return new HoldfastError({
    code: "release-failed",
    message: `Release ${release} stopped at "${step}": ${why}; ${live}${printed}`,
    hint: `Put right what failed and run the same command again: it goes on with this release. Or remove it: holdfast prune --site "${found.site.site}" --release ${release}`,
    exit: "problems",
  });
}
