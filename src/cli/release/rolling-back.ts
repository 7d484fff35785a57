import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import type { AbsPath } from "../../core/path.ts";
import { releaseNamed } from "../../core/release.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import type { Plan } from "../../plan/plan.ts";
import { previousOf } from "../../plan/release/prunable.ts";
import { lastLive } from "./current-gone.ts";
import type { Deployment } from "./deployment.ts";
import { NOTHING_KNOWN } from "./health.ts";
import { hooksOf } from "./hooks.ts";
import { placing } from "./placing.ts";
import type { SiteWithReleases } from "./release-site.ts";
import { finishing, type Switched } from "./finishing.ts";
import type { Settled } from "./settled-first.ts";
import { switchTo } from "./switching.ts";
import { quoteInText } from "../../core/shell.ts";

/** Makes a release live again; where it is live and that was not brought to its end, it is now. */
export async function rollingBack(
  args: { readonly release: string; readonly checkUrl: string | null },
  deployment: Deployment,
): Promise<Switched> {
  const found = deployment.look();
  const { release: name, checkUrl } = args;
  if (found.site.live?.name === name)
    return await goOn({ release: name, app: found.site.live.path, checkUrl }, deployment);
  const at = restingAt(found.site, name);
  const tree = found.trees.find((known) => known.name === name);
  if (tree === undefined) throw notThere(found, name);
  await deployment.apply(placing(found, { app: pathAt(at), name }, deployment.context).plan);
  const hooks = hooksOf(found.site.live?.path ?? pathAt(at));
  const next = { name, id: tree.id };
  return await switchTo({ by: "rollback", next, hooks, migrations: false, checkUrl }, deployment);
}

async function goOn(
  { release, app, checkUrl }: { readonly release: string; readonly app: AbsPath; readonly checkUrl: string | null },
  deployment: Deployment,
): Promise<Switched> {
  const before = previousOf(deployment.look().register, release);
  return await finishing(
    { by: "rollback", hooks: hooksOf(app), checkUrl, release, before, known: NOTHING_KNOWN, strays: null },
    deployment,
  );
}

/** True where a command made a release live and was killed before it had looked whether all is well. */
export function isUnfinished({ register }: SiteWithReleases, name: string): boolean {
  return releaseNamed(register, name)?.unfinished !== undefined;
}

/**
 * The release that a rollback means. Without a name that is the one that was live before, but for a rollback that was killed: it is completed, and not
 * taken back. Throws where there is none, or where it is not known.
 */
export function rollbackTarget(
  { found, completed }: Pick<Settled, "found" | "completed">,
  named: string | null,
): string {
  if (named !== null) return targetOf(found, named);
  const live = found.site.live?.name ?? null;
  const known = live === null ? null : releaseNamed(found.register, live);
  const isKilledOne = known?.unfinished === "rollback" || completed.some((plan) => endsRollback(plan, live));
  if (live !== null && isKilledOne) return live;
  const previous = previousOf(found.register, live) ?? lastLive(found);
  if (previous === null) throw nothingBefore(siteNamed(found.site));
  return previous;
}

/** True for the last plan of a rollback to this release. */
function endsRollback({ operations }: Plan, live: string | null): boolean {
  return operations.some(
    (operation) =>
      operation.kind === "write-history" && operation.entry.command === "rollback" && operation.entry.release === live,
  );
}

/** The release of a name as it is typed. Throws where it is not known. */
export function targetOf({ register, site }: SiteWithReleases, named: string): string {
  const wanted = named.replace(/\/+$/, "").replace(/^releases\//, "");
  if (releaseNamed(register, wanted) !== null) return wanted;
  throw unknown(
    siteNamed(site),
    wanted,
    register.releases.map(({ name }) => name),
  );
}

function nothingBefore(site: string): HoldfastError {
  return new HoldfastError({
    code: "nothing-to-roll-back-to",
    message: `"${site}" has no release that was live before the present one`,
    hint: `Look at what there is: holdfast releases --site ${quoteInText(site)}`,
  });
}

function unknown(site: string, name: string, names: readonly string[]): HoldfastError {
  const near = nearest(name, names);
  return new HoldfastError({
    code: "release-unknown",
    message: `There is no release "${name}" in "${site}"`,
    hint:
      near === null ? `Look at what there is: holdfast releases --site ${quoteInText(site)}` : `Did you mean ${near}?`,
  });
}

function notThere({ site }: SiteWithReleases, name: string): HoldfastError {
  return new HoldfastError({
    code: "release-gone",
    message: `The folder of release ${name} is gone: "${pathAt(restingAt(site, name))}"`,
    hint: "Choose another one, or bring it back from a backup",
  });
}
