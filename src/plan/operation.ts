import type { NodeKind } from "../core/inventory.ts";
import type { Ownership } from "../core/observation.ts";
import type { AbsPath, RelPath } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import type { Bring, KeepRescued, SetRights, WriteBaseline } from "./harvest/operations.ts";
import type { HistoryEntry } from "./history.ts";
import type { Activate, ExchangeTrees, MoveTree, RemoveTree, Unpack } from "./release/steps.ts";
import type { SwapIn } from "./in-place/operations.ts";
import type { StandIn } from "./serving/operations.ts";
import type { PutLinkTest, DropLinkTest, TryCalls } from "./serving/try-host.ts";
import type { DropCanary, PutCanary } from "./probe/operations.ts";
import type { Restore, TakeSnapshot } from "./snapshot/operations.ts";
import type { At, Step } from "./step.ts";

export type { Activate, ExchangeTrees, MoveTree, RemoveTree, Unpack } from "./release/steps.ts";
export type { SwapIn } from "./in-place/operations.ts";
export type { StandIn } from "./serving/operations.ts";
export type { PutLinkTest, DropLinkTest, TryCalls } from "./serving/try-host.ts";
export type { DropCanary, PutCanary } from "./probe/operations.ts";
export type { Restore, TakeSnapshot } from "./snapshot/operations.ts";
export type { At } from "./step.ts";
export type { Bring, KeepRescued, SetRights, WriteBaseline } from "./harvest/operations.ts";

/** Make a folder where none is; one that is there is left as it is. */
export interface MakeDirectory extends Step {
  readonly kind: "make-directory";
  readonly at: At;
  readonly owner: Ownership;
}

/** Take over what the app has at `at`: it becomes `into`, and a link stands in its place, by one exchange. */
export interface Adopt extends Step {
  readonly kind: "adopt";
  readonly at: At;
  readonly into: At;
  readonly text: string;
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  readonly live: boolean;
  /** True for a SQLite database: no transaction may begin while it is taken over. */
  readonly database: boolean;
  /** The endings of the files beside a database that go along: `-wal`, `-shm`. */
  readonly companions: readonly string[];
}

/** Both sides have it: what `into` lacks is added, what differs is settled by `winner`, the loser is rescued, then the link takes its place. */
export interface Merge extends Step {
  readonly kind: "merge";
  readonly at: At;
  readonly into: At;
  readonly text: string;
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  readonly live: boolean;
  /** Whose file stays where both have one that differs. */
  readonly winner: "app" | "shared";
  /** Names below the entry where the app's file is taken although shared wins (an unedited shipped file, newer). */
  readonly fromApp: readonly string[];
  /** Names below the entry that the release ships and the user deleted: they are not brought back. */
  readonly staysDeleted: readonly string[];
}

/** How data may come from another file system: what the owner said on the command line. */
export interface AcrossTerms {
  /** Stops the application's writing, run before the last pass; words without a shell, null where there is none. */
  readonly quiesce: readonly string[] | null;
  /** Lets it go on again, run after the exchange and after a failure. */
  readonly resume: readonly string[] | null;
}

/** Copy what the app has to shared's file system in passes, exchange a link in, bring along what was written meanwhile. */
export interface Transfer extends Step, AcrossTerms {
  readonly kind: "transfer";
  readonly at: At;
  readonly into: At;
  readonly text: string;
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  readonly live: boolean;
  /** True for a SQLite database. */
  readonly database: boolean;
  /** Where the old tree may lie afterwards, best first: folders on its own file system. */
  readonly keepIn: readonly AbsPath[];
  /** As in {@link Merge}; only used where shared has the entry too. */
  readonly winner: "app" | "shared";
  readonly fromApp: readonly string[];
  readonly staysDeleted: readonly string[];
}

/**
 * Give the app what its link leads to as a folder or file of its own, and let shared lead to it: the opposite of {@link Adopt}. What shared had is retired.
 */
export interface Unshare extends Step {
  readonly kind: "unshare";
  /** Where our link stands. */
  readonly at: At;
  /** Where shared has the data. */
  readonly into: At;
  /** What the app's link says. */
  readonly text: string;
  /** Identity of the data. */
  readonly identity: string;
  readonly nodeKind: "directory" | "file";
  readonly live: boolean;
  /** True for a SQLite database that is an entry of its own: `-wal` and `-shm` go along. */
  readonly database: boolean;
}

/** Compare what an earlier run retired with shared once more: what came to it since goes to shared, and when nobody has it open it is settled. */
export interface Settle extends Step {
  readonly kind: "settle";
  /** Where the retired folder or file lies. */
  readonly at: At;
  readonly into: At;
  readonly identity: string;
  /** The journal's note of the step that retired it. */
  readonly note: string;
}

/** Make a link where nothing is. */
export interface MakeLink extends Step {
  readonly kind: "make-link";
  readonly at: At;
  readonly text: string;
  readonly owner: Ownership;
}

/** Give a link another text, by rename, so that the path never vanishes. */
export interface Relink extends Step {
  readonly kind: "relink";
  readonly at: At;
  readonly text: string;
  readonly was: string;
}

