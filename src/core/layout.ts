import type { AbsPath, RelPath } from "./path.ts";

/** Names of ours on disk. */
export const NAMES = {
  releases: "releases",
  shared: "shared",
  current: "current",
  config: ".persistence-config",
  history: ".deployment-history",
  healthCheck: "health-check.sh",
  emergencyRecovery: "emergency-recovery.sh",
  summary: "DEPLOYMENT-SUMMARY.md",
  guide: "MANUAL-SETUP-GUIDE.md",
  hosting: "SHARED-HOSTING-SETUP.md",
  state: ".holdfast",
  decisions: "holdfast.json",
  launcher: "scripts/ultimate-persistence.sh",
  program: "scripts/holdfast.mjs",
  schema: "scripts/holdfast.schema.json",
} as const;

/** What the name of a folder begins with until it is as it shall be, in the program and in the portable scripts. */
export const UNFINISHED_FOLDER = ".holdfast-new-folder-";

const RETIRED_FOLDER = ".holdfast-retired-";

/** The folder, on the application's file system, in which the old tree of a transfer lies. */
export function retiredFolder(step: string): string {
  return `${RETIRED_FOLDER}${step}`;
}

/** True for a name made by {@link retiredFolder}. */
export function isRetiredFolder(name: string): boolean {
  return name.startsWith(RETIRED_FOLDER);
}

/**
 * Files that name the version of an application's code, in the order in which they are summed up. Same sum: same code, as far
 * as "was it updated in place?" goes. The portable scripts read the same list.
 */
export const VERSION_FILES = [
  "composer.json",
  "composer.lock",
  "package.json",
  "package-lock.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "artisan",
  "index.php",
  "public/index.php",
  "version.txt",
  "VERSION",
  "config/app.php",
  "wp-includes/version.php",
] as const;

/** Where the parts of a site are; every path is physical. */
export interface SiteLayout {
  readonly kind: "flat" | "releases";
  readonly site: AbsPath;
  readonly app: AbsPath;
  readonly shared: AbsPath;
  /** The release's folder name in the releases layout, else null. */
  readonly release: string | null;
  /** Reachable from `current`; always true in the flat layout. */
  readonly live: boolean;
}

/**
 * The folder by which a command line names a site: the site's own, or the application where its shared has another name or place and so is only known by the
 * application.
 */
export function siteNamed(
  layout: Pick<SiteLayout, "kind" | "site" | "shared"> & { readonly app: AbsPath | null },
): AbsPath {
  const { kind, site, app, shared } = layout;
  return kind === "flat" && app !== null && shared !== `${site}/${NAMES.shared}` ? app : site;
}

/** A path with the root it is below. */
export interface Place {
  readonly root: "app" | "shared";
  readonly path: RelPath;
}
