import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, under } from "../../core/path.ts";
import { releaseNamed, withRelease } from "../../core/release.ts";
import { readHarvest } from "../../apply/read-harvest.ts";
import { type MadeIn, madeIn } from "../../apply/read-scratch.ts";
import { baselinePath } from "../../apply/read-baseline.ts";
import { planRemoval } from "../../plan/harvest/removal.ts";
import type { Marks } from "../../plan/harvest/harvest-name.ts";
import type { KeepRescued, RemoveTree, SetAside, WriteFile } from "../../plan/operation.ts";
import { spotAt } from "../../plan/release/places.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { bytesInWords } from "../../report/amounts.ts";
import { count } from "../../report/marks.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { roomAt } from "../../system/space.ts";
import type { Deployment } from "./deployment.ts";
import { baselineOf, harvestGround, standingTree } from "./harvest-ground.ts";
import type { SiteWithReleases } from "./release-site.ts";

/**
 * Before a release is removed: what only it holds of the site's own goes to the rescue folder, durably. Null where it may be removed then; else why it has
 * to stay, as a sentence without a full stop. With `keepsUnknown` that includes what nobody can decide about: everything that differs from what is live.
 */
export async function keepingRest(
  { name, keepsUnknown }: { readonly name: string; readonly keepsUnknown: boolean },
  deployment: Deployment,
): Promise<string | null> {
  const found = deployment.look();
  const { site, register } = found;
  const from = standingTree(found, name);
  if (from === null) return null;
  const to = site.live === null ? from : { path: site.live.path };
  const release = releaseNamed(register, name);
  const about = { from: from.path, harvested: release?.harvested ?? {}, rescued: release?.rescued ?? {}, keepsUnknown };
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
  const plan = planRemoval(reading, about);
  if (plan.unanswered > 0) return unansweredWords(plan.unanswered, why);
  const room = roomAt(site.shared);
  const doubtful = keepingDoubtful(madeIn(from.path, ground.unsure, baseline), from, site.shared);
  const bytesToKeep = plan.bytes + doubtful.bytes;
  if (bytesToKeep * 1.1 > room.bytes)
    return `only it holds ${bytesInWords(bytesToKeep)} of the site's own, and ${bytesInWords(room.bytes)} are free for keeping it`;
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

const DOUBT = "by its name it is made anew, but nobody knows that nothing else is in it";

/** A folder as a whole: what is in it may be thousands of files, which are one rename on the same file system. On another one they are copied. */
function keepingDoubtful(
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
    reason: DOUBT,
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
    reason: DOUBT,
  };
}

/** Noted in the same plan, so that a removal that is killed before its end keeps nothing twice. */
function noted({ site, written, register }: SiteWithReleases, name: string, kept: Marks): WriteFile[] {
  const release = releaseNamed(register, name);
  if (release === null || Object.keys(kept).length === 0) return [];
  return writeRegister(site, written, withRelease(register, { ...release, rescued: { ...release.rescued, ...kept } }));
}

function unansweredWords(unanswered: number, why: string | null): string {
  const reason =
    why === null ? "what it held when it arrived is not known" : `what it held when it arrived cannot be read (${why})`;
  return `${count(unanswered, "name")} in it may be the site's own: ${reason}`;
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
