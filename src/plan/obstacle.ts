/**
 * What stands in the way of moving something, known before anything is tried (docs/how-data-is-taken-over.md, "When the exchange is not
 * possible"). The executor meets the rest: what only the call itself tells.
 */
import { quoteInText } from "../core/shell.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { mountAt, type Mount, mountOf, mountsBelow } from "../core/mounts.ts";
import type { Denial, Observation } from "../core/observation.ts";
import { type AbsPath, abs } from "../core/path.ts";
import type { Survey } from "./survey.ts";

/** Why one entry cannot be moved. `why` completes "because ...". */
export interface Obstacle {
  readonly code: "mount-point" | "not-our-folder" | "protected" | "read-only";
  readonly why: string;
  readonly hint: string;
}

/** The obstacle to moving what the app has at a place; null where none is known. */
export function obstacleOf(app: Observation, survey: Survey): Obstacle | null {
  const path = pathOf(app);
  const mount = mountAt(survey.mounts, path);
  if (mount !== null) return mountPoint(app, mount);
  const denial = survey.denial(app.place);
  return denial === null ? null : deniedBy(denial, path);
}

/** What is mounted below an entry's folder: a move takes it along, a merge cannot give its files second names. */
export function mountedBelow(app: Observation, survey: Survey): readonly AbsPath[] {
  return app.kind === "directory" ? mountsBelow(survey.mounts, pathOf(app)) : [];
}

/** True where two folders lie on different mounts: rename(2) and link(2) refuse that even where the device is the same. */
export function acrossMounts(a: Observation, b: Observation, survey: Survey): boolean {
  return mountOf(survey.mounts, a.directory)?.id !== mountOf(survey.mounts, b.directory)?.id;
}

const WITHOUT_LINKS = ["vfat", "msdos", "exfat"];

/** Why nothing at all can be taken over here; null where nothing speaks against it. */
export function siteObstacle(survey: Survey): Diagnostic | null {
  const { app, shared } = survey.layout;
  for (const path of survey.inPlace ? [] : [app, shared]) {
    const mount = mountOf(survey.mounts, path);
    if (mount?.options.includes("nosymfollow")) return notFollowed(path, mount);
    if (mount !== null && WITHOUT_LINKS.includes(mount.type)) return withoutLinks(path, mount);
  }
  return survey.sharedDenial === null ? null : sharedDenied(shared, survey.sharedDenial);
}

const WORLD_WRITABLE = 0o002;
const FOR_OTHERS = 0o005;
const FOR_GROUP = 0o050;

/**
 * A new shared that the application's group could not enter, although it may enter the application: often the web server comes in by it. `gives` says whether
 * this user may give a folder to a group.
 */
export function closedToGroup(
  { sharedIsNew, owner, layout }: Pick<Survey, "sharedIsNew" | "owner" | "layout">,
  gives: (gid: number) => boolean,
): Diagnostic[] {
  const isByGroup = (owner.mode & FOR_GROUP) !== 0 && (owner.mode & FOR_OTHERS) === 0;
  if (!sharedIsNew || !isByGroup || gives(owner.gid)) return [];
  return [
    {
      severity: "warning",
      code: "shared-closed-to-group",
      message: `Only the group ${owner.gid} and the owner may enter "${layout.app}", and this user may not give "${layout.shared}" to that group: a web server that comes in by it would not reach the data`,
      hint: `Before it: mkdir ${quoteInText(layout.shared)} && chgrp ${owner.gid} ${quoteInText(layout.shared)} && chmod 750 ${quoteInText(layout.shared)} (as root, or by your host)`,
    },
  ];
}

/** Who may write into shared may put files of their own there, take the site's away, and stand links in a run's way. */
export function openToAll(survey: Survey): Diagnostic[] {
  const { shared } = survey.layout;
  if (((survey.sharedOwner?.mode ?? 0) & WORLD_WRITABLE) === 0) return [];
  return [
    {
      severity: "warning",
      code: "shared-open-to-all",
      message: `Every user of this server can write into "${shared}", and so put files there or take the site's away`,
      hint: `Give it to the site's user alone: chmod o-w ${quoteInText(shared)}`,
    },
  ];
}

function mountPoint(app: Observation, mount: Mount): Obstacle {
  const path = pathOf(app);
  return {
    code: "mount-point",
    why: `it is a mount point (${mount.type})`,
    hint: `To have it in shared, mount it at its path there instead of at "${path}"`,
  };
}

function deniedBy(denial: Denial, path: AbsPath): Obstacle {
  const which = denial.path === path ? "it" : `the folder "${denial.path}" that holds it`;
  if (denial.code === "EROFS")
    return { code: "read-only", why: `${which} is on a file system that is mounted read-only`, hint: READ_ONLY };
  if (denial.code === "EPERM")
    return {
      code: "protected",
      why: `${which} is protected against changes (chattr +i)`,
      hint: `If that is no longer wanted: chattr -i ${quoteInText(denial.path)} (as root)`,
    };
  const recursive = denial.path === path ? "-R " : "";
  return {
    code: "not-our-folder",
    why: `${which} belongs to another user and is not writable for this one`,
    hint: `Run the command as its owner or as root: then owners and rights stay as they are. To hand it over instead, which takes it from its owner, often the web server: chown ${recursive}USER ${quoteInText(denial.path)} (as root; USER is who runs this)`,
  };
}

const READ_ONLY = "Ask your host to mount it writable again, or look at the system's log for why it is not";

function sharedDenied(shared: AbsPath, denial: Denial): Diagnostic {
  const { code, why, hint } = deniedBy(denial, shared);
  return {
    severity: "problem",
    code: code === "read-only" ? code : "shared-not-writable",
    message: `Nothing can be made in "${shared}", because ${why}`,
    hint: `${hint}; then run the command again`,
  };
}

function notFollowed(path: AbsPath, mount: Mount): Diagnostic {
  return {
    severity: "problem",
    code: "links-not-followed",
    message: `"${path}" is on a file system (${mount.type}, mounted at "${mount.point}") whose links are not followed (nosymfollow): behind a link the site would not find its data`,
    hint: `Mount "${mount.point}" without "nosymfollow" (see /etc/fstab), then run the command again; or do without links: holdfast serve in-place --site ${quoteInText(path)}`,
  };
}

function withoutLinks(path: AbsPath, mount: Mount): Diagnostic {
  return {
    severity: "problem",
    code: "no-links",
    message: `"${path}" is on a file system that holds no links (${mount.type}, mounted at "${mount.point}")`,
    hint: "Put the application and shared on another one (ext4, xfs, btrfs)",
  };
}

function pathOf(seen: Observation): AbsPath {
  return abs(`${seen.directory}/${seen.name}`);
}
