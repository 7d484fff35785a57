/** The operations on snapshots. */
import type { RelPath } from "../../core/path.ts";
import type { At, Step } from "../step.ts";

/** Copy shared's data, durably and with a manifest, to a name that only a complete snapshot has. */
export interface TakeSnapshot extends Step {
  readonly kind: "take-snapshot";
  /** The snapshot's folder. */
  readonly at: At;
  /** The snapshot before, whose data an unchanged file shares. */
  readonly before: At | null;
  /** Names directly in shared that are no data. */
  readonly skip: readonly string[];
  /** Its owner named it. */
  readonly named: boolean;
  readonly program: string;
  readonly begun: string;
}

/** Bring a path back from a snapshot: copied and compared beside, then exchanged in; what stands there is rescued by the same exchange. */
export interface Restore extends Step {
  readonly kind: "restore";
  /** Where it belongs, in shared. */
  readonly at: At;
  /** The snapshot's folder. */
  readonly snapshot: At;
  /** sha256 of the manifest that the plan was made for. */
  readonly digest: string;
  /** The path in the snapshot. */
  readonly node: RelPath;
  /** Identity of what stands at `at`; null where nothing does. */
  readonly replaced: string | null;
  /** What it is called below the rescue folder of this transaction. */
  readonly as: RelPath;
}
