import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, under } from "../../core/path.ts";
import { releaseNamed, withRelease } from "../../core/release.ts";
import { readHarvest } from "../../apply/read-harvest.ts";
import { type MadeIn, madeIn } from "../../apply/read-scratch.ts";
import { baselinePath } from "../../apply/read-baseline.ts";
import { planRemoval } from "../../plan/harvest/removal.ts";
import type { Marks } from "../../plan/harvest/harvest-name.ts";
import type { RemoveTree, SetAside, WriteFile } from "../../plan/operation.ts";
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
  if (plan.bytes * 1.1 > room.bytes)
    return `only it holds ${bytesInWords(plan.bytes)} of the site's own, and ${bytesInWords(room.bytes)} are free for keeping it`;
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app: from.path, release: name, live: false },
      {
        operations: [
          ...plan.operations,
          ...madeIn(from.path, ground.unsure, baseline).map((one) => setAside(one, from)),
          ...noted(found, name, plan.kept),
        ],
        basedOn: [treePremise(from.path, from.id)],
      },
    ),
  );
  return null;
}

/** The folder as a whole: what is in it may be thousands of files, which are one rename on the same file system. */
function setAside({ path, fact }: MadeIn, from: { readonly name: string; readonly path: AbsPath }): SetAside {
  return {
    kind: "set-aside",
    path,
    at: spotAt(under(from.path, path)),
    identity: fact.id,
    nodeKind: fact.kind,
    to: "rescued",
    as: rel(`releases/${from.name}/${path}`),
    reason: "by its name it is made anew, but nobody knows that nothing else is in it",
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
