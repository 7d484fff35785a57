import { releaseNamed, withoutRelease } from "../../core/release.ts";
import type { AbsPath } from "../../core/path.ts";
import { abs, join, rel, under } from "../../core/path.ts";
import type { Operation } from "../../plan/operation.ts";
import { pathAt, placeOf, restingAt, spotAt } from "../../plan/release/places.ts";
import { type PruneChoice, prunable } from "../../plan/release/prunable.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { usersBelow } from "../../system/open-processes.ts";
import type { Deployment } from "./deployment.ts";
import { baselineRemoval, keepingRest, type Staying } from "./keeping-rest.ts";
import { rebornOf } from "./listing.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** What to prune. */
export interface PruneRules {
  readonly keep: number;
  /** Names of releases to remove; empty: all beyond `keep`. */
  readonly only: readonly string[];
  /** A named one goes although nobody knows what it held when it arrived: all that differs from what is live goes to the rescue folder. */
  readonly rescuesUnknown: boolean;
}

/** What was pruned, and what had to stay although it should have gone. */
export interface Pruned {
  readonly removed: readonly string[];
  readonly stays: readonly ({ readonly name: string } & Staying)[];
}

/** What `prune` would do with each release. Reads only. */
export function choicesOf(found: SiteWithReleases, rules: PruneRules): PruneChoice[] {
  const { register, site } = found;
  const paths = register.releases.map(({ name }) => placeOf(found.site, name));
  const users = usersBelow(paths);
  const inUse = new Map(
    register.releases.flatMap(({ name }, index) => {
      const [user] = users.get(paths[index] ?? site.site) ?? [];
      return user === undefined ? [] : [[name, `${user.name} (process ${user.pid})`] as const];
    }),
  );
  return prunable({ register, live: site.live?.name ?? null, inUse, ...rules, unpins: rules.rescuesUnknown });
}

/** Removes releases one by one, each after what only it held was kept; then what was made again at the names of removed ones is rescued. */
export async function pruning(rules: PruneRules, deployment: Deployment): Promise<Pruned> {
  const removed: string[] = [];
  const stays: ({ readonly name: string } & Staying)[] = [];
  for (const { release } of choicesOf(deployment.look(), rules).filter(({ goes }) => goes)) {
    // Looked at again: a process may have begun to work in it while another one was removed.
    const now = choicesOf(deployment.look(), { ...rules, only: [release.name] });
    if (now.find((choice) => choice.release.name === release.name)?.goes !== true) continue;
    const staying = await keepingRest({ name: release.name, keepsUnknown: rules.rescuesUnknown }, deployment);
    if (staying === null) {
      await removeRelease(release.name, deployment);
      removed.push(release.name);
    } else stays.push({ name: release.name, ...staying });
  }
  await rescueReborn(deployment);
  return { removed, stays };
}

async function removeRelease(name: string, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { site, register, written } = found;
  const tree = found.trees.find((known) => known.name === name);
  if (tree === undefined || releaseNamed(register, name) === null) return;
  const at = restingAt(site, name);
  const operations: Operation[] = [
    {
      kind: "remove-tree",
      path: name,
      at,
      identity: tree.id,
      reason: "more releases than shall stay; what only it held was kept",
    },
    ...poolsOf(found, name).map((path): Operation => {
      const spot = spotAt(path);
      const identity = lookAt(bytes(path))?.id ?? "";
      return {
        kind: "remove-tree",
        path: `shared/${spot.name}`,
        at: spot,
        identity,
        reason: "a cache of that release",
      };
    }),
    ...baselineRemoval(found, name),
    ...writeRegister(site, written, withoutRelease(register, name)),
  ];
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app: pathAt(at), release: name, live: false },
      { operations, basedOn: [treePremise(pathAt(at), tree.id)] },
    ),
  );
}

/** The folders in shared that hold caches of this release only. */
function poolsOf({ record, site }: SiteWithReleases, name: string): AbsPath[] {
  const pooled = (record?.entries ?? []).filter(({ handling }) => handling === "per-release");
  return pooled
    .map(({ path }) => under(site.shared, join(path, rel(name))))
    .filter((path) => lookAt(bytes(path))?.kind === "directory");
}

/** What stands at the name of a removed release again holds files that nobody has elsewhere. */
async function rescueReborn(deployment: Deployment): Promise<void> {
  for (const name of rebornOf(deployment.look())) {
    const found = deployment.look();
    const at = restingAt(found.site, name);
    const path = pathAt(at);
    const fact = lookAt(bytes(path));
    if (fact?.kind !== "directory" || usersBelow([path]).size > 0) continue;
    const operation: Operation = {
      kind: "set-aside",
      path: name,
      at,
      identity: fact.id,
      nodeKind: "directory",
      to: "rescued",
      as: rel(`releases/${name}`),
      reason: "a process that still ran in the removed release made it again",
    };
    await deployment.apply(
      releasePlan(
        deployment.frame(found),
        { app: abs(path), release: name, live: false },
        { operations: [operation], basedOn: [treePremise(path, fact.id)] },
      ),
    );
  }
}
