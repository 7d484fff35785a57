import { type AbsPath } from "../../core/path.ts";
import type { KnownRelease, ReleaseState } from "../../core/release.ts";
import { placeOf } from "../../plan/release/places.ts";
import { rebornTrees } from "../../plan/release/known-releases.ts";
import { byUse, previousOf } from "../../plan/release/prunable.ts";
import { usersBelow } from "../../system/open-processes.ts";
import { needOf } from "../../system/space.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** One release as a list shows it. */
export interface ListedRelease {
  readonly name: string;
  readonly path: AbsPath;
  readonly state: ReleaseState | "live" | "previous";
  readonly arrived: string;
  /** Seconds since it arrived. */
  readonly age: number;
  readonly source: string | null;
  readonly version: string | null;
  readonly bytes: number;
  readonly failure: { readonly step: string; readonly why: string } | null;
  readonly pinned: string | null;
  /** Processes that work in it. */
  readonly users: readonly string[];
}

/** The releases of a site, the live one first. Reads only. */
export function listReleases(found: SiteWithReleases, now: string): ListedRelease[] {
  const { register, site } = found;
  const live = site.live?.name ?? null;
  const previous = previousOf(register, live);
  const releases = byUse(register, live);
  const paths = releases.map(({ name }) => placeOf(site, name));
  const users = usersBelow(paths);
  return releases.map((release, index) => {
    const path = paths[index] ?? site.site;
    const state = release.name === live ? "live" : release.name === previous ? "previous" : release.state;
    return {
      name: release.name,
      path,
      state,
      arrived: release.arrived,
      age: Math.round((Date.parse(now) - Date.parse(release.arrived)) / 1000),
      source: release.source?.name ?? null,
      version: versionOf(release),
      bytes: needOf(path).bytes,
      failure: release.failure ?? null,
      pinned: release.pinned ?? null,
      users: (users.get(path) ?? []).map(({ name, pid }) => `${name} (process ${pid})`),
    };
  });
}

/** Folders that were made again at the name of a release that had been removed. */
export function rebornOf(found: SiteWithReleases): readonly string[] {
  return rebornTrees(found.register, found.trees, found.site.live?.name ?? null).map(({ name }) => name);
}

function versionOf({ version, frameworks }: KnownRelease): string | null {
  if (version !== null) return version;
  const [first] = frameworks;
  return first === undefined || first.version === null ? null : `${first.id} ${first.version}`;
}
