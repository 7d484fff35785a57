import type { EntryClass, EntryKind, Handling } from "./entry.ts";
import type { RelPath } from "./path.ts";

/** Version of the state on disk that this program writes; a newer one is refused. */
export const RECORD_SCHEMA = 1;

/** One entry in the record: what was decided, and that it was done. */
export interface RecordedEntry {
  readonly path: RelPath;
  readonly kind: EntryKind;
  readonly class: EntryClass;
  readonly handling: Handling;
  /** See {@link PathVerdict.chain}. */
  readonly chain?: RelPath;
  readonly secret?: boolean;
  readonly database?: boolean;
  readonly needs?: readonly RelPath[];
  /** True once our link stood at it and shared held it. */
  readonly seeded: boolean;
  /** The strongest fact behind the decision. */
  readonly because: string;
  /** True where the data was left standing in the app and shared leads to it (no exchange on this file system, or undone). */
  readonly inPlace?: boolean;
}

/** One copy of the app. */
export interface KnownTree {
  /** Identity of its folder: `dev:ino`. Known again by its inode and its birth, since the device may get another number. */
  readonly id: string;
  /** Checksum over the files that name the code's version. The portable script reads it in the line after `id`. */
  readonly code: string;
  /** When the folder was made, in nanoseconds: inode numbers are used again, a birth is not. */
  readonly born: string;
}

/** The part of a `dev:ino` that stays the same when the disk is attached anew or the machine started anew. */
export function inodeOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

/** `shared/.persistence-config`: what was decided, and why. JSON; never sourced by a shell. */
export interface PersistenceRecord {
  readonly schema: number;
  readonly program: string;
  readonly layout: "flat" | "releases";
  /** The app's folder relative to shared (flat), or the releases folder. */
  readonly app: string;
  /** The copies of the app that our links stand in, newest last. */
  readonly trees: readonly KnownTree[];
  /** Digest of `composer.lock`, or null; decides whether compiled files in bootstrap/cache fit the code. */
  readonly lockfile: string | null;
  /** Set by `undo`: the data stands in the app, shared leads to it, until `persist` takes it over again. */
  readonly undone?: true;
  readonly frameworks: readonly { readonly id: string; readonly version: string | null }[];
  readonly webRoot: RelPath | "";
  readonly entries: readonly RecordedEntry[];
  /** Paths left with the code because nothing settled them. */
  readonly undecided: readonly RelPath[];
  readonly decisions: readonly {
    readonly pattern: string;
    readonly class?: EntryClass;
    readonly handling?: Handling;
  }[];
}

/** The record with the mark of {@link PersistenceRecord.undone}, or without it. The mark has one place among the names, so that the same record is the same text. */
export function markedUndone(record: PersistenceRecord, undone: boolean): PersistenceRecord {
  const { undone: _was, schema, program, layout, app, trees, lockfile, ...rest } = record;
  return { schema, program, layout, app, trees, lockfile, ...(undone ? { undone: true } : {}), ...rest };
}

/** What releases that were not yet live brought into each entry: path of the entry to names (for `merge` with digests). */
export interface ShippedRecord {
  readonly schema: 1;
  readonly entries: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}
