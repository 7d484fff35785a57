import { displayName } from "../../core/bytes.ts";
import { HoldfastError } from "../../core/error.ts";
import type { Inventory } from "../../core/inventory.ts";
import type { RelPath } from "../../core/path.ts";
import { type ApplicationFact, isOlder, otherApplication } from "../../detect/application.ts";

/** What is live, as far as a delivery is compared with it. */
export interface LiveFact {
  readonly application: ApplicationFact;
  readonly inventory: Inventory;
  readonly webRoot: RelPath | "";
}

/** A delivery, as far as it is compared with what is live. */
export interface DeliveredFact {
  readonly application: ApplicationFact;
  readonly inventory: Inventory;
  /** As it was named, for messages. */
  readonly name: string;
}

/** What its owner allows. */
export interface Allowed {
  readonly older: boolean;
  readonly other: boolean;
}

/**
 * Throws where a delivery should not take the place of what is live: `release-of-another-application`, `release-without-web-root` (both allowed by
 * `--allow-other`), `release-is-older` (`--allow-older`).
 */
export function refuseUnfit(live: LiveFact, next: DeliveredFact, allowed: Allowed): void {
  const name = displayName(next.name);
  const other = allowed.other ? null : otherApplication(live.application, next.application);
  if (other !== null)
    throw new HoldfastError({
      code: "release-of-another-application",
      message: `"${name}" looks like another application: ${displayName(other)}`,
      hint: "Look whether it is the right file; if it is, add --allow-other",
    });
  if (!allowed.other && isServed(live) && !next.inventory.nodes.has(live.webRoot as RelPath))
    throw new HoldfastError({
      code: "release-without-web-root",
      message: `"${name}" has no folder "${live.webRoot}", which is what the web server of this site serves`,
      hint: "Look whether it is complete, name the folder in it with --root, or add --allow-other",
    });
  if (!allowed.older && isOlder(next.application.version, live.application.version))
    throw new HoldfastError({
      code: "release-is-older",
      message: `"${name}" is version ${next.application.version}, older than the ${live.application.version} that is live`,
      hint: "To go back to what was live before: holdfast rollback. If this is what you want, add --allow-older",
    });
}

/** Whether a file of the code stands in what is taken for the web root: of many servers' applications it is the usual name of a folder that they may not have, or that holds links alone. */
function isServed({ inventory, webRoot }: LiveFact): boolean {
  if (webRoot === "") return false;
  return [...inventory.nodes.values()].some(({ path, kind }) => kind === "file" && path.startsWith(`${webRoot}/`));
}

const MIGRATION =
  /(^|\/)(database\/migrations|Database\/Migrations|db\/migrate|migrations)\/[^/]+(\.(php|rb|sql|js|ts|py))$/;

/** Names of database migrations that a delivery has and what is live has not. */
export function newMigrations(live: Inventory, next: Inventory): RelPath[] {
  return [...next.nodes.values()]
    .filter(({ path, kind }) => kind === "file" && MIGRATION.test(path) && !live.nodes.has(path))
    .map(({ path }) => path);
}

/** Throws where there is no room for another copy of the code, with the numbers. */
export function refuseWithoutRoom(
  need: { readonly bytes: number; readonly names: number },
  room: { readonly bytes: number; readonly inodes: number },
  words: (bytes: number) => string,
): void {
  // Blocks, folders and our own files come on top of the bytes of the files.
  const bytes = Math.ceil(need.bytes * 1.1) + need.names * 4096;
  const inodes = Math.ceil(need.names * 1.1) + 64;
  if (room.bytes >= bytes && room.inodes >= inodes) return;
  const lack =
    room.bytes < bytes
      ? `it needs about ${words(bytes)}, and ${words(room.bytes)} are free`
      : `it needs about ${inodes} inodes (files and folders), and ${room.inodes} are free`;
  throw new HoldfastError({
    code: "no-room-for-release",
    message: `There is no room for another copy of the code: ${lack}; nothing was written`,
    hint: "Remove old releases (holdfast prune --keep 2), or free some space, then run the command again",
    exit: "problems",
  });
}
