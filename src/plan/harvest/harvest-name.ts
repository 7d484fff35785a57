/** What is known of one name of a copy of the code before it stops being live: the question to the table of three versions, with its facts. */
import type { Handling } from "../../core/entry.ts";
import type { AbsPath, RelPath } from "../../core/path.ts";
import type { Standing } from "../../core/versions.ts";

/** One name that is not as it was delivered, or that was carried on from the release that returns. */
export interface HarvestName {
  readonly path: RelPath;
  readonly handling: Handling;
  /** Null where nobody knows what was shipped. */
  readonly base: Standing | null;
  readonly live: Standing;
  /** In the coming release; of what lives in shared: there. */
  readonly next: Standing;
  /** `dev:ino` of what is live and of what comes; null where nothing is. */
  readonly liveId: string | null;
  readonly nextId: string | null;
  readonly inert: boolean;
  /** What could run a live file that is not inert (`PHP`). */
  readonly runsAs: string | null;
  /** Bytes of a live file. */
  readonly bytes: number;
  /** The vendor of the coming release ships something at this name, as far as its baseline says. */
  readonly isShipped: boolean;
  /** A live SQLite database: it cannot be copied while the site writes to it. */
  readonly database: boolean;
}

/** What was read of two copies of the code. */
export interface HarvestReading {
  /** Sorted: parents before what is in them. */
  readonly names: readonly HarvestName[];
  /** What this user may not read, with the system's word. */
  readonly unread: readonly { readonly path: RelPath; readonly code: string }[];
}

/** Path to what was there, as `harvestMark` puts it down. */
export type Marks = Readonly<Record<string, string>>;

/** What a harvest is planned from. */
export interface HarvestQuestion extends HarvestReading {
  /** The copy that stops, or stopped, being live. */
  readonly from: AbsPath;
  /** The one that takes its place. */
  readonly to: AbsPath;
  /** True after the switch. */
  readonly toIsLive: boolean;
  readonly shared: AbsPath;
  /** What the coming release gave on itself when it stopped being live. */
  readonly returning: Marks;
  /** What was carried on from `from` before: where the coming release holds the very same, a harvest has put it there. */
  readonly given: Marks;
  /** What the pass before the switch brought: where it is the same still, there is nothing to ask. */
  readonly done: Marks;
  /** What was rescued of `from` before, so that it is not rescued again. */
  readonly rescued: Marks;
}

/** The paths in an order in which parents come before what is in them, and each folder's names together. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  const [one, other] = [a.path.split("/"), b.path.split("/")];
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const [left = "", right = ""] = [one[at], other[at]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return one.length - other.length;
}
