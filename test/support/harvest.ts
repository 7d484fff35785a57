/** Two releases, and what is harvested of one for the other: read, planned and applied as a deployment does it. */
import type { Handling } from "../../src/core/entry.ts";
import { isInside, type RelPath } from "../../src/core/path.ts";
import { readBaseline } from "../../src/apply/read-baseline.ts";
import { readHarvest } from "../../src/apply/read-harvest.ts";
import type { Outcome } from "../../src/apply/run.ts";
import { type HarvestPlan, planHarvest } from "../../src/plan/harvest/harvest.ts";
import type { Marks } from "../../src/plan/harvest/harvest-name.ts";
import type { ReleaseSite } from "../../src/plan/release/places.ts";
import type { EngineOptions } from "./engine.ts";
import { applied, treeOf } from "./releases.ts";

export interface Harvesting {
  readonly site: ReleaseSite;
  readonly from: string;
  readonly to: string;
  /** Paths with another handling than `release`. */
  readonly handlings?: Readonly<Record<string, Handling>>;
  readonly returning?: Marks;
  readonly rescued?: Marks;
  readonly done?: Marks;
  readonly given?: Marks;
  readonly toIsLive?: boolean;
}

/** Plans a harvest as the disk is now. */
export function plannedHarvest(given: Harvesting): HarvestPlan {
  const { site } = given;
  const [from, to] = [treeOf(site, given.from), treeOf(site, given.to)];
  const places = { from: from.path, to: to.path, shared: site.shared };
  const { baseline } = readBaseline(site.shared, { name: given.from, tree: from.id, born: from.born });
  const toBaseline = readBaseline(site.shared, { name: given.to, tree: to.id, born: to.born }).baseline;
  const handlingOf = (path: RelPath): Handling =>
    Object.entries(given.handlings ?? {}).find(([above]) => isInside(path, above))?.[1] ?? "release";
  const returning = given.returning ?? {};
  const carried = given.given ?? {};
  const ground = { webRoot: "public" as RelPath, runsJavaScript: false };
  const reading = readHarvest({
    ...places,
    baseline,
    toBaseline,
    handlingOf,
    ground,
    otherSites: [],
    returning,
    given: carried,
  });
  const rescued = given.rescued ?? {};
  return planHarvest({
    ...places,
    ...reading,
    returning,
    given: carried,
    done: given.done ?? {},
    rescued,
    toIsLive: given.toIsLive ?? false,
  });
}

/** Plans and applies. */
export function harvested(
  given: Harvesting,
  options: EngineOptions = {},
): { plan: HarvestPlan; outcome: Outcome | null } {
  const plan = plannedHarvest(given);
  if (plan.operations.length === 0) return { plan, outcome: null };
  return { plan, outcome: applied({ site: given.site, release: given.to }, plan.operations, options) };
}
