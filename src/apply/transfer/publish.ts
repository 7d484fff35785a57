/** A finished copy becomes what shared has: as a whole where shared has nothing, else name by name, by the rules of a merge. */
import type { Transfer } from "../../plan/operation.ts";
import { closeDir, look, openChild, type Spot, syncDir } from "../../system/dir.ts";
import { incarnationOf, signatureOf } from "../../system/facts.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { differencesIn, eachName } from "../differences.ts";
import { AT_ONCE } from "../folder-syncs.ts";
import { withSpotAt } from "../pairs.ts";
import { retire } from "../rescue.ts";
import { unexpected } from "../run.ts";
import { type MergeWork } from "../merge-work.ts";
import { linkName, linkTree } from "../tree-link.ts";
import { stageSpot, type TransferWork } from "./work.ts";

/** Notes the signature of each copy in the tree that is about to be published. */
export function noteCopies(tree: Spot, work: TransferWork): void {
  work.copies.clear();
  eachName(tree, (path, fact) => {
    if (fact.kind !== "directory") work.copies.set(path, signatureOf(fact));
  });
}

/** Puts the whole tree at its place, never over anything. */
export function publishWhole(operation: Transfer, shared: Spot, work: TransferWork): void {
  const { run } = work;
  if (look(shared) !== null) throw unexpected(operation, shared, look(shared));
  run.fence();
  run.native.renameNoReplace(stageSpot(work, "tree"), shared);
  syncDir(shared.dir);
}

/**
 * Takes back what {@link publishWhole} put there, while nobody uses it: when it is as it was made it is removed, else it is kept in the retired
 * folder.
 */
export function takeBack(shared: Spot, staged: string, work: TransferWork): void {
  if (look(shared)?.id !== staged) return;
  const tree = stageSpot(work, "tree");
  work.run.native.renameNoReplace(shared, tree);
  syncDir(shared.dir);
  const touched = differencesIn(
    tree,
    (path, fact) => fact.kind === "directory" || work.copies.get(path) === signatureOf(fact),
  );
  if (touched.length === 0) removeOwnTree(tree);
  else retire(tree, { kind: "replaced", path: "" }, { operation: work.operation, run: work.run });
}

/** Links the copies into what shared has; the losers are rescued. What is noted as a copy is what came to stand in shared. */
export function publishInto(operation: Transfer, shared: Spot, work: TransferWork): void {
  const { run } = work;
  const tree = stageSpot(work, "tree");
  const merging: MergeWork = {
    operation,
    run,
    linked: stillOurs(shared, work),
    seen: new Map(),
    rescued: work.rescued,
    changes: { count: 0 },
    syncs: AT_ONCE,
    fromApp: new Set(operation.fromApp),
    staysDeleted: new Set(operation.staysDeleted),
  };
  run.fence();
  linkAll({ tree, shared }, operation, merging);
  removeOwnTree(tree);
  work.copies.clear();
  for (const [path, incarnation] of merging.linked) {
    withSpotAt(shared, path, (spot) => {
      const found = look(spot);
      if (found !== null && incarnationOf(found) === incarnation) work.copies.set(path, signatureOf(found));
    });
  }
}

/** What an interrupted attempt has linked and nobody has touched since: a newer copy may take its place. */
function stillOurs(shared: Spot, work: TransferWork): Map<string, string> {
  const ours = new Map<string, string>();
  if (work.copies.size === 0) return ours;
  eachName(shared, (path, fact) => {
    if (work.copies.get(path) === signatureOf(fact)) ours.set(path, incarnationOf(fact));
  });
  return ours;
}

function linkAll(spots: { readonly tree: Spot; readonly shared: Spot }, operation: Transfer, merging: MergeWork): void {
  const { tree, shared } = spots;
  if (operation.nodeKind === "file") {
    linkName({ app: tree, shared, path: "" }, merging);
    syncDir(shared.dir);
    return;
  }
  const from = openChild(tree.dir, tree.name);
  try {
    const into = openChild(shared.dir, shared.name);
    try {
      linkTree({ app: from, shared: into, prefix: "" }, merging);
    } finally {
      closeDir(into);
    }
  } finally {
    closeDir(from);
  }
}
