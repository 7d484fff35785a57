import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, isInside, type RelPath } from "../../core/path.ts";
import { applicationOf } from "../../detect/application.ts";
import { layoutOf } from "../../plan/release/release-plan.ts";
import { type Allowed, newMigrations, refuseUnfit, refuseWithoutRoom } from "../../plan/release/fitness.ts";
import { treesFolder } from "../../plan/release/places.ts";
import { profiles } from "../../profiles/index.ts";
import { bytesInWords } from "../../report/amounts.ts";
import { isFolder } from "../../system/site-facts.ts";
import { roomAt } from "../../system/space.ts";
import { type Judgement, judge } from "../judge.ts";
import type { Delivery } from "./delivery.ts";
import type { SiteWithReleases } from "./release-site.ts";
import { quoteInText } from "../../core/shell.ts";

/** How a delivery fits to what is live. */
export interface Fit {
  /** Null where nothing is live. */
  readonly live: Judgement | null;
  readonly liveVersion: string | null;
  readonly migrations: readonly RelPath[];
}

/**
 * Compares a delivery with what is live. Throws where it should not take its place (another application, an older version, no web root), and where the
 * folder that is meant is no application at all. Reads only.
 */
export function fitting(found: SiteWithReleases, delivery: Delivery, allowed: Allowed): Fit {
  const { site, record } = found;
  if (site.live === null) return { live: null, liveVersion: null, migrations: [] };
  const layout = layoutOf(site, { app: site.live.path, release: site.live.name, live: true });
  const live = judge(layout, record);
  if (record === null) refuseNoApplication(site.live.path, live.detections);
  const application = applicationOf(live.inventory, live.detections, profiles);
  const { inventory } = live;
  const { webRoot } = live.classification;
  const name = delivery.source.path.slice(delivery.source.path.lastIndexOf("/") + 1);
  refuseUnfit(
    { application, inventory, webRoot },
    { application: delivery.application, inventory: delivery.inventory, name },
    allowed,
  );
  return { live, liveVersion: application.version, migrations: newMigrations(inventory, delivery.inventory) };
}

/** Throws `no-room-for-release`, with the numbers, where another copy of the code does not fit onto the disk. */
export function refuseFullDisk({ site }: SiteWithReleases, delivery: Delivery): void {
  const folder = treesFolder(site);
  const room = roomAt(isFolder(folder) ? folder : site.site);
  refuseWithoutRoom({ bytes: delivery.bytes, names: delivery.names }, room, bytesInWords);
}

/** Throws where the delivery is a folder of the very site: it would be copied into itself. */
export function refuseOwnFolder({ site }: SiteWithReleases, source: AbsPath): void {
  const own = [site.shared, ...(site.live === null ? [] : [site.live.path]), treesFolder(site)];
  const isRelease = site.kind === "releases" && isInside(source, treesFolder(site));
  const isOwn = isRelease || own.some((path) => source === path || isInside(path, source));
  if (!isOwn) return;
  throw new HoldfastError({
    code: "source-is-the-site",
    message: `"${source}" is a part of the site itself`,
    hint: `Name what the vendor delivered: a ZIP, a tar, or a folder somewhere else. To make a release that is here live again: holdfast rollback RELEASE`,
  });
}

/** What was never persisted is only taken for an application where something at its own root says so. */
function refuseNoApplication(folder: AbsPath, detections: Judgement["detections"]): void {
  if (detections.length === 0) throw noApplication(folder);
  const [first] = detections;
  if (first?.base === undefined || detections.some(({ base }) => base === undefined)) return;
  throw new HoldfastError({
    code: "application-is-below",
    message: `"${folder}" is no application itself; it has one in "${first.base}" (${first.title})`,
    hint: `Name that one: --site "${folder}/${first.base}"`,
  });
}

function noApplication(folder: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "not-a-site",
    message: `"${folder}" is neither a site, an application, nor empty: nothing in it is known`,
    hint: `Name the site with --site DIR; if this is the application, say what is data in ${quoteInText(`${folder}/${NAMES.decisions}`)} and run: holdfast persist ${quoteInText(folder)}`,
  });
}
