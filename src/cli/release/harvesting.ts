/**
 * Taking along what the running site made and changed among its code: once before another copy of the code becomes live, and once after, for what was
 * written in between. See docs/decisions/0017-strays.md.
 */
import type { Baseline } from "../../core/baseline.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { type KnownRelease, type ReleaseRegister, releaseNamed, withRelease } from "../../core/release.ts";
import { readHarvest } from "../../apply/read-harvest.ts";
import { type HarvestPlan, type HarvestVerdict, planHarvest } from "../../plan/harvest/harvest.ts";
import { proposals } from "../../plan/harvest/proposals.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { renderDecided } from "../../report/harvest-text.ts";
import { roomAt } from "../../system/space.ts";
import type { Deployment } from "./deployment.ts";
import { baselineOf, type HarvestGround, harvestGround, standingTree } from "./harvest-ground.ts";
import { HARVEST_LIMIT, refuseDatabases, refuseTooMuch, tooMuchLeft, unreadNote } from "./harvest-refusals.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** Which releases, and how. */
export interface HarvestTerms {
  /** The release that stops being live, or has just stopped. */
  readonly from: string;
  /** The one that takes its place. */
  readonly to: string;
  /** What was shipped, where the site has no baseline of `from`: from the vendor's old archive or git. */
  readonly shipped: Baseline | null;
  /** What happens where there is more than fits: nothing is begun, or it stays in the old release, which is kept. */
  readonly tooMuch: "refuse" | "leave";
  /** From the pass before the switch, so that nothing is judged twice. */
  readonly ground?: HarvestGround;
}

/** What came of a harvest. */
export interface Harvested {
  readonly verdicts: readonly HarvestVerdict[];
  /** For the report. */
  readonly lines: readonly string[];
  /** Why the old release has to stay; null where it need not. */
  readonly pinned: string | null;
  readonly ground: HarvestGround;
}

/**
 * Harvests one release for another, as the disk is now: before the switch `from` is live, after it `to` is. Throws before anything is changed where the
 * site's own does not fit (`no-room-for-harvest`, unless it may be left) or where a database lies among the code (`database-among-code`, before the switch).
 * When it returns, everything that was carried or rescued is durable and noted.
 */
export async function harvesting(terms: HarvestTerms, deployment: Deployment): Promise<Harvested> {
  const found = deployment.look();
  const [from, to] = [standingTree(found, terms.from), standingTree(found, terms.to)];
  if (from === null || to === null) throw new Error(`There is no folder of release ${terms.from} or ${terms.to}`);
  const ground = terms.ground ?? harvestGround(found, { from: from.path, to: to.path });
  const look = lookFor(terms, found, ground);
  const plan = planned({ from, to, look }, terms, found);
  const { operations, diagnostics, pinned } = plan;
  const next = withHarvest(found, { terms, harvest: plan.harvest, pinned, isSecond: look.toIsLive });
  const about = { app: to.path, release: to.name, live: look.toIsLive };
  await deployment.apply(
    releasePlan(deployment.frame(found), about, {
      operations: [...operations, ...writeRegister(found.site, found.written, next)],
      basedOn: [treePremise(from.path, from.id), treePremise(to.path, to.id)],
      diagnostics,
    }),
  );
  const { verdicts } = plan.harvest;
  return { verdicts, lines: renderDecided(verdicts), pinned, ground };
}

interface Look {
  readonly baseline: Baseline | null;
  readonly toBaseline: Baseline | null;
  readonly fault: string | null;
  readonly returning: KnownRelease["harvested"];
  readonly given: KnownRelease["harvested"];
  readonly done: KnownRelease["harvested"];
  readonly rescued: KnownRelease["harvested"];
  readonly toIsLive: boolean;
  readonly ground: HarvestGround;
}

function lookFor(terms: HarvestTerms, found: SiteWithReleases, ground: HarvestGround): Look {
  const known = baselineOf(found, terms.from);
  const toIsLive = found.site.live?.name === terms.to;
  const [from, to] = [releaseNamed(found.register, terms.from), releaseNamed(found.register, terms.to)];
  return {
    baseline: known.baseline ?? terms.shipped,
    toBaseline: baselineOf(found, terms.to).baseline,
    fault: known.why,
    returning: toIsLive ? {} : (to?.harvested ?? {}),
    given: from?.harvested ?? {},
    done: toIsLive ? (from?.harvested ?? {}) : {},
    rescued: from?.rescued ?? {},
    toIsLive,
    ground,
  };
}

