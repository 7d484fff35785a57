/** What can be known of a host by looking. Reads only. */
import { existsSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import type { HostFacts } from "../../core/host.ts";
import { type AbsPath, abs, parentOf } from "../../core/path.ts";
import { bytes } from "../bytes-path.ts";
import { HAS_DESCRIPTORS } from "../dir.ts";
import { lookAt } from "../facts.ts";
import { physical } from "../observe.ts";
import { effectiveUser } from "../process-identity.ts";
import { roomAt } from "../space.ts";
import { findDocumentRoots, type SiteGround } from "./document-roots.ts";
import { findPanel, isJailed } from "./panel.ts";
import { findPrograms, readQuota } from "./programs.ts";

/** What looking tells; the rest is found out by trying, and by asking the web server. */
export type Looked = Pick<
  HostFacts,
  "home" | "user" | "descriptors" | "owners" | "documentRoots" | "panel" | "jailed" | "programs" | "room" | "quota"
>;

/** Looks at the host around a site. `searchPath` is the environment's PATH. */
export function readHost(ground: SiteGround, searchPath: string): Looked {
  const descriptors = HAS_DESCRIPTORS;
  const documentRoots = findDocumentRoots(ground);
  const programs = findPrograms(searchPath);
  const quota = programs.find(({ name }) => name === "quota")?.path ?? null;
  const room = roomAt(ground.shared);
  const places = [ground.home, ground.site, ground.app, ground.shared, ...documentRoots.map(({ path }) => path)];
  return {
    home: ground.home,
    user: { uid: effectiveUser() ?? -1, name: ownName() },
    descriptors,
    owners: [...new Set(places)].flatMap((path) => (path === null ? [] : ownerAt(path))),
    documentRoots,
    panel: findPanel(ground.home),
    jailed: isJailed(descriptors),
    programs,
    room: { bytes: room.bytes, inodes: room.inodes === Number.MAX_SAFE_INTEGER ? null : room.inodes },
    quota: quota === null ? null : readQuota(quota),
  };
}

/** The physical home of this user. */
export function ownHome(): AbsPath {
  const home = homedir();
  return existsSync(home) ? physical(home) : abs(home === "" ? "/" : home);
}

function ownName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // A jail without this user in its passwd.
    return null;
  }
}

function ownerAt(path: AbsPath): HostFacts["owners"] {
  const fact = lookAt(bytes(path));
  return fact === null ? [] : [{ path, owner: { uid: fact.uid, gid: fact.gid, mode: fact.mode } }];
}

/** The document root that is this site's: what leads into it, else the nearest with its files, else one beside it that is not another site's; null where none is. */
export function ownDocumentRoot(all: HostFacts["documentRoots"], site: AbsPath): AbsPath | null {
  const roots = all.filter(({ holds }) => holds !== "another-site");
  const held = (holds: string): AbsPath | undefined => roots.find((root) => root.holds === holds)?.path;
  const near = roots.filter(({ path }) => parentOf(path) === site || parentOf(path) === parentOf(site));
  const beside =
    near.length === 1 || (near[0] !== undefined && parentOf(near[0].path) === site) ? near[0]?.path : undefined;
  const only = roots.length === 1 ? roots[0]?.path : undefined;
  return held("this-site") ?? beside ?? only ?? null;
}
