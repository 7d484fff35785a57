import { type AbsPath, isInside } from "./path.ts";

/** One mounted file system, as `/proc/self/mountinfo` names it. */
export interface Mount {
  /** Tells two mounts of the same file system apart: a name cannot be moved from one to the other. */
  readonly id: string;
  readonly point: AbsPath;
  /** `ext4`, `overlay`, `fuse.sshfs`, ... */
  readonly type: string;
  readonly options: readonly string[];
}

/** The mount that a path lies on; null where mounts are not known. Of several at one point the last is the one that is seen. */
export function mountOf(mounts: readonly Mount[], path: AbsPath): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const holds = isInside(path, mount.point);
    if (holds && (found === null || mount.point.length >= found.point.length)) found = mount;
  }
  return found;
}

/** The mount whose point is this very path, or null. */
export function mountAt(mounts: readonly Mount[], path: AbsPath): Mount | null {
  const found = mountOf(mounts, path);
  return found?.point === path ? found : null;
}

/** The points of what is mounted below a path. */
export function mountsBelow(mounts: readonly Mount[], path: AbsPath): readonly AbsPath[] {
  return [...new Set(mounts.map(({ point }) => point).filter((point) => isInside(point, path) && point !== path))];
}
