/** What a vendor delivers, as values: a folder, a ZIP or a tar with its entries, and what of it becomes a release. */
import type { Diagnostic } from "./diagnostic.ts";
import type { AbsPath, RelPath } from "./path.ts";

/** What a delivery is, decided by its content. */
export type SourceKind = "folder" | "zip" | "tar" | "tar-gz";

/** A delivery on disk. */
export interface Source {
  readonly path: AbsPath;
  readonly kind: SourceKind;
  /** `dev:ino`. */
  readonly identity: string;
  /** Bytes of the archive; of a folder the sum of its files. */
  readonly size: number;
}

/** One entry as the delivery declares it; nothing has been judged yet. */
export interface ArrivedEntry {
  /** The name's bytes, carried as `bytes.ts` says; a folder's may end in a slash. */
  readonly name: string;
  readonly kind: "directory" | "file" | "link" | "hard-link" | "other";
  /** Bytes of the content, unpacked. */
  readonly size: number;
  /** Permission bits, set-uid and the like included; null where the archive says nothing about them. */
  readonly mode: number | null;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Of a link its text, of a hard link the name of the entry that it repeats. */
  readonly target?: string;
  /** Of `other`, what it is: "a FIFO". */
  readonly what?: string;
}

/** The entries in the delivery's order: a list, or what makes each when it is asked for. */
export interface ArrivedEntries extends Iterable<ArrivedEntry> {
  readonly length: number;
  readonly at: (index: number) => ArrivedEntry | undefined;
}

/** How much a delivery may be; each is raised by an option. */
export interface ArrivalLimits {
  /** Unpacked bytes for one byte of the archive. */
  readonly ratio: number;
  /** Unpacked bytes. */
  readonly bytes: number;
  readonly entries: number;
}

/** Far above what web applications weigh, and far below what fills a disk. */
export const ARRIVAL_LIMITS: ArrivalLimits = { ratio: 100, bytes: 2 * 1024 ** 3, entries: 200_000 };

/** Ratios are about bombs; what unpacks to no more than this is none. */
export const HARMLESS_BYTES = 1024 * 1024;

/** One node of the tree that a delivery becomes. */
export interface AcceptedNode {
  /** Below the folder that is entered. */
  readonly path: RelPath;
  readonly kind: "directory" | "file" | "link";
  /** Number of the entry in the delivery; null for a folder that is only named by what lies in it. */
  readonly index: number | null;
  readonly size: number;
  /** The mode that it gets: never set-uid. */
  readonly mode: number;
  /** Seconds since 1970, as the delivery says. */
  readonly mtime: number;
  /** Of a link, its text. */
  readonly text?: string;
  /** A hard link of the delivery: the file of the tree whose content this one repeats. */
  readonly copyOf?: RelPath;
}

/** What of a delivery becomes a release. */
export interface AcceptedListing {
  /** The folder of the delivery that is entered. */
  readonly root: RelPath | "";
  /** Parents before children. */
  readonly nodes: readonly AcceptedNode[];
  /** Bytes of its files. */
  readonly bytes: number;
  /** What its owner should know: what was entered, what was left out. */
  readonly notices: readonly Diagnostic[];
}
