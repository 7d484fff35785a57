import { NAMES } from "../../core/layout.ts";
import { type AbsPath, abs, baseName, parentOf } from "../../core/path.ts";
import type { At, MakeDirectory, Operation, TakeSnapshot } from "../operation.ts";
import { SNAPSHOTS_FOLDER } from "../own-file.ts";
import type { Plan, Premise } from "../plan.ts";
import { freePremise, type PlanFrame, releasePlan } from "../release/release-plan.ts";

/** Names directly in shared that are Holdfast's own: they are written anew when they are missing, and are no data. */
const NO_DATA: readonly string[] = [
  NAMES.state,
  NAMES.config,
  NAMES.history,
  NAMES.healthCheck,
  NAMES.emergencyRecovery,
  NAMES.summary,
  NAMES.guide,
  NAMES.hosting,
];

/** True for a name directly in shared that no snapshot holds and no restore touches. */
export function isNoData(name: string): boolean {
  return NO_DATA.includes(name);
}

/** What a snapshot is to be. */
export interface SnapshotWish {
  readonly name: string;
  readonly named: boolean;
  /** Where it will stand. */
  readonly folder: AbsPath;
  readonly folderIsThere: boolean;
  /** Name of the newest whole one there. */
  readonly before: string | null;
  readonly begun: string;
  readonly reason: string;
}

/** Plans a snapshot of all of shared's data. */
export function snapshotPlan(wish: SnapshotWish, frame: PlanFrame): Plan {
  const { site } = frame;
  const { folder } = wish;
  const at: At = { directory: folder, name: wish.name };
  const make: MakeDirectory[] = wish.folderIsThere
    ? []
    : [
        {
          kind: "make-directory",
          path: `shared/${SNAPSHOTS_FOLDER}`,
          at: { directory: parentOf(folder), name: baseName(folder) },
          owner: { ...site.owner, mode: 0o700 },
          reason: "holds the snapshots; only the site's user looks into it",
        },
      ];
  const take: TakeSnapshot = {
    kind: "take-snapshot",
    path: `snapshot ${wish.name}`,
    at,
    before: wish.before === null ? null : { directory: folder, name: wish.before },
    skip: NO_DATA,
    named: wish.named,
    program: frame.program,
    begun: wish.begun,
    reason: wish.reason,
  };
  return planAbout(frame, { operations: [...make, take], basedOn: [freePremise(abs(`${folder}/${wish.name}`))] });
}

/** Plans to remove snapshots. */
export function dropSnapshotsPlan(
  snapshots: readonly { readonly name: string; readonly id: string }[],
  about: { readonly folder: AbsPath; readonly reason: string },
  frame: PlanFrame,
): Plan {
  const operations = snapshots.map(
    ({ name, id }): Operation => ({
      kind: "remove-tree",
      path: `snapshot ${name}`,
      at: { directory: about.folder, name },
      identity: id,
      reason: about.reason,
    }),
  );
  const basedOn = snapshots.map(
    ({ name, id }): Premise => ({ path: abs(`${about.folder}/${name}`), kind: "directory", id }),
  );
  return planAbout(frame, { operations, basedOn });
}

/** A plan about shared's data as a whole. */
export function planAbout(frame: PlanFrame, steps: Parameters<typeof releasePlan>[2]): Plan {
  const { site } = frame;
  const app = site.live?.path ?? site.app ?? site.site;
  return releasePlan(frame, { app, release: site.live?.name ?? null, live: site.live !== null }, steps);
}
