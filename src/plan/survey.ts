import type { Classification, Decision, Detection } from "../core/entry.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Place, SiteLayout } from "../core/layout.ts";
import type { Mount } from "../core/mounts.ts";
import type { Denial, Observation, Ownership } from "../core/observation.ts";
import type { AbsPath, RelPath } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import type { HistoryEntry } from "./history.ts";
import type { AcrossTerms, At } from "./operation.ts";

export const MODES = ["auto", "first", "subsequent"] as const;
/** How a deployment is told to treat what shared has: `auto` decides for each entry by our record. */
export type Mode = (typeof MODES)[number];

/** What names the code's version, so that "the same code" has a meaning. */
export interface CodeFact {
  /** `dev:ino` of the app's folder. */
  readonly tree: string;
  /** When that folder was made. */
  readonly born: string;
  /** Checksum over the files that name the version. */
  readonly sum: string;
  /** Checksum of `composer.lock`, or null. */
  readonly lockfile: string | null;
}

/** Bytes and inodes. */
interface Amount {
  readonly bytes: number;
  readonly inodes: number;
}

/** Something that a finished run has retired and that has to be compared with shared once more. */
export interface Retired {
  /** The journal's note of it. */
  readonly note: string;
  /** The entry. */
  readonly path: string;
  readonly at: At;
  readonly into: At;
  readonly identity: string;
}

/**
 * Everything that a planner may know. The functions answer from the disk as it was when first asked and change nothing; in a
 * test they answer from values.
 */
export interface Survey {
  readonly layout: SiteLayout;
  readonly sharedIsNew: boolean;
  /** Owner and mode of the app's folder: what we make in shared belongs to the same user. */
  readonly owner: Ownership;
  readonly mode: Mode;
  readonly classification: Classification;
  readonly detections: readonly Detection[];
  readonly decisions: readonly Decision[];
  readonly record: PersistenceRecord | null;
  readonly shipped: ShippedRecord;
  readonly code: CodeFact;
  /** What is on disk at a place. */
  readonly at: (place: Place) => Observation;
  /** Why what stands at a place cannot be moved, as far as that is known without trying. */
  readonly denial: (place: Place) => Denial | null;
  /** What is mounted; empty where that is not known. */
  readonly mounts: readonly Mount[];
  /** Owner and mode of shared; null where it does not exist yet. */
  readonly sharedOwner: Ownership | null;
  /** Why nothing can be made in shared (or where it would be), as far as that is known without trying. */
  readonly sharedDenial: Denial | null;
  /** Names of files below a place, or null when there are too many to list. */
  readonly names: (place: Place) => readonly string[] | null;
  /** Digest of a file below a place; null when it is not there. For `merge` entries only. */
  readonly digest: (place: Place, name: string) => string | null;
  /** True when the two files have the same bytes. */
  readonly sameFile: (a: Place, b: Place) => boolean;
  /** Texts of our own files in shared; undefined where none is. */
  readonly ours: Readonly<Partial<Record<string, string>>>;
  readonly notices: readonly Diagnostic[];
  readonly retirements: readonly Retired[];
  /** The history's file as it was before its text was read, null where there is none; absent where something else stands there. */
  readonly historyId?: string | null;
  /** Transactions that did not finish. */
  readonly unfinished: readonly string[];
  /** Set with `--across-filesystems`. */
  readonly across: AcrossTerms | null;
  /** Whether this host offers the calls that a faithful copy needs. */
  readonly canCopy: boolean;
  /** What is free on shared's file system. */
  readonly room: () => Amount;
  /** What the tree at a place takes. */
  readonly need: (place: Place) => Amount;
  /** The device of a folder, or null where there is none. */
  readonly device: (folder: AbsPath) => string | null;
  /** True where the site has no links: its data stands in the app, and stays there. */
  readonly inPlace: boolean;
  /** True with `--maintenance`: a gap of some microseconds is allowed. */
  readonly maintenance: boolean;
  /** False with `--no-baseline`, absent elsewhere: the names that this release brings are not remembered. */
  readonly remembers?: boolean;
  /** Set where the live copy is about to be replaced: whether its code is what was delivered as it. */
  readonly served?: { readonly sameCode: () => boolean };
  /** Set where a release takes the place of one of which it is known what was delivered: the digest of a file as it came with that one. */
  readonly delivered?: (path: RelPath) => string | null;
  /** Set where a release takes the place of one: owner and mode of a folder that the live one has, followed through a link; null where it has none. */
  readonly inLive?: (path: RelPath) => Ownership | null;
  /** The time as an ISO text, for the history. */
  readonly now: string;
  /** The line for the history, where persisting is a part of another command; null where that command writes it later. */
  readonly deployment?: HistoryEntry | null;
  readonly program: string;
}

/** The names that earlier releases brought into an entry. */
export function shippedNames(survey: Survey, path: RelPath): Readonly<Record<string, string | null>> {
  return survey.shipped.entries[path] ?? {};
}
