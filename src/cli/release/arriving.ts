import { baseName } from "../../core/path.ts";
import { type KnownRelease, withRelease } from "../../core/release.ts";
import type { MakeDirectory, MoveTree, Operation, Unpack } from "../../plan/operation.ts";
import { incomingAt, pathAt, restingAt, spotAt, treesFolder } from "../../plan/release/places.ts";
import { releaseName } from "../../plan/release/release-name.ts";
import {
  freePremise,
  releasePlan,
  treePremise,
  type WaitingTree,
  writeRegister,
} from "../../plan/release/release-plan.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { isFolder } from "../../system/site-facts.ts";
import type { Delivery } from "./delivery.ts";
import type { Deployment } from "./deployment.ts";
import { placing } from "./placing.ts";
import { leftoversOf, type SiteWithReleases } from "./release-site.ts";

/** Removes what a run that was killed left half-made: nothing of it was ever live, and all of it came from a delivery. */
export async function removeLeftovers(deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const operations = leftoversOf(found.site).map(
    ({ name, id }): Operation => ({
      kind: "remove-tree",
      path: name,
      at: { directory: treesFolder(found.site), name },
      identity: id,
      reason: "a run that was killed left it half-made",
    }),
  );
  const basedOn = operations.flatMap((operation) =>
    operation.kind === "remove-tree" ? [treePremise(pathAt(operation.at), operation.identity)] : [],
  );
  const about = { app: found.site.live?.path ?? found.site.site, release: null, live: found.site.live !== null };
  await deployment.apply(releasePlan(deployment.frame(found), about, { operations, basedOn }));
}

/**
 * Makes a release of a delivery: unpacked under a name that says that it is not complete, linked to shared, and only then given its name. When it
 * returns, the release is durable and known; nothing that is live was changed.
 */
export async function arriving(delivery: Delivery, deployment: Deployment): Promise<WaitingTree> {
  const before = deployment.look();
  const name = nameFor(before, deployment.context.now());
  await deployment.apply(unpackPlan(before, { name, delivery }, deployment));
  const found = deployment.look();
  const incoming = incomingAt(found.site, name);
  const id = lookAt(bytes(pathAt(incoming)))?.id ?? "";
  const { plan } = placing(found, { app: pathAt(incoming), name }, deployment.context);
  const move: MoveTree = {
    kind: "move-tree",
    path: name,
    at: incoming,
    into: restingAt(found.site, name),
    identity: id,
    reason: "it is complete",
  };
  const next = withRelease(found.register, releaseOf(found, { name, delivery }, deployment));
  await deployment.apply({
    ...plan,
    command: deployment.frame(found).command,
    basedOn: [...plan.basedOn, treePremise(pathAt(incoming), id)],
    operations: [...plan.operations, move, ...writeRegister(found.site, found.written, next)],
  });
  return { name, id };
}

interface Arrival {
  readonly name: string;
  readonly delivery: Delivery;
}

/** Not one that was ever used: a process may still stand in a folder of that name. */
function nameFor({ register, trees }: SiteWithReleases, now: string): string {
  return releaseName(now, new Set([...register.pruned, ...[...register.releases, ...trees].map(({ name }) => name)]));
}

function unpackPlan(found: SiteWithReleases, { name, delivery }: Arrival, deployment: Deployment) {
  const { site, register, written } = found;
  const at = incomingAt(site, name);
  const folder = treesFolder(site);
  const makeFolder: MakeDirectory[] = isFolder(folder)
    ? []
    : [
        {
          kind: "make-directory",
          path: baseName(folder),
          at: spotAt(folder),
          owner: site.owner,
          reason: "the releases stand in it",
        },
      ];
  const unpack: Unpack = {
    kind: "unpack",
    path: name,
    at,
    source: { ...delivery.source, digest: delivery.archiveDigest },
    root: delivery.root,
    limits: delivery.limits,
    owner: site.owner,
    reason: `release ${name} is made of ${baseName(delivery.source.path)}`,
  };
  const premises = [freePremise(pathAt(at)), ...(makeFolder.length === 0 ? [] : [freePremise(folder)])];
  return releasePlan(
    deployment.frame(found),
    { app: pathAt(at), release: name, live: false },
    {
      operations: [...makeFolder, unpack, ...writeRegister(site, written, register)],
      basedOn: premises,
      diagnostics: delivery.notices,
    },
  );
}

function releaseOf({ site }: SiteWithReleases, { name, delivery }: Arrival, { context }: Deployment): KnownRelease {
  const fact = lookAt(bytes(pathAt(incomingAt(site, name))));
  return {
    name,
    tree: fact?.id ?? "",
    born: String(fact?.bornNs ?? 0),
    source: { kind: delivery.source.kind, name: baseName(delivery.source.path), digest: delivery.digest },
    frameworks: delivery.detections.map(({ id, version }) => ({ id, version })),
    version: delivery.application.version,
    arrived: context.now(),
    state: "arrived",
    harvested: {},
  };
}
