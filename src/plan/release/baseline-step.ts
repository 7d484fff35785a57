import { BASELINES } from "../../core/baseline.ts";
import { under } from "../../core/path.ts";
import type { WriteBaseline } from "../operation.ts";
import { type LiveTree, pathAt, type ReleaseSite, restingAt } from "./places.ts";
import type { TreeOnDisk } from "./known-releases.ts";

/** Writes down what a complete release holds, where it rests before it is live: after its entries were linked and its build has run. */
export function baselineStep(site: ReleaseSite, tree: TreeOnDisk): WriteBaseline {
  const { name, id, born } = tree;
  return shippedStep(site, { name, id, born, path: pathAt(restingAt(site, name)) }, "tree");
}

/** Writes down what a release held when it was shipped, wherever it stands and however much was done in it since. */
export function shippedStep(
  site: Pick<ReleaseSite, "shared">,
  tree: LiveTree,
  from: WriteBaseline["from"],
): WriteBaseline {
  return {
    kind: "write-baseline",
    path: tree.name,
    at: { directory: under(site.shared, BASELINES), name: tree.name },
    tree: tree.path,
    identity: tree.id,
    born: tree.born,
    from,
    reason: "what the running site makes or changes among the code is found by comparing with it",
  };
}
