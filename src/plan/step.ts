import type { AbsPath } from "../core/path.ts";

/** A name in a physical folder: an absolute fact, so that a resumed run needs nothing but the plan. */
export interface At {
  readonly directory: AbsPath;
  readonly name: string;
}

/** What every operation says. */
export interface Step {
  /** The entry or file it is about, as the user knows it. */
  readonly path: string;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
}
