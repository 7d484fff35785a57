import type { Evidence } from "./evidence.ts";
import type { RelPath } from "./path.ts";

/** What a path holds: `asset` ships with the code, `user` was made by people, `runtime` by the system. */
export const CLASSES = ["asset", "user", "runtime"] as const;
export type EntryClass = (typeof CLASSES)[number];

/**
 * What a deployment does with a path. `link`: lives in shared, linked into the app. `merge`: linked, and shipped files
 * are three-way merged into it. `carry`: stays with the code, what the server added goes along. `per-release`: writable,
 * regenerable, one for each release. `release`: comes with the code.
 */
export const HANDLINGS = ["link", "merge", "carry", "per-release", "release"] as const;
export type Handling = (typeof HANDLINGS)[number];

export type EntryKind = "directory" | "file";

/** What is known about one path of the app, and why. */
export interface PathVerdict {
  readonly path: RelPath;
  readonly kind: EntryKind;
  /** Null when undecided; the handling is then `release`. */
  readonly class: EntryClass | null;
  readonly handling: Handling;
  /** Strongest first; what spoke against the verdict is in here too. */
  readonly evidence: readonly Evidence[];
  /** True when the path stands in the app now. */
  readonly present: boolean;
  /** A link's text instead of the usual path in shared (`public/storage` leads to `../storage/app/public` there). */
  readonly chain?: RelPath;
  /** Directories that an empty entry needs so that the app starts (`framework/views` below `storage`). */
  readonly needs?: readonly RelPath[];
  /** True for `.env` and keys: never made readable to anyone who could not read it before. */
  readonly secret?: boolean;
  /** For `per-release` only: linked to a folder for each release in shared, as the specification's pictures show `bootstrap/cache`. */
  readonly pooled?: boolean;
  /** True for a SQLite database: its `-wal` and `-shm` go with it. */
  readonly database?: boolean;
}

/** A path that the evidence does not settle, with the question to its owner. */
export interface Undecided {
  readonly path: RelPath;
  readonly kind: EntryKind;
  readonly question: string;
  /** The exact line to put into `holdfast.json`. */
  readonly line: string;
  readonly evidence: readonly Evidence[];
}

/** The judgement on a whole app. */
export interface Classification {
  readonly webRoot: RelPath | "";
  readonly verdicts: readonly PathVerdict[];
  readonly undecided: readonly Undecided[];
}

/** A framework that the app matches. */
export interface Detection {
  readonly id: string;
  readonly title: string;
  readonly version: string | null;
  readonly evidence: readonly Evidence[];
  /** The folder that it stands in; absent for the app's own root. */
  readonly base?: RelPath;
}

/** The owner's own decisions, from `holdfast.json`: by exact path or glob. */
export interface Decision {
  readonly pattern: string;
  readonly class?: EntryClass;
  readonly handling?: Handling;
  readonly kind?: EntryKind;
  /** `holdfast.json` or `.persistence-config`. */
  readonly where: string;
}