type Tree = NonNullable<ReturnType<typeof standingTree>>;

interface Planned {
  readonly harvest: HarvestPlan;
  readonly operations: HarvestPlan["operations"];
  readonly diagnostics: readonly Diagnostic[];
  readonly pinned: string | null;
}

function planned(
  { from, to, look }: { readonly from: Tree; readonly to: Tree; readonly look: Look },
  terms: HarvestTerms,
  { site, register }: SiteWithReleases,
): Planned {
  const places = { from: from.path, to: to.path, shared: site.shared };
  const reading = readHarvest({ ...places, ...look, ...look.ground });
  const harvest = planHarvest({ ...places, ...look, ...reading });
  if (!look.toIsLive) refuseDatabases(harvest.databases, site.site);
  const room = roomAt(to.path);
  const fits =
    harvest.bytes <= HARVEST_LIMIT && harvest.bytes * 1.1 <= room.bytes && harvest.operations.length < room.inodes;
  if (!fits && terms.tooMuch === "refuse") refuseTooMuch(harvest, room, site.site);
  const unread = [...reading.unread.map(({ path }) => path), ...harvest.unreadable];
  const diagnostics = [
    ...(look.fault === null ? [] : [baselineUnusable(terms.from, look.fault)]),
    ...(fits ? [] : [tooMuchLeft(harvest, from.path)]),
    ...unread.map((path) => unreadNote(path, from.path)),
    ...proposals(harvest.verdicts, { register, from: terms.from }),
  ];
  const pinned = pinOf({
    unanswered: harvest.unanswered,
    unread: unread.length,
    left: fits ? 0 : harvest.operations.length,
  });
  return fits
    ? { harvest, operations: harvest.operations, diagnostics, pinned }
    : { harvest: { ...harvest, carried: {}, rescued: {} }, operations: [], diagnostics, pinned };
}

function pinOf({
  unanswered,
  unread,
  left,
}: {
  readonly unanswered: number;
  readonly unread: number;
  readonly left: number;
}): string | null {
  if (left > 0) return `${PIN}: ${left} names of the site's own did not fit into the release after it`;
  if (unanswered > 0) return `${PIN}: nobody knows which of ${unanswered} names are the site's own`;
  return unread > 0 ? `${PIN}: ${unread} names could not be read` : null;
}

/** How the reasons of this file begin, so that only these are taken back. */
const PIN = "it may hold what nothing else does";

/** What was given on is noted with the release: after the switch it is more of the same. A pin of ours goes when nothing is open any more. */
function withHarvest(
  { register }: SiteWithReleases,
  about: {
    readonly terms: HarvestTerms;
    readonly harvest: HarvestPlan;
    readonly pinned: string | null;
    readonly isSecond: boolean;
  },
): ReleaseRegister {
  const release = releaseNamed(register, about.terms.from);
  if (release === null) return register;
  const { harvest, isSecond } = about;
  const harvested = isSecond ? { ...release.harvested, ...harvest.carried } : harvest.carried;
  const rescued = { ...release.rescued, ...harvest.rescued };
  const { pinned: was, rescued: _before, ...rest } = release;
  const pinned = about.pinned ?? (was?.startsWith(PIN) === true && !isSecond ? undefined : was);
  return withRelease(register, {
    ...rest,
    harvested,
    ...(Object.keys(rescued).length === 0 ? {} : { rescued }),
    ...(pinned === undefined ? {} : { pinned }),
  });
}

function baselineUnusable(release: string, why: string): Diagnostic {
  return {
    severity: "warning",
    code: "baseline-unusable",
    message: `What release ${release} held when it arrived cannot be read: ${why}`,
    hint: "Give the vendor's archive of it with --shipped OLD.zip; without it nothing of the old release is carried along, and it is kept",
  };
}
