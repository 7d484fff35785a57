import type { ArrivalLimits } from "../../core/arrival.ts";
import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import { baseName } from "../../core/path.ts";
import { movesData } from "../../plan/operation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Allowed } from "../../plan/release/fitness.ts";
import { incomingAt, pathAt } from "../../plan/release/places.ts";
import { renderArrival, renderWaiting } from "../../report/arrival-text.ts";
import { refuseElsewhere } from "../applying.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import type { ShippedSource } from "../release/baselining.ts";
import { refuseCurrentGone } from "../release/current-gone.ts";
import { type Delivery, readDelivery, sourcePath } from "../release/delivery.ts";
import { deploying, type DeploymentStart } from "../release/deployment.ts";
import { type Fit, fitting, refuseFullDisk, refuseOwnFolder } from "../release/fitting.ts";
import { isInPlace, refuseInPlace, refuseOnInPlace } from "../release/in-place.ts";
import { refuseCodeLedElsewhere, refuseLedElsewhere } from "../release/led-elsewhere.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { refuseUnshared, releasing, type Standing, standingOf } from "../release/releasing.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import { ownChanges } from "../release/own-changes.ts";
import { readShipped, type Shipped } from "../release/shipped.ts";
import { refuseUnknownShipped } from "../release/unknown-shipped.ts";
import { servedFact } from "../release/served.ts";
import { openCode } from "../release/open-code.ts";
import { refuseOtherKinds } from "../release/other-kinds.ts";
import { settledFirst } from "../release/settled-first.ts";
import { switchedResult } from "../release/switched-result.ts";
import { refuseUnsafe } from "../refusals.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import { makePlan } from "./persist.ts";

export interface ReleaseArgs {
  readonly source: string;
  readonly site: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly activate: boolean;
  readonly checkUrl: string | null;
  readonly root: string | null;
  readonly limits: ArrivalLimits;
  readonly allowed: Allowed;
  readonly maintenance: boolean;
  /** With `--layout releases`: a flat application becomes a site with releases. */
  readonly converts: boolean;
  /** The site has no links from now on: code is replaced around its data. */
  readonly inPlace: boolean;
  /** Make another release of a delivery that is live or waits already. */
  readonly again: boolean;
  /** What the live application held when its vendor shipped it: his old archive; null where it is not known. */
  readonly shipped: string | null;
  /** How many snapshots stay, with `--snapshot`. */
  readonly snapshots: number | null;
}

/** Makes a release of what the vendor or the build delivered, and makes it live; on failure what was live stays live. */
export async function release(args: ReleaseArgs, context: Context): Promise<CommandResult> {
  const start = { ...startOf(args), onlyLook: args.dryRun };
  return await settledFirst(start, context, ({ found }) => releaseOn(found, args, context));
}

async function releaseOn(found: SiteWithReleases, args: ReleaseArgs, context: Context): Promise<CommandResult> {
  refuseOwnFolder(found, sourcePath(args.source, context));
  if (args.activate) refuseCurrentGone(found, null);
  refuseWay(found, args);
  const delivery = read(args, found, context);
  const standing = standingOf(found, delivery.digest, args.again);
  if (standing === "live") return nothingToDo(found);
  const fit = fitting(found, delivery, standing === "half-made" ? { older: true, other: true } : args.allowed);
  const shipped = shippedAs(args, { found, standing }, context);
  refuseLosing(args, { found, delivery, standing }, shipped);
  if (standing === "new") refuseFullDisk(found, delivery);
  const own = ownOf(args, found, shipped);
  const text = [preview(args, { found, delivery, fit, standing }, context), ...own.map(renderDiagnostic)].join("\n");
  if (args.dryRun)
    return { exit: "ok", text: `${text}\nDry run: nothing was changed`, json: shown(found, { delivery, fit, own }) };
  refuseElsewhere(context);
  if (!args.yes) await confirmText(text, context, isWithoutLinks(found, args) ? "change code" : "move data");
  return await doIt(args, { delivery, fit, shipped: shipped?.source ?? null }, context);
}

/** Half-made, this very delivery is live already: what was said of the old version has been written down. */
function shippedAs(
  { shipped }: ReleaseArgs,
  { found, standing }: Pick<Looked, "found" | "standing">,
  context: Context,
): Shipped | null {
  const { live } = found.site;
  return shipped === null || live === null || standing === "half-made"
    ? null
    : readShipped(shipped, live.path, context);
}

/** Throws where the site's own would be left out. Half-made, what is live has been compared already; a release that waits replaces nothing yet. */
function refuseLosing(
  { activate }: ReleaseArgs,
  { found, delivery, standing }: Omit<Looked, "fit">,
  shipped: Shipped | null,
): void {
  if (standing === "half-made" || !activate) return;
  refuseOtherKinds(found, delivery.inventory);
  const coming = { inventory: delivery.inventory, shipped: shipped?.baseline ?? null };
  refuseCodeLedElsewhere(found, coming);
  refuseUnknownShipped(found, coming);
}

/** What it means for the site's own: whoever typed --yes hears of it afterwards. */
function ownOf(args: ReleaseArgs, found: SiteWithReleases, shipped: Shipped | null): Diagnostic[] {
  if (args.yes && !args.dryRun) return [];
  return ownChanges(found, { shipped: shipped?.baseline ?? null, inPlace: isWithoutLinks(found, args) });
}

