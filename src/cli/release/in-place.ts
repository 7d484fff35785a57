/** A site without links: its data stands in the application, and the code changes around it, name by name. See docs/in-place.md. */
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, relativeText } from "../../core/path.ts";
import type { PersistenceRecord, RecordedEntry } from "../../core/record.ts";
import { type ReleaseRegister, releaseNamed, withRelease } from "../../core/release.ts";
import { SERVING_SCHEMA } from "../../core/serving.ts";
import { readTwins } from "../../apply/read-twins.ts";
import { type InPlaceSteps, planInPlace } from "../../plan/in-place/in-place-plan.ts";
import type { Operation } from "../../plan/operation.ts";
import type { Premise } from "../../plan/plan.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { freePremise, releasePlan, treePremise, type WaitingTree } from "../../plan/release/release-plan.ts";
import { writeServing } from "../../plan/serving/serving-document.ts";
import { denialIn } from "../../system/access.ts";
import { commandLine } from "../shell-words.ts";
import type { Deployment } from "./deployment.ts";
import { baselineOf, codeOwners } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** True where the site is said to have no links. */
export function isInPlace({ serving }: Pick<SiteWithReleases, "serving">): boolean {
  return serving?.way === "in-place";
}

/** The steps of a switch, as a plan wants them. */
export interface InPlaceSwitch extends InPlaceSteps {
  readonly basedOn: readonly Premise[];
  /** The register in which the two have changed roles. */
  readonly register: ReleaseRegister;
}

/**
 * The switch of a site without links. First the tree gets the name under which the old code will be known; then the names of the two change places one by
 * one. Throws `in-place-not-writable` where that would stop half-way. Reads only.
 */
export function inPlaceSwitch(found: SiteWithReleases, next: WaitingTree): InPlaceSwitch {
  const { site, register } = found;
  const { live, app } = site;
  if (app === null || live === null) throw new Error("A site without links has an app");
  const [waiting, kept] = [restingAt(site, next.name), restingAt(site, live.name)];
  const { baseline } = baselineOf(found, live.name);
  const ownerOf = codeOwners(found, { from: app, to: pathAt(waiting) }, baseline);
  const twins = readTwins({ live: app, tree: pathAt(waiting), baseline, ownerOf });
  const steps = planInPlace(twins, { live: app, tree: pathAt(kept), owner: site.owner });
  refuseNotWritable(steps.operations, app);
  const rename: Operation = {
    kind: "move-tree",
    path: kept.name,
    at: waiting,
    into: kept,
    identity: next.id,
    reason: "the code that was live is kept in it for a rollback",
  };
  return {
    operations: [rename, ...steps.operations],
    diagnostics: steps.diagnostics,
    basedOn: [treePremise(app, live.id), treePremise(pathAt(waiting), next.id), freePremise(pathAt(kept))],
    register: withRolesChanged(register, live.name, next.name),
  };
}

/** The live folder stays the same one and holds the other release now; each is known by its baseline still. */
function withRolesChanged(register: ReleaseRegister, was: string, becomes: string): ReleaseRegister {
  const [old, next] = [releaseNamed(register, was), releaseNamed(register, becomes)];
  if (old === null || next === null) throw new Error(`The register knows both ${was} and ${becomes}`);
  const delivered = ({ deliveredIn, tree, born }: typeof old): NonNullable<typeof deliveredIn> =>
    deliveredIn ?? { tree, born };
  const changed = withRelease(register, {
    ...old,
    tree: next.tree,
    born: next.born,
    deliveredIn: delivered(old),
  });
  return withRelease(changed, { ...next, tree: old.tree, born: old.born, deliveredIn: delivered(next) });
}

function refuseNotWritable(operations: readonly Operation[], app: AbsPath): void {
  const folders = new Set(operations.flatMap((step) => (step.kind === "swap-in" ? [step.at.directory] : [])));
  const denials = [...folders].flatMap((folder) => denialIn(folder) ?? []);
  const [first] = denials;
  if (first === undefined) return;
  throw new HoldfastError({
    code: "in-place-not-writable",
    message: `This user may not change names in "${first.path}" (${first.code}), so that the code in "${app}" would be replaced by half; nothing of it was changed`,
    hint: "Run the command as the user that owns the application, or hand the folder over, then run the command again",
  });
}

/** Throws where a site cannot do without links. */
export function refuseInPlace({ site, record }: SiteWithReleases): void {
  if (site.kind === "releases" || site.app === null)
    throw new HoldfastError({
      code: "in-place-needs-one-folder",
      message: `The way "in-place" is for an application that stands in one folder; "${site.site}" has releases, which "current" leads to by a link`,
      hint: `Where "current" may be a link, stay with it; see: ${commandLine("holdfast", "serve", "--site", site.site)}`,
    });
  const linked = record?.entries.find((entry) => entry.seeded && !isGivenBack(entry, record));
  if (linked === undefined) return;
  throw new HoldfastError({
    code: "in-place-linked",
    message: `The data of "${site.app}" is in shared ("${linked.path}", for one), and links lead to it`,
    hint: `Give the application its own data back first: ${commandLine("holdfast", "undo", site.app)}`,
  });
}

/** After an undo the application has its data, and its own public link to it; caches are each release's anyway. */
function isGivenBack({ inPlace, chain, handling }: RecordedEntry, { undone }: PersistenceRecord): boolean {
  return inPlace === true || (undone === true && (chain !== undefined || handling === "per-release"));
}

/** Notes that the site has no links, durably, before anything else is planned for it. Throws as {@link refuseInPlace}. */
export async function recordInPlace(deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { site, serving } = found;
  if (isInPlace(found)) return;
  refuseInPlace(found);
  const app = site.app ?? site.site;
  const operations = writeServing(site, serving, {
    schema: SERVING_SCHEMA,
    way: "in-place",
    documentRoot: relativeText(site.site, app),
    placed: {},
  });
  const about = { app, release: null, live: true };
  const basedOn = site.live === null ? [] : [treePremise(app, site.live.id)];
  await deployment.apply(releasePlan(deployment.frame(found), about, { operations, basedOn }));
}

/** Throws for what makes sense only with data in shared. */
export function refuseOnInPlace(found: Pick<SiteWithReleases, "site" | "serving">, what: string): void {
  if (!isInPlace(found)) return;
  const { app, site } = found.site;
  throw new HoldfastError({
    code: "not-in-place",
    message: `${what}: this site has no links (in-place), and its data stands in "${app ?? site}" itself`,
    hint: "Use your host's own backup for its data; holdfast rollback brings the code back that was live before",
  });
}
