import { HoldfastError } from "../../core/error.ts";
import type { AbsPath } from "../../core/path.ts";
import type { SnapshotHead } from "../../core/snapshot.ts";
import { listSnapshots, type ListedSnapshot } from "../../apply/snapshot/read-snapshots.ts";
import { beyondKeep } from "../../plan/snapshot/keep.ts";
import { dropSnapshotsPlan, snapshotPlan } from "../../plan/snapshot/snapshot-plan.ts";
import { isFolder } from "../../system/site-facts.ts";
import type { Deployment } from "../release/deployment.ts";
import { newName, snapshotsFolder } from "./finding.ts";

/** How a snapshot is to be taken. */
export interface SnapshotRules {
  /** Null: the time is its name. */
  readonly name: string | null;
  /** How many without a name of their own stay, this one counted; null: all. */
  readonly keep: number | null;
  /** The folder to keep it in; null: shared's own. */
  readonly to: string | null;
  readonly reason: string;
}

/** A snapshot that was taken. */
export interface Snapshotted {
  readonly name: string;
  readonly folder: AbsPath;
  readonly head: SnapshotHead;
  /** Names of older ones that went. */
  readonly removed: readonly string[];
}

/**
 * Takes a snapshot of the site's data under the deployment's lock, then removes those beyond `keep`. When it returns the snapshot is complete and durable.
 * Throws where it could not be taken (no room, a busy database, a file that may not be read): nothing of the site was changed, and a deployment ends there.
 */
export async function snapshotting(rules: SnapshotRules, deployment: Deployment): Promise<Snapshotted> {
  const found = deployment.look();
  const frame = deployment.frame(found);
  const folder = snapshotsFolder(rules.to, deployment.context.cwd, found.site);
  const there = listSnapshots(folder);
  const begun = deployment.context.now();
  const name = newName(rules.name, there, { folder, now: begun });
  const outcome = await deployment.apply(
    snapshotPlan(
      {
        name,
        named: rules.name !== null,
        folder,
        folderIsThere: isFolder(folder),
        before: there.findLast(({ head }) => head !== null)?.name ?? null,
        begun,
        reason: rules.reason,
      },
      frame,
    ),
  );
  const refusal = outcome.diagnostics.find(({ severity }) => severity === "problem");
  if (refusal !== undefined) throw refused(refusal);
  const taken = listSnapshots(folder);
  const head = taken.find((snapshot) => snapshot.name === name)?.head ?? null;
  if (head === null) throw new Error(`The snapshot ${name} is not where it was made`);
  const removed = rules.keep === null ? [] : beyondKeep(taken, { keep: rules.keep, taken: name });
  await dropping(removed, { folder, reason: `only the last ${rules.keep ?? 0} shall stay` }, deployment);
  return { name, folder, head, removed: removed.map((snapshot) => snapshot.name) };
}

/** Removes snapshots for good. */
export async function dropping(
  snapshots: readonly ListedSnapshot[],
  about: { readonly folder: AbsPath; readonly reason: string },
  deployment: Deployment,
): Promise<void> {
  await deployment.apply(dropSnapshotsPlan(snapshots, about, deployment.frame(deployment.look())));
}

function refused({
  code,
  message,
  hint,
}: {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}): HoldfastError {
  return new HoldfastError({ code, message, ...(hint === undefined ? {} : { hint }), exit: "problems" });
}