/** Move something out of the way, into the rescue folder (`rescued`) or, when it is only a leftover, into `retired`. */
export interface SetAside extends Step {
  readonly kind: "set-aside";
  readonly at: At;
  readonly identity: string;
  readonly nodeKind: NodeKind;
  readonly to: "rescued" | "retired";
  /** Below that folder of this transaction. */
  readonly as: RelPath;
}

/** Write one of our own files, or one that its owner has us edit; what differs is replaced atomically. */
export interface WriteFile extends Step {
  readonly kind: "write-file";
  readonly at: At;
  readonly content: string;
  readonly mode: number;
  readonly owner: Ownership;
  /** True: never over an existing file. */
  readonly exclusive: boolean;
  /** What the file must still hold when it is replaced; else the step is refused. Only in plans that `apply-files.ts` applies. */
  readonly replaces?: string;
}

/** Write `.persistence-config`; what was left in place during this run is noted in it. */
export interface WriteRecord extends Step {
  readonly kind: "write-record";
  readonly at: At;
  readonly record: PersistenceRecord;
  /** What counts instead where an entry that had been taken over before could not be this time: who wins there must be decided as now. */
  readonly before?: {
    readonly trees: PersistenceRecord["trees"];
    readonly seeded: readonly string[];
    /** Set where the site was undone: it stays so for an entry that could not be taken over again. */
    readonly undone?: true;
  };
  readonly owner: Ownership;
}

/** Write the shipped record; an entry that could not be taken over keeps what was known of it, or its new files would pass for deleted ones. */
export interface WriteShipped extends Step {
  readonly kind: "write-shipped";
  readonly at: At;
  readonly shipped: ShippedRecord;
  readonly before: ShippedRecord;
  readonly owner: Ownership;
}

/** Write a line at the end of `.deployment-history`; how the run ended is put into it. */
export interface WriteHistory extends Step {
  readonly kind: "write-history";
  readonly at: At;
  readonly entry: HistoryEntry;
  readonly owner: Ownership;
}

/** Add lines at the end of a settings file of its owner's, or take them off again, while it holds what the plan was made for. */
export interface AppendLines extends Step {
  readonly kind: "append-lines";
  readonly at: At;
  readonly identity: string;
  /** sha256 of what it holds, in hex: the content is a secret and stands in no plan. */
  readonly was: string;
  /** What comes behind it, as decoded by `decodeName`. */
  readonly text: string;
  /** True: the text stands at its end and goes. */
  readonly remove?: true;
}

/** Bring something that was kept back to its place, by one exchange where something stands there, which is then rescued itself. */
export interface PutBack extends Step {
  readonly kind: "put-back";
  /** Where it belongs. */
  readonly at: At;
  /** Where it lies, on the same file system. */
  readonly from: At;
  /** Identity of what lies at `from`. */
  readonly identity: string;
  /** Identity of what stands at `at`; null where nothing does. */
  readonly replaced: string | null;
  /** What it is called below the rescue folder of this transaction. */
  readonly as: RelPath;
}

/** The closed set of things that a plan can do. */
export type Operation =
  | MakeDirectory
  | Adopt
  | Merge
  | Transfer
  | Unshare
  | Settle
  | MakeLink
  | Relink
  | SetAside
  | WriteFile
  | WriteRecord
  | WriteShipped
  | Activate
  | ExchangeTrees
  | MoveTree
  | RemoveTree
  | Unpack
  | WriteBaseline
  | Bring
  | KeepRescued
  | SetRights
  | WriteHistory
  | AppendLines
  | PutBack
  | StandIn
  | SwapIn
  | TakeSnapshot
  | Restore
  | TryCalls
  | PutLinkTest
  | DropLinkTest
  | PutCanary
  | DropCanary;

/** The sign of an operation in the printed plan. */
export const OPERATION_SIGNS: Readonly<Record<Operation["kind"], string>> = {
  "make-directory": "+",
  adopt: "→",
  merge: "⇒",
  transfer: "⇉",
  unshare: "←",
  settle: "≟",
  "make-link": "↪",
  relink: "↻",
  "set-aside": "⤓",
  "write-file": "✎",
  "write-record": "✎",
  "write-shipped": "✎",
  activate: "⇢",
  "exchange-trees": "⇄",
  "move-tree": "→",
  "remove-tree": "×",
  unpack: "⇊",
  "write-baseline": "✎",
  bring: "↷",
  "keep-rescued": "⤓",
  "set-rights": "✎",
  "write-history": "✎",
  "append-lines": "✎",
  "put-back": "↩",
  "stand-in": "⇄",
  "swap-in": "⇄",
  "take-snapshot": "⧉",
  restore: "↩",
  "try-calls": "?",
  "put-link-test": "+",
  "drop-link-test": "×",
  "put-canary": "+",
  "drop-canary": "×",
};

const MOVING = new Set<Operation["kind"]>([
  "adopt",
  "merge",
  "transfer",
  "unshare",
  "set-aside",
  "put-back",
  "restore",
]);

/** Operations that move a user's data, as opposed to links and our own files. */
export function movesData(operation: Operation): boolean {
  return MOVING.has(operation.kind);
}
