/** The operation by which a document root is filled where something stands in the way. */
import type { At, Step } from "../step.ts";

/**
 * Let what an earlier plan has prepared take a place, in one exchange with what stands there, which is then kept. In one plan with its preparation it could
 * not be done again after a kill: what was prepared is gone from its place then, and would be made once more.
 */
export interface StandIn extends Step {
  readonly kind: "stand-in";
  /** The place: the document root, or a name in it. */
  readonly at: At;
  /** Where what was prepared lies, on the same file system. */
  readonly from: At;
  /** Identity of what lies at `from`. */
  readonly identity: string;
  /** Identity of what stands at `at`; null where nothing does. */
  readonly replaced: string | null;
  /** Where that goes, on the same file system; nothing is there. */
  readonly kept: At;
}
