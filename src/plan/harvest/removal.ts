import { harvestMark } from "../../core/three-way.ts";
import { isSame } from "../../core/versions.ts";
import type { KeepRescued } from "../operation.ts";
import { spotAt } from "../release/places.ts";
import { type AbsPath, type RelPath, under } from "../../core/path.ts";
import type { HarvestName, HarvestReading, Marks } from "./harvest-name.ts";

/** What is to be kept of a copy of the code before it is removed. */
export interface RemovalPlan {
  readonly operations: readonly KeepRescued[];
  /** How many names nobody can decide about: it has to stay. */
  readonly unanswered: number;
  /** What this user may not read: it has to stay for that, too. */
  readonly unreadable: readonly RelPath[];
  readonly bytes: number;
  /** What is kept. */
  readonly kept: Marks;
}

/**
 * Keeps what only this copy holds of the site's own: not rescued before, and not the same in what is live, in shared, or in another copy that stays. That it
 * was carried on once is no reason to leave it: what it was carried to may have been changed since.
 */
export function planRemoval(
  { names, unread }: HarvestReading,
  about: {
    readonly from: AbsPath;
    readonly rescued: Marks;
    /** Names that another copy holds with the same content. */
    readonly elsewhere: ReadonlySet<string>;
    /** True: what nobody can decide about is kept too, instead of keeping the whole. */
    readonly keepsUnknown: boolean;
  },
): RemovalPlan {
  const own = ownNames(names, about.rescued).filter(({ path }) => !about.elsewhere.has(path));
  const readable = own.filter(isReadable);
  const kept = readable.filter(({ base }) => about.keepsUnknown || base !== null);
  return {
    operations: kept.map((name) => keeping(name, about.from)),
    unanswered: readable.length - kept.length,
    unreadable: [...unread, ...own.filter((name) => !isReadable(name))].map(({ path }) => path),
    kept: Object.fromEntries(kept.map(({ path, live }) => [path, harvestMark(live) ?? ""])),
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** What is the site's own, neither rescued before nor the same in what is live or in shared. */
export function ownNames(names: readonly HarvestName[], rescued: Marks): readonly HarvestName[] {
  return names.filter(({ path, base, live, next }) => {
    if (live.kind !== "file" && live.kind !== "link") return false;
    if (isSame(live, next) || (base !== null && isSame(base, live))) return false;
    const mark = harvestMark(live);
    return mark === null || rescued[path] !== mark;
  });
}

function isReadable({ live }: HarvestName): boolean {
  return live.kind === "link" || (live.kind === "file" && live.digest !== null);
}

function keeping({ path, live, liveId }: HarvestName, from: AbsPath): KeepRescued {
  return {
    kind: "keep-rescued",
    path,
    at: spotAt(under(from, path)),
    identity: liveId ?? "",
    nodeKind: live.kind === "link" ? "link" : "file",
    as: path,
    reason: "only a release that is being removed had it",
  };
}
