import { HoldfastError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import { releaseNamed } from "../../core/release.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { previousOf } from "../../plan/release/prunable.ts";
import type { Deployment } from "./deployment.ts";
import { hooksOf } from "./hooks.ts";
import { placing } from "./placing.ts";
import type { SiteWithReleases } from "./release-site.ts";
import { finishing, type Switched } from "./finishing.ts";
import { switchTo } from "./switching.ts";

/** Makes an earlier release live again: the one that is named, else the last one that was live before. */
export async function rollingBack(
  args: { readonly release: string | null; readonly checkUrl: string | null },
  deployment: Deployment,
): Promise<Switched> {
  const found = deployment.look();
  if (isHalfRolledBack(found, args.release)) return await goOn(args.checkUrl, deployment);
  const name = targetOf(found, args.release);
  const at = restingAt(found.site, name);
  const tree = found.trees.find((known) => known.name === name);
  if (tree === undefined) throw notThere(found, name);
  await deployment.apply(placing(found, { app: pathAt(at), name }, deployment.context).plan);
  const hooks = hooksOf(found.site.live?.path ?? pathAt(at));
  const next = { name, id: tree.id };
  return await switchTo({ by: "rollback", next, hooks, migrations: false, checkUrl: args.checkUrl }, deployment);
}

async function goOn(checkUrl: string | null, deployment: Deployment): Promise<Switched> {
  const { site, register } = deployment.look();
  const release = site.live?.name ?? "";
  const hooks = hooksOf(site.live?.path ?? site.site);
  const before = previousOf(register, release);
  return await finishing({ by: "rollback", hooks, checkUrl, release, before, known: new Set() }, deployment);
}

/** True where an earlier rollback made this live, and was killed before its end: the same command completes it. */
export function isHalfRolledBack({ register, site }: SiteWithReleases, named: string | null): boolean {
  const live = site.live === null ? null : releaseNamed(register, site.live.name);
  return live?.unfinished === "rollback" && (named === null || plainName(named) === live.name);
}

function plainName(named: string): string {
  return named.replace(/\/+$/, "").replace(/^releases\//, "");
}

/** The release that a rollback means. Throws where there is none, where it is live already, or where it is not known. */
export function targetOf({ register, site }: SiteWithReleases, named: string | null): string {
  const live = site.live?.name ?? null;
  if (named === null) {
    const previous = previousOf(register, live);
    if (previous === null) throw nothingBefore(site.site);
    return previous;
  }
  const wanted = plainName(named);
  if (wanted === live) throw isLive(wanted);
  if (releaseNamed(register, wanted) === null)
    throw unknown(
      site.site,
      wanted,
      register.releases.map(({ name }) => name),
    );
  return wanted;
}

function nothingBefore(site: string): HoldfastError {
  return new HoldfastError({
    code: "nothing-to-roll-back-to",
    message: `"${site}" has no release that was live before the present one`,
    hint: `Look at what there is: holdfast releases --site "${site}"`,
  });
}

function isLive(name: string): HoldfastError {
  return new HoldfastError({
    code: "release-is-live",
    message: `Release ${name} is live already`,
    hint: "Name another one, or none for the one before",
  });
}

function unknown(site: string, name: string, names: readonly string[]): HoldfastError {
  const near = nearest(name, names);
  return new HoldfastError({
    code: "release-unknown",
    message: `There is no release "${name}" in "${site}"`,
    hint: near === null ? `Look at what there is: holdfast releases --site "${site}"` : `Did you mean ${near}?`,
  });
}

function notThere({ site }: SiteWithReleases, name: string): HoldfastError {
  return new HoldfastError({
    code: "release-gone",
    message: `The folder of release ${name} is gone: "${pathAt(restingAt(site, name))}"`,
    hint: "Choose another one, or bring it back from a backup",
  });
}
