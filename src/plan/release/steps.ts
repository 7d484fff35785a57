/** The steps that are about copies of the code: how they come, change places, and go. */
import type { ArrivalLimits, Source } from "../../core/arrival.ts";
import type { Ownership } from "../../core/observation.ts";
import type { RelPath } from "../../core/path.ts";
import type { At, Step } from "../step.ts";

/** Make `current` lead to a release, by renaming a prepared link over it: readers never miss it. */
export interface Activate extends Step {
  readonly kind: "activate";
  /** Where `current` stands. */
  readonly at: At;
  /** The new text. */
  readonly text: string;
  /** The text that it has now; null where there is no `current` yet. */
  readonly was: string | null;
  /** Identity of the folder that the text leads to. */
  readonly identity: string;
  readonly owner: Ownership;
}

/** Let two folders beside one another change names, in one call: how a flat app gets new code while it is live. */
export interface ExchangeTrees extends Step {
  readonly kind: "exchange-trees";
  /** Where the app stands. */
  readonly at: At;
  /** Where the tree stands that shall take its place. */
  readonly into: At;
  /** Identity of what stands at `at` before. */
  readonly identity: string;
  /** Identity of what stands at `into` before. */
  readonly next: string;
}

/** Give a folder of ours another name in the same parent, never over anything: a release that is complete, an old tree that is kept. */
export interface MoveTree extends Step {
  readonly kind: "move-tree";
  readonly at: At;
  readonly into: At;
  readonly identity: string;
}

/** Remove a copy of the application's code after what only it held was kept: renamed first, so that it is whole or marked as going. */
export interface RemoveTree extends Step {
  readonly kind: "remove-tree";
  readonly at: At;
  readonly identity: string;
}

/** Make the tree of a delivery in a new folder, durably; nothing of it is there before it is complete. */
export interface Unpack extends Step {
  readonly kind: "unpack";
  /** The folder to make: its name begins with a dot. */
  readonly at: At;
  /** What was listed and accepted; `digest` is the sha256 of an archive's bytes, null where none was taken. */
  readonly source: Source & { readonly digest: string | null };
  /** The folder of the delivery that is entered. */
  readonly root: RelPath | "";
  readonly limits: ArrivalLimits;
  /** Whose it becomes (where root makes it), and the mode of the folder itself. */
  readonly owner: Ownership;
}
