/** The operation by which code is replaced around the data of a site that has no links. */
import type { At, Step } from "../step.ts";

/**
 * Let one name of the code come to its place in the live folder, out of the tree that rests beside it, and what stood there go into that tree at the same
 * path. What came to the place meanwhile is somebody's: it stays, and is named.
 */
export interface SwapIn extends Step {
  readonly kind: "swap-in";
  /** The place in the live folder. */
  readonly at: At;
  /** The same path in the tree beside it, on the same file system. */
  readonly into: At;
  /** Identity of what stands at `at` before; null where nothing does. */
  readonly identity: string | null;
  /** Identity of what lies at `into` before; null where nothing does: the name goes. */
  readonly next: string | null;
}
