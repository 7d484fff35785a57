/** What the planners of a way to serve are told: what stands in the document root, and what the live web root holds. */
import type { Ownership } from "../../core/observation.ts";
import type { AbsPath, RelPath } from "../../core/path.ts";

/** A name in a document root, as it is on disk. */
export interface FoundName {
  readonly path: RelPath;
  readonly kind: "directory" | "file" | "link" | "other";
  readonly id: string;
  /** Links only. */
  readonly text: string | null;
  /** Files of which a release or our record has one of the same size; null for others, which are nobody's that we know. */
  readonly digest: string | null;
  /** The same as what a release has at that path, or a link of ours. A folder is neither: what is in it is. */
  readonly isKnown: boolean;
}

/** What stands at the path of the document root. */
export type RootFact =
  | { readonly kind: "absent" }
  | { readonly kind: "link"; readonly id: string; readonly text: string }
  | { readonly kind: "directory"; readonly id: string; readonly names: readonly FoundName[] };

/** A name of the web root of the release that is, or will be, live. */
export interface WebName {
  readonly path: RelPath;
  readonly kind: "directory" | "file" | "link";
  readonly id: string;
  readonly digest: string | null;
  readonly text: string | null;
  readonly rights: Ownership;
}

/** An entry that lies below the web root, and is therefore reached through the document root. */
export interface DataPlace {
  /** Below the document root. */
  readonly path: RelPath;
  /** In shared, behind every chain. */
  readonly shared: AbsPath;
}

/** A data place at which the document root holds a folder or file of its own. */
export interface FoundData extends DataPlace {
  readonly kind: "directory" | "file";
  readonly id: string;
  /** What shared has there. */
  readonly inShared: "directory" | "file" | "absent";
}

/** What shared has of a file that the host edits. */
export interface HostFile {
  /** Below the document root. */
  readonly path: RelPath;
  readonly place: AbsPath;
  readonly id: string;
  readonly digest: string;
}
