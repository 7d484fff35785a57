import { BASELINES } from "../../core/baseline.ts";
import { under } from "../../core/path.ts";
import type { WriteBaseline } from "../operation.ts";
import { pathAt, type ReleaseSite, restingAt } from "./places.ts";
import type { TreeOnDisk } from "./known-releases.ts";

/** Writes down what a complete release holds, where it rests before it is live: after its entries were linked and its build has run. */
export function baselineStep(site: ReleaseSite, tree: TreeOnDisk): WriteBaseline {
  return {
    kind: "write-baseline",
    path: tree.name,
    at: { directory: under(site.shared, BASELINES), name: tree.name },
    tree: pathAt(restingAt(site, tree.name)),
    identity: tree.id,
    born: tree.born,
    reason: "what the running site makes or changes among the code is found by comparing with it",
  };
}
