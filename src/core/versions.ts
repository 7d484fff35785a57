/** What the three versions of a name may hold, the question about them and the verdict. three-way.ts answers. */
import type { Handling } from "./entry.ts";
import type { Ownership } from "./observation.ts";

/** What one version holds at a name. A file or folder whose rights nobody recorded has `rights: null`. */
export type Standing =
  | { readonly kind: "absent" }
  /** `digest` is null where the file could not be read: it is then the same as nothing. */
  | { readonly kind: "file"; readonly digest: string | null; readonly rights: Ownership | null }
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "folder"; readonly rights: Ownership | null }
  /** A pipe, socket or device. */
  | { readonly kind: "special" };

/** What is asked about one name. Parents are asked before what is below them; see {@link isTakenBelow}. */
export interface Question {
  readonly handling: Handling;
  /** Null where nobody knows what was shipped (no baseline): nothing is then called unmodified. */
  readonly base: Standing | null;
  readonly live: Standing;
  readonly next: Standing;
  /** Whether no server would run what is live there (inert.ts). Of a folder: it holds a file, and everything in it is inert. */
  readonly inert: boolean;
  /** True where something that is no folder stands at a parent of this name afterwards: nothing can stand here. */
  readonly taken?: boolean;
  /**
   * Set where the coming tree was live or filled before, and `base` is what was harvested here then: the site's own, not its vendor's.
   * `made`: its vendor ships nothing at this name; `edited`: he ships something else. See {@link returning}.
   */
  readonly harvested?: "made" | "edited";
}

/** How a verdict is told: one word for each thing that can have happened. */
export const GROUPS = [
  "nothing",
  "shipped",
  "kept",
  "added",
  "added-unsure",
  "updated",
  "stays-deleted",
  "kept-differs",
  "both-changed",
  "carried",
  "new-entry",
  "rights",
  "gone",
  "back-again",
  "script",
  "link",
  "edit-rescued",
  "in-the-way",
  "special",
  "unanswered",
  "made-anew",
] as const;
export type Group = (typeof GROUPS)[number];

/** A version that is on disk now. */
export type Side = "live" | "next";

/** What was decided about one name. */
export interface Outcome {
  readonly stands: Side | "nothing";
  /**
   * What that means for the tree that will be used: shared for `link` and `merge`, which holds `live` now; the coming release for the
   * others, which holds `next` now. `rights`: only mode and owner change. What is replaced or removed is moved aside, never unlinked.
   */
  readonly act: "none" | "add" | "replace" | "remove" | "rights";
  /** Mode and owner of what stands: its `own`, those of `live`, or next's without what was taken away in live, with its group. See {@link rightsAfter}. */
  readonly rights: "own" | "live" | "narrower";
  /** What goes to the rescue folder. Only files and links: a folder's content is asked about name by name, a special file holds no bytes. */
  readonly rescue: readonly Side[];
  /** True where the old tree must stay as a whole until its owner has answered, because what is live is nowhere else. */
  readonly pins: boolean;
  readonly group: Group;
}

/** The part of the verdict that the columns of the table give. */
export interface Draft {
  readonly stands: Side | "nothing";
  readonly group: Group;
  readonly rescue?: readonly Side[];
  readonly pins?: boolean;
}

/** Where the verdict takes place: in shared, or in the tree of the coming release. */
export function isInShared(handling: Handling): boolean {
  return handling === "link" || handling === "merge";
}

/** True where both hold the same. Folders are: what is in them is asked about name by name. Mode and owner are a question of their own. */
export function isSame(one: Standing, other: Standing): boolean {
  if (one.kind === "file") return other.kind === "file" && one.digest !== null && one.digest === other.digest;
  if (one.kind === "link") return other.kind === "link" && one.text === other.text;
  return one.kind === other.kind;
}

/** True where something is there. */
export function isThere({ kind }: Standing): boolean {
  return kind !== "absent";
}

/** True for what can be rescued. */
export function holdsBytes({ kind }: Standing): boolean {
  return kind === "file" || kind === "link";
}

/** True where it is known what was shipped, and this is it. */
export function isSameAsBase(base: Standing | null, other: Standing): boolean {
  return base !== null && isSame(base, other);
}

/** True where what is live is what its vendor delivered, so that nothing of the site's goes with it. */
export function isUnmodified({ base, live, harvested }: Question): boolean {
  return harvested === undefined && isSameAsBase(base, live);
}

/** One is a folder and the other is not: only one of them can stand, and the names below the other have no place. */
export function isClash(one: Standing, other: Standing): boolean {
  return (one.kind === "folder") !== (other.kind === "folder");
}
