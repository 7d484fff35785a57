import { NAMES } from "../../core/layout.ts";
import { type AbsPath, baseName, type RelPath, rel, under } from "../../core/path.ts";
import { displayName } from "../../core/bytes.ts";
import { releaseNamed, withRelease } from "../../core/release.ts";
import { someNames } from "../../core/some-names.ts";
import { readHarvest } from "../../apply/read-harvest.ts";
import { type MadeIn, madeIn } from "../../apply/read-scratch.ts";
import { heldElsewhere } from "../../apply/held-elsewhere.ts";
import { baselinePath } from "../../apply/read-baseline.ts";
import { ownNames, planRemoval } from "../../plan/harvest/removal.ts";
import type { Marks } from "../../plan/harvest/harvest-name.ts";
import type { KeepRescued, RemoveTree, SetAside, WriteFile } from "../../plan/operation.ts";
import { placeOf, spotAt } from "../../plan/release/places.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { bytesInWords } from "../../report/amounts.ts";
import { count } from "../../report/marks.ts";
import { isReleaseName } from "../../system/baseline-lines.ts";

import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { roomAt } from "../../system/space.ts";
import type { Deployment } from "./deployment.ts";
import { baselineOf, harvestGround, standingTree, wholesIn } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** Why a release has to stay, as a sentence without a full stop, and what lets it go. */
export interface Staying {
  readonly why: string;
  readonly next: string;
}

/**
 * Before a release is removed: what only it holds of the site's own goes to the rescue folder, durably. Null where it may be removed then. With `keepsUnknown`
 * that includes what nobody can decide about: everything that differs from what is live.
 */
export async function keepingRest(
  { name, keepsUnknown }: { readonly name: string; readonly keepsUnknown: boolean },
  deployment: Deployment,
): Promise<Staying | null> {
  const found = deployment.look();
  const { site, register } = found;
  const from = standingTree(found, name);
  if (from === null) return null;
  const to = site.live === null ? from : { path: site.live.path };
  const release = releaseNamed(register, name);
  const rescued = release?.rescued ?? {};
  const { baseline, why } = baselineOf(found, name);
  const ground = harvestGround(found, { from: from.path, to: to.path });
  const reading = readHarvest({
    ...ground,
    from: from.path,
    to: to.path,
    shared: site.shared,
    baseline,
    toBaseline: site.live === null ? null : baselineOf(found, site.live.name).baseline,
    returning: {},
    given: {},
  });
  const own = ownNames(reading.names, rescued).map(({ path }) => path);
  const plan = planRemoval(reading, {
    from: from.path,
    rescued,
    keepsUnknown,
    elsewhere: heldElsewhere(own, from.path, othersThan(name, found)),
  });
  if (plan.unreadable.length > 0) return closedTo(plan.unreadable);
  if (plan.unanswered > 0) return unanswered(name, plan.unanswered, why);
  const room = roomAt(site.shared);
  const doubtful = keepingWhole(madeIn(from.path, wholesIn(from.path, ground), baseline), from, site.shared);
  const bytesToKeep = plan.bytes + doubtful.bytes;
  if (bytesToKeep * 1.1 > room.bytes) return withoutRoom(bytesToKeep, room.bytes);
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app: from.path, release: name, live: false },
      {
        operations: [...plan.operations, ...doubtful.operations, ...noted(found, name, plan.kept)],
        basedOn: [treePremise(from.path, from.id)],
      },
    ),
  );
  return null;
}

/** The copies of the code that stay. */
function othersThan(name: string, found: SiteWithReleases): AbsPath[] {
  return found.trees.filter((tree) => tree.name !== name).map((tree) => placeOf(found.site, tree.name));
}

/** Why something is kept as a whole. */
function reasonOf(path: RelPath): string {
  return isReleaseName(baseName(path))
    ? "by its name it is made anew, but nobody knows that nothing else is in it"
    : "no release brings it, and nothing is compared in it";
}

/** A folder as a whole: what is in it may be thousands of files, which are one rename on the same file system. On another one they are copied. */
function keepingWhole(
  found: readonly MadeIn[],
  from: { readonly name: string; readonly path: AbsPath },
  shared: AbsPath,
): { readonly operations: readonly (SetAside | KeepRescued)[]; readonly bytes: number } {
  const device = lookAt(bytes(shared))?.dev;
  const [near, far] = [
    found.filter(({ fact }) => fact.dev === device),
    found.filter(({ fact }) => fact.dev !== device),
  ];
  const files = far.flatMap(({ made }) => made).filter(({ fact }) => fact.kind !== "other");
  return {
    operations: [...near.map((one) => setAside(one, from)), ...files.map((file) => copied(file, from.path))],
    bytes: files.reduce((sum, { fact }) => sum + fact.size, 0),
  };
}

function setAside(
  { path, fact }: Pick<MadeIn, "path" | "fact">,
  from: { readonly name: string; readonly path: AbsPath },
): SetAside {
  return {
    kind: "set-aside",
    path,
    at: spotAt(under(from.path, path)),
    identity: fact.id,
    nodeKind: fact.kind,
    to: "rescued",
    as: rel(`releases/${from.name}/${path}`),
    reason: reasonOf(path),
  };
}

function copied({ path, fact }: Pick<MadeIn, "path" | "fact">, from: AbsPath): KeepRescued {
  return {
    kind: "keep-rescued",
    path,
    at: spotAt(under(from, path)),
    identity: fact.id,
    nodeKind: fact.kind === "link" ? "link" : "file",
    as: path,
    reason: reasonOf(path),
  };
}

/** Noted in the same plan, so that a removal that is killed before its end keeps nothing twice. */
function noted({ site, written, register }: SiteWithReleases, name: string, kept: Marks): WriteFile[] {
  const release = releaseNamed(register, name);
  if (release === null || Object.keys(kept).length === 0) return [];
  return writeRegister(site, written, withRelease(register, { ...release, rescued: { ...release.rescued, ...kept } }));
}

function withoutRoom(needed: number, free: number): Staying {
  return {
    why: `only it holds ${bytesInWords(needed)} of the site's own, and ${bytesInWords(free)} are free for keeping it`,
    next: "Make room, then run the command again",
  };
}

function closedTo(paths: readonly RelPath[]): Staying {
  return {
    why: `this user may not read ${someNames(paths, 3)} in it, so that nobody knows whether it is the site's own`,
    next: "Run the command again as its owner, or as root",
  };
}

function unanswered(name: string, names: number, why: string | null): Staying {
  const reason =
    why === null ? "what it held when it arrived is not known" : `what it held when it arrived cannot be read (${why})`;
  return {
    why: `${count(names, "name")} in it may be the site's own: ${reason}`,
    next: `To let it go, with all in it that differs from what is live kept in the rescue folder: holdfast prune --release ${displayName(name)} --rescue-unknown`,
  };
}

/** Removes the baseline of a release that is being removed; nothing where there is none. */
export function baselineRemoval({ site }: SiteWithReleases, name: string): RemoveTree[] {
  const path = baselinePath(site.shared, name);
  const fact = lookAt(bytes(path));
  if (fact === null) return [];
  const spot = spotAt(path);
  return [
    {
      kind: "remove-tree",
      path: `shared/${NAMES.state}/baselines/${name}`,
      at: spot,
      identity: fact.id,
      reason: "the release that it tells of is removed",
    },
  ];
}
