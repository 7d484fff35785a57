/**
 * Taking along what the running site made and changed among its code: once before another copy of the code becomes live, and once after, for what was
 * written in between. See docs/decisions/0017-strays.md.
 */
import type { Baseline } from "../../core/baseline.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { siteNamed } from "../../core/layout.ts";
import { type KnownRelease, type ReleaseRegister, releaseNamed, withRelease } from "../../core/release.ts";
import { readHarvest } from "../../apply/read-harvest.ts";
import { madeIn } from "../../apply/read-scratch.ts";
import { type HarvestPlan, type HarvestVerdict, planHarvest } from "../../plan/harvest/harvest.ts";
import type { HarvestReading } from "../../plan/harvest/harvest-name.ts";
import { isThere } from "../../core/versions.ts";
import { proposals } from "../../plan/harvest/proposals.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { renderDecided } from "../../report/harvest-text.ts";
import { roomAt } from "../../system/space.ts";
import type { Deployment } from "./deployment.ts";
import {
  baselineOf,
  type HarvestGround,
  harvestGround,
  knowingHandling,
  standingTree,
  wholesIn,
} from "./harvest-ground.ts";
import {
  HARVEST_LIMIT,
  leftBehind,
  refuseDatabases,
  refuseTooMuch,
  tooMuchLeft,
  unreadNote,
  databaseLeft,
} from "./harvest-refusals.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** Which releases, and how. */
export interface HarvestTerms {
  /** The release that stops being live, or has just stopped. */
  readonly from: string;
  /** The one that takes its place. */
  readonly to: string;
  /** What stops it before anything is changed: more than fits, or a database among the code. What does not stay in the old release, which is kept. */
  readonly refuses: "all" | "databases" | "nothing";
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
 * site's own does not fit (`no-room-for-harvest`) or where a database lies among the code (`database-among-code`), as far as the terms say so.
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
  return { verdicts, lines: decidedLines(verdicts), pinned, ground };
}

/** Verdicts as lines for the report; where two looks met the same name, the first one tells. */
export function decidedLines(verdicts: readonly HarvestVerdict[]): string[] {
  const byPath = new Map([...verdicts].reverse().map((verdict) => [verdict.path, verdict]));
  return renderDecided([...byPath.values()].reverse());
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
    baseline: known.baseline,
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
  { site, register, serving }: SiteWithReleases,
): Planned {
  const places = { from: from.path, to: to.path, shared: site.shared };
  const handlingOf = knowingHandling(look.baseline, look.ground.handlingOf);
  const reading = readHarvest({
    ...places,
    ...look,
    ground: look.ground.ground,
    otherSites: look.ground.otherSites,
    handlingOf,
  });
  const whole = planHarvest({ ...places, ...look, ...reading, names: namesToAsk(reading.names, serving, look) });
  if (terms.refuses !== "nothing") refuseDatabases(whole.databases, siteNamed(site));
  const room = roomAt(to.path);
  const fits = whole.bytes <= HARVEST_LIMIT && whole.bytes * 1.1 <= room.bytes && whole.operations.length < room.inodes;
  if (!fits && terms.refuses === "all") refuseTooMuch(whole, room, siteNamed(site));
  const left = fits ? withCompanions(whole.databases) : whole.operations.map(({ path }) => path);
  const harvest = without(whole, new Set(left));
  const unread = [...reading.unread.map(({ path }) => path), ...whole.unreadable];
  const diagnostics = [
    ...(look.fault === null ? [] : [baselineUnusable(terms.from, look.fault)]),
    ...(fits ? whole.databases.map((path) => databaseLeft(path, from.path)) : [tooMuchLeft(whole, from.path)]),
    ...unread.map((path) => unreadNote(path, from.path)),
    ...(look.toIsLive || serving?.way === "in-place" ? [] : leftIn(from, look)),
    ...proposals(harvest.verdicts, { register, from: terms.from, webRoot: look.ground.ground.webRoot }),
  ];
  const pinned = pinOf({ unanswered: whole.unanswered, unread: unread.length, left: left.length });
  return { harvest, operations: harvest.operations, diagnostics, pinned };
}

/** What stays behind as a whole: it is said, and kept when that release goes. */
function leftIn(from: Tree, { baseline, ground }: Look): Diagnostic[] {
  return baseline === null
    ? []
    : madeIn(from.path, wholesIn(from.path, ground), baseline).map((one) => leftBehind(one, from));
}

/**
 * On a site without links, what only the application has is not moved: before the switch what the coming code lacks, after it what the old code's tree lacks.
 * Neither is a folder of the application's that the other copy has something else for: the switch itself says what becomes of that.
 */
function namesToAsk(
  names: HarvestReading["names"],
  serving: SiteWithReleases["serving"],
  { toIsLive }: Look,
): HarvestReading["names"] {
  if (serving?.way !== "in-place") return names;
  return names.filter(({ live, next }) => {
    const [own, other] = toIsLive ? [next, live] : [live, next];
    return isThere(other) && (own.kind !== "folder" || other.kind === "folder");
  });
}

/** SQLite's files beside a database belong to it. */
function withCompanions(databases: readonly string[]): string[] {
  return databases.flatMap((path) => ["", "-wal", "-shm", "-journal"].map((ending) => `${path}${ending}`));
}

/** The plan without what is left in the old release, which counts as neither carried nor rescued. */
function without(plan: HarvestPlan, left: ReadonlySet<string>): HarvestPlan {
  const kept = (marks: HarvestPlan["carried"]): HarvestPlan["carried"] =>
    Object.fromEntries(Object.entries(marks).filter(([path]) => !left.has(path)));
  return {
    ...plan,
    operations: plan.operations.filter(({ path }) => !left.has(path)),
    verdicts: plan.verdicts.filter(({ path }) => !left.has(path)),
    carried: kept(plan.carried),
    rescued: kept(plan.rescued),
  };
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
  if (left > 0) return `${PIN}: ${left} names of the site's own were not taken along`;
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
