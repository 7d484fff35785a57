/** A snapshot: a copy of shared's data at one time, with a manifest that says of each node all that must come back. */

/** One node, by its path below shared. The manifest is what counts for mode, owner and times; the copy holds the bytes. */
export interface SnapshotNode {
  readonly path: string;
  readonly kind: "directory" | "file" | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970, in decimal. */
  readonly mtime: string;
  /** Names of extended attributes (ACLs are such) to their values in base64. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** For files. */
  readonly size?: number;
  readonly sha256?: string;
  /** For files: `inode:ctime` of the live file by which the next snapshot knows that it is unchanged; absent where it was written too lately to tell. */
  readonly known?: string;
  /** For files: an earlier path of the same file (a hard link). */
  readonly sameAs?: string;
  /** For links. */
  readonly text?: string;
}

/** What a snapshot says of itself. */
export interface SnapshotHead {
  readonly schema: 1;
  readonly name: string;
  /** Its owner gave it a name, so `--keep` does not count it. */
  readonly named: boolean;
  /** The shared folder that it was taken of. */
  readonly shared: string;
  readonly program: string;
  /** Between these two times it was taken; ISO, UTC. */
  readonly begun: string;
  readonly ended: string;
  readonly files: number;
  readonly bytes: number;
  /** Files whose data is that of the snapshot before. */
  readonly unchanged: number;
  /** Paths that are no file, folder or link (sockets, pipes, devices): not in it. */
  readonly leftOut: readonly string[];
  /** Files that were written to each time they were copied: in it as one of those moments had them. */
  readonly moving: readonly string[];
  /** SQLite databases, each taken while it stood still. */
  readonly databases: readonly string[];
}

export interface SnapshotManifest {
  readonly head: SnapshotHead;
  /** Folders before what is in them. */
  readonly nodes: readonly SnapshotNode[];
}

/** Names below a snapshot's folder. */
export const SNAPSHOT_PARTS = { manifest: "manifest", data: "data" } as const;

/** A snapshot that is being made; complete ones have their plain name. */
export function partialName(name: string): string {
  return `${name}.partial`;
}

/** True for a name that a snapshot may have. */
export function isSnapshotName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && !name.endsWith(".partial");
}
