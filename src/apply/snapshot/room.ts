import { isInside } from "../../core/path.ts";
import type { SnapshotNode } from "../../core/snapshot.ts";
import type { Restore, TakeSnapshot } from "../../plan/operation.ts";
import { probeClone } from "../../system/copy-file.ts";
import { type Dir, lookAtSelf } from "../../system/dir.ts";
import { roomAt } from "../../system/space.ts";
import type { Refusal } from "../refusal.ts";
import type { Run } from "../run.ts";
import type { SnapshotBefore } from "./before.ts";
import { needBelow } from "./need.ts";
import { isUnchanged } from "./take-file.ts";

/** A tenth more than is counted, because data comes while it is copied. */
const MARGIN = 1.1;

/** Why there is no room for a snapshot, with the numbers; null where there is. Nothing was written. */
export function roomFault(
  operation: TakeSnapshot,
  about: { readonly before: SnapshotBefore | null; readonly target: Dir },
  run: Run,
): Refusal | null {
  const { shared } = run.dirs;
  const known = new Map((about.before?.manifest.nodes ?? []).map((node) => [node.path, node]));
  const need = needBelow(shared, {
    skip: new Set(operation.skip),
    isKept: (path, fact) => fact.kind === "file" && isUnchanged(known.get(path), fact),
  });
  const room = roomAt(about.target.path);
  const [bytes, inodes] = [Math.ceil(need.bytes * MARGIN), Math.ceil(need.inodes * MARGIN)];
  if (inodes <= room.inodes && bytes <= room.bytes) return null;
  const onOneDisk = lookAtSelf(shared).dev === lookAtSelf(about.target).dev;
  if (inodes <= room.inodes && onOneDisk && probeClone(run.dirs.stage)) return null;
  return {
    code: "no-room-for-snapshot",
    message: `A snapshot of "${shared.path}" takes ${bytes} bytes and ${inodes} inodes, and the file system of "${about.target.path}" has ${room.bytes} and ${room.inodes}; nothing was written`,
    hint: "Free some space, drop older snapshots (holdfast snapshot list), or keep it on another disk: holdfast snapshot --to DIR",
  };
}

/** The same for what is brought back: a copy is made beside what stands there. */
export function restoreRoomFault(
  operation: Restore,
  nodes: readonly SnapshotNode[],
  { data, run }: { readonly data: Dir; readonly run: Run },
): Refusal | null {
  const { shared } = run.dirs;
  const coming = nodes.filter(({ path }) => isInside(path, operation.node));
  const need = coming.reduce((sum, { size = 0 }) => sum + size, 0);
  const room = roomAt(shared.path);
  const [bytes, inodes] = [Math.ceil(need * MARGIN), Math.ceil(coming.length * MARGIN)];
  if (inodes <= room.inodes && bytes <= room.bytes) return null;
  const onOneDisk = lookAtSelf(shared).dev === lookAtSelf(data).dev;
  if (inodes <= room.inodes && onOneDisk && probeClone(run.dirs.stage)) return null;
  return {
    code: "no-room-to-restore",
    message: `Bringing back "${operation.path}" takes ${bytes} bytes and ${inodes} inodes beside what stands there, and the file system of "${shared.path}" has ${room.bytes} and ${room.inodes}; nothing was changed`,
    hint: "Free some space, or bring back a part of it: holdfast restore SNAPSHOT PATH",
  };
}