/** Throws where the site cannot do without links, or is to have none and to have some. */
function refuseWay(found: SiteWithReleases, { inPlace, converts, snapshots, site }: ReleaseArgs): void {
  if (inPlace && !isInPlace(found)) refuseInPlace(found);
  if (found.site.live === null && inPlace) throw nothingLive(found.site.site);
  const isWithout = isWithoutLinks(found, { inPlace });
  if (isWithout && converts) throw refuseBoth(site ?? ".");
  if (isWithout && snapshots !== null) refuseOnInPlace(found, "There is no snapshot to take before a release");
}

/** True where the site has no links, or has none from this run on. */
function isWithoutLinks(found: SiteWithReleases, { inPlace }: Pick<ReleaseArgs, "inPlace">): boolean {
  return inPlace || isInPlace(found);
}

function nothingLive(site: string): HoldfastError {
  return new HoldfastError({
    code: "nothing-live",
    message: `"${site}" has no application yet around whose data code could be replaced`,
    hint: `Unpack the first version into its folder, then name that folder: ${commandLine("holdfast", "release", "SOURCE", "--in-place", "--site", "DIR")}`,
  });
}

function refuseBoth(site: string): HoldfastError {
  return new HoldfastError({
    code: "in-place-needs-one-folder",
    message: "A site without links (in-place) stands in one folder, and --layout releases gives it links",
    hint: `Leave --layout away; or give the site another way first: ${commandLine("holdfast", "serve", "--site", site)}`,
  });
}

function startOf({ site, maintenance, converts, inPlace }: ReleaseArgs): DeploymentStart {
  return { command: "release", site, mayBeNew: true, maintenance, converts, inPlace };
}

function read(args: ReleaseArgs, { site }: SiteWithReleases, context: Context): Delivery {
  const becomes = site.live?.path ?? pathAt(incomingAt(site, "next"));
  return readDelivery(args.source, { limits: args.limits, root: args.root, becomes }, context);
}

/** What has to be taken over of the live app first. Throws where it cannot be. */
function planOfLive(found: SiteWithReleases, args: ReleaseArgs, context: Context): Plan | null {
  const { site } = found;
  if (site.live === null) return null;
  const { plan } = makePlan(
    {
      app: site.live.path,
      shared: site.shared,
      mode: "auto",
      maintenance: args.maintenance,
      across: null,
      served: servedFact(found),
      ...(args.inPlace ? { inPlace: true } : {}),
    },
    context,
  );
  refuseUnsafe(plan);
  refuseUnshared(plan.diagnostics);
  refuseLedElsewhere(plan.diagnostics, site.shared);
  return plan;
}

async function doIt(
  args: ReleaseArgs,
  {
    delivery,
    fit,
    shipped,
  }: { readonly delivery: Delivery; readonly fit: Fit; readonly shipped: ShippedSource | null },
  context: Context,
): Promise<CommandResult> {
  const { made, deployment } = await deploying(startOf(args), context, async (under) => {
    const { activate, checkUrl, maintenance, again, snapshots, inPlace } = args;
    const migrations = fit.migrations.length > 0;
    const work = { delivery, activate, checkUrl, maintenance, again, migrations, shipped, snapshots, inPlace };
    return { made: await releasing(work, under), deployment: under };
  });
  if (made.switched !== null) return switchedResult("release", made.switched, deployment);
  const now = deployment.look();
  const { site } = now;
  return {
    exit: "ok",
    text: renderWaiting({
      ...made,
      diagnostics: [...deployment.outcome().diagnostics, ...openCode(now)],
      next: commandLine("holdfast", "rollback", made.name, "--site", siteNamed(site)),
    }),
    json: { schema: 1, command: "release", release: made.name, app: made.app, live: site.live?.name ?? null },
  };
}

interface Looked {
  readonly found: SiteWithReleases;
  readonly delivery: Delivery;
  readonly fit: Fit;
  readonly standing: Standing;
}

/** What will be done, in words. Throws where what is live cannot be shared first. */
function preview(args: ReleaseArgs, { found, delivery, fit, standing }: Looked, context: Context): string {
  return renderArrival({
    site: { ...found.site, site: siteNamed(found.site) },
    delivery: { ...delivery, name: baseName(delivery.source.path), kind: delivery.source.kind },
    liveVersion: fit.liveVersion,
    isAdopted: found.record !== null,
    takenOver: planOfLive(found, args, context)?.operations.filter(movesData).length ?? 0,
    migrations: fit.migrations,
    waits: standing !== "new",
    activates: args.activate,
    converts: found.site.converts !== null,
    inPlace: isWithoutLinks(found, args),
  });
}

function nothingToDo({ site }: SiteWithReleases): CommandResult {
  const name = site.live?.name ?? "";
  return {
    exit: "ok",
    text: `✅ Nothing to do: this delivery is live as release ${name} (--again makes another release of it)`,
    json: { schema: 1, command: "release", release: name, app: site.live?.path ?? null, changed: false },
  };
}

function shown(
  { site }: SiteWithReleases,
  { delivery, fit, own }: { readonly delivery: Delivery; readonly fit: Fit; readonly own: readonly Diagnostic[] },
): unknown {
  return {
    schema: 1,
    command: "release",
    site: site.site,
    live: site.live?.name ?? null,
    delivery: {
      kind: delivery.source.kind,
      digest: delivery.digest,
      root: delivery.root,
      files: delivery.names,
      bytes: delivery.bytes,
      frameworks: delivery.detections.map(({ id, version }) => ({ id, version })),
      version: delivery.application.version,
    },
    migrations: fit.migrations,
    diagnostics: [...delivery.notices, ...own],
  };
}
