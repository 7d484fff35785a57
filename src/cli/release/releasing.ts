import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Hooks } from "../../core/hook.ts";
import { NAMES } from "../../core/layout.ts";
import type { AbsPath } from "../../core/path.ts";
import { releaseNamed } from "../../core/release.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { previousOf } from "../../plan/release/prunable.ts";
import { waitingFrom } from "../../plan/release/known-releases.ts";
import { type WaitingTree } from "../../plan/release/release-plan.ts";
import { textIn } from "../../apply/read-survey.ts";
import { makePlan } from "../commands/persist.ts";
import { arriving, removeLeftovers } from "./arriving.ts";
import { baselining, baseliningLive, type ShippedSource } from "./baselining.ts";
import type { Delivery } from "./delivery.ts";
import type { Deployment } from "./deployment.ts";
import { finishing, type Switched } from "./finishing.ts";
import { hookOrFail } from "./hook-step.ts";
import { snapshotting } from "../keeping/snapshotting.ts";
import { NOTHING_KNOWN } from "./health.ts";
import { hooksOf, snapshotsOf } from "./hooks.ts";
import { refuseLedElsewhere } from "./led-elsewhere.ts";
import { isInPlace, recordInPlace, refuseOnInPlace } from "./in-place.ts";
import { placing } from "./placing.ts";
import type { SiteWithReleases } from "./release-site.ts";
import { servedFact } from "./served.ts";
import { switchTo } from "./switching.ts";

/** A delivery that shall become a release. */
export interface Releasing {
  readonly delivery: Delivery;
  /** False with `--no-activate`. */
  readonly activate: boolean;
  readonly checkUrl: string | null;
  readonly maintenance: boolean;
  /** What an earlier run made of the same delivery does not count. */
  readonly again: boolean;
  readonly migrations: boolean;
  /** How many snapshots of shared stay, one taken before this release included; null: none is taken unless holdfast.json says so. */
  readonly snapshots: number | null;
  /** What the vendor shipped as what is live, with `--shipped`. */
  readonly shipped: ShippedSource | null;
  /** With `--in-place`: the site has no links from now on. */
  readonly inPlace: boolean;
}

/** A release that is there; `switched` is null where it waits. */
export interface Released {
  readonly name: string;
  readonly app: AbsPath;
  readonly switched: Switched | null;
}

/**
 * Makes a release of a delivery and, unless it shall wait, makes it live. What an earlier run with the same delivery did is gone on with. Throws
 * `release-failed` where a step fails, and `live-not-shared` before anything of the delivery is written where the live app's data cannot be shared.
 */
export async function releasing(work: Releasing, deployment: Deployment): Promise<Released> {
  const half = work.again ? null : halfMade(deployment.look(), work.delivery.digest);
  if (half !== null) return await goOn(half, work, deployment);
  if (work.inPlace) await recordInPlace(deployment);
  await removeLeftovers(deployment);
  deployment.tell("looking whether what is live has its data in shared");
  await baseliningLive(work.shipped, deployment);
  await shareLive(work.maintenance, deployment);
  await snapshotBefore(work.snapshots, deployment);
  const next = await waitingOrNew(work, deployment);
  const app = pathAt(restingAt(deployment.look().site, next.name));
  const hooks = hooksFor(app, deployment.look());
  await hookOrFail({ name: "build", hooks, release: next.name }, deployment);
  await baselining(next.name, deployment);
  if (!work.activate) return { name: next.name, app, switched: null };
  const { checkUrl, migrations } = work;
  const switched = await switchTo({ by: "release", next, hooks, migrations, checkUrl }, deployment);
  return { name: next.name, app: switched.app, switched };
}

/** A snapshot of the data as it is before anything of the delivery is added to it. */
async function snapshotBefore(asked: number | null, deployment: Deployment): Promise<void> {
  const { live } = deployment.look().site;
  const keep = asked ?? (live === null ? null : snapshotsOf(live.path));
  if (keep === null || live === null) return;
  refuseOnInPlace(deployment.look(), "There is no snapshot to take before a release");
  deployment.tell("taking a snapshot of the data");
  await snapshotting({ name: null, keep, to: null, reason: "before a release" }, deployment);
}

/** What became of this very delivery before: it is live; it was made live and that was not brought to its end; it is unpacked and waits; nothing. */
export type Standing = "live" | "half-made" | "waits" | "new";

/** Where a delivery stands on a site, by its content. */
export function standingOf(found: SiteWithReleases, digest: string, again: boolean): Standing {
  if (again) return "new";
  if (halfMade(found, digest) !== null) return "half-made";
  const live = found.site.live?.name ?? null;
  const known = live === null ? null : releaseNamed(found.register, live);
  if (known?.source?.digest === digest) return "live";
  return waitingFrom(found.register, digest, live) === null ? "new" : "waits";
}

/** The live release, where an earlier run made it live from this delivery and was killed before its end. */
function halfMade({ site, register }: SiteWithReleases, digest: string): string | null {
  const live = site.live === null ? null : releaseNamed(register, site.live.name);
  return live?.unfinished === "release" && live.source?.digest === digest ? live.name : null;
}

async function goOn(release: string, work: Releasing, deployment: Deployment): Promise<Released> {
  const found = deployment.look();
  const app = found.site.live?.path ?? pathAt(restingAt(found.site, release));
  const before = previousOf(found.register, release);
  const hooks = hooksFor(app, found);
  const { checkUrl } = work;
  const switched = await finishing(
    { by: "release", hooks, checkUrl, release, before, known: NOTHING_KNOWN, strays: null },
    deployment,
  );
  return { name: release, app: switched.app, switched };
}

/** What the new code declares; a vendor's delivery declares nothing, and what the live one declares counts then. */
function hooksFor(app: AbsPath, { site }: SiteWithReleases): Hooks {
  const from = textIn(app, NAMES.decisions) === null && site.live !== null ? site.live.path : app;
  return hooksOf(from);
}

/** Operations by which data changes its place. */
const TAKING: readonly Operation["kind"][] = ["adopt", "merge", "transfer"];

/** The live app's data is in shared before its code is replaced, whatever came to it since the last run. */
async function shareLive(maintenance: boolean, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { site, record } = found;
  if (site.live === null) return;
  const served = servedFact(found);
  const terms = { app: site.live.path, shared: site.shared, mode: "auto", maintenance, across: null, served } as const;
  const later = record === null ? {} : { deployment: null };
  const { plan } = makePlan({ ...terms, ...later }, deployment.context);
  refuseUnshared(plan.diagnostics);
  refuseLedElsewhere(plan.diagnostics, site.shared);
  const taken = plan.operations.filter(({ kind }) => TAKING.includes(kind)).map(({ path }) => displayName(path));
  if (taken.length > 0) deployment.tell(`taking into shared: ${taken.join(", ")}`);
  await deployment.apply(plan);
  const stays = deployment.look().record?.entries.find(({ inPlace }) => inPlace === true);
  if ((site.kind === "flat" || site.converts !== null) && stays !== undefined && !isInPlace(deployment.look()))
    throw staysInPlace(stays.path);
}

/** Throws where something of the live app cannot be shared: its data would stay behind with the old code. */
export function refuseUnshared(
  diagnostics: readonly { readonly severity: string; readonly message: string; readonly hint?: string }[],
): void {
  const problem = diagnostics.find(({ severity }) => severity === "problem");
  if (problem === undefined) return;
  throw new HoldfastError({
    code: "live-not-shared",
    message: `What is live has data that cannot be shared yet, and would stay behind with the old code: ${problem.message}`,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  });
}

function staysInPlace(path: string): HoldfastError {
  return new HoldfastError({
    code: "live-not-shared",
    message: `"${path}" stays in the application's folder and would go away with the old code`,
    hint: "See: holdfast check; make it a folder that can be moved, or mount it in shared instead, then run the command again",
  });
}

async function waitingOrNew({ delivery, again }: Releasing, deployment: Deployment): Promise<WaitingTree> {
  const found = deployment.look();
  const waiting = again ? null : waitingFrom(found.register, delivery.digest, found.site.live?.name ?? null);
  if (waiting === null) {
    const linking = isInPlace(found) ? "" : ", and linking them to shared";
    deployment.tell(`unpacking ${delivery.names} files and folders${linking}`);
    return await arriving(delivery, deployment);
  }
  deployment.tell(`going on with release ${waiting.name}`);
  const { name } = waiting;
  await deployment.apply(placing(found, { app: pathAt(restingAt(found.site, name)), name }, deployment.context).plan);
  // As it is now: what the register has may be from before a restart that gave the disk another number.
  return { name, id: found.trees.find((tree) => tree.name === name)?.id ?? waiting.tree };
}
