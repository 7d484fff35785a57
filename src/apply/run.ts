import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { TriedFolder } from "../core/host.ts";
import type { Ownership } from "../core/observation.ts";
import type { AbsPath } from "../core/path.ts";
import type { At, Operation } from "../plan/operation.ts";
import { closeDir, type Dir, openDir, type Spot } from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import type { NativeFiles } from "../system/native-files.ts";
import type { NativeRename } from "../system/native-rename.ts";
import type { StateDirs } from "./state.ts";

/** A file that lost to another and is kept in the rescue folder. */
export interface Rescued {
  /** As the user knows it. */
  readonly path: string;
  /** Where it is now, absolute. */
  readonly kept: string;
  readonly why: string;
}

/** What an operation did beyond what the plan says. */
export interface Outcome {
  readonly rescued: readonly Rescued[];
  readonly diagnostics: readonly Diagnostic[];
  /** Entries left standing in the app, with shared leading to them. */
  readonly inPlace: readonly string[];
  /** Entries that could not be taken over; nothing of theirs was changed. */
  readonly refused: readonly string[];
  /** Entries of which a process still has the old tree open, on another file system; later runs go on with them. */
  readonly unsettled: readonly string[];
  /** What the host allows, where that was tried. */
  readonly tried?: readonly TriedFolder[];
}

/** What every operation is given. */
export interface Run {
  readonly tx: string;
  /** Number of the operation within its plan. */
  readonly step: number;
  readonly dirs: StateDirs;
  readonly owner: Ownership;
  readonly native: NativeRename;
  /** Null where koffi is missing. */
  readonly files: () => NativeFiles | null;
  readonly maintenance: boolean;
  /** Flat layout: data may stay in the app with shared leading to it; a release would take it along when it is removed. */
  readonly inPlaceAllowed: boolean;
  /** Only root may give what it makes to the site's user. */
  readonly asRoot: boolean;
  /** Throws when another run has taken the lock; called before each irreversible step. */
  readonly fence: () => void;
  /** Makes durable why things of this run are rescued; called before the first name goes to the rescue folder. */
  readonly noteRescue: () => void;
  /** Makes the names in this folder durable before the run does anything of another kind, and before it ends. */
  readonly syncLater: (folder: AbsPath) => void;
  /** True where an earlier run began this transaction. */
  readonly resuming: boolean;
  /** What the operations before this one did. */
  readonly soFar: Outcome;
}

export const NO_OUTCOME: Outcome = { rescued: [], diagnostics: [], inPlace: [], refused: [], unsettled: [] };

/** Both outcomes as one. */
export function plus(a: Outcome, b: Partial<Outcome>): Outcome {
  return {
    rescued: [...a.rescued, ...(b.rescued ?? [])],
    diagnostics: [...a.diagnostics, ...(b.diagnostics ?? [])],
    inPlace: [...a.inPlace, ...(b.inPlace ?? [])],
    refused: [...a.refused, ...(b.refused ?? [])],
    unsettled: [...a.unsettled, ...(b.unsettled ?? [])],
    ...(a.tried === undefined && b.tried === undefined ? {} : { tried: [...(a.tried ?? []), ...(b.tried ?? [])] }),
  };
}

/** Opens the folders of two names, runs `work`, closes them. */
export function withSpots<T>(a: At, b: At, work: (a: Spot, b: Spot) => T): T {
  const first = openDir(a.directory);
  try {
    const second = openDir(b.directory);
    try {
      return work({ dir: first, name: a.name }, { dir: second, name: b.name });
    } finally {
      closeDir(second);
    }
  } finally {
    closeDir(first);
  }
}

/** Opens the folder of one name, runs `work`, closes it. */
export function withSpot<T>(spot: At, work: (spot: Spot) => T): T {
  const dir: Dir = openDir(spot.directory);
  try {
    return work({ dir, name: spot.name });
  } finally {
    closeDir(dir);
  }
}

/** The error for a disk that is neither as planned nor as a step of ours would have left it. */
export function unexpected(operation: Pick<Operation, "path">, spot: Spot, found: NodeFact | null): HoldfastError {
  const what =
    found === null
      ? "nothing"
      : found.kind === "link"
        ? `a link to "${found.linkText}"`
        : `a ${found.kind} with another identity`;
  return new HoldfastError({
    code: "disk-changed",
    message: `"${spot.dir.path}/${spot.name}" is ${what} now, which is not what the plan for "${operation.path}" was made for`,
    hint: "Something else changed the site meanwhile. Nothing is lost; run the command again, it looks anew",
    exit: "unfinished",
  });
}

/** The name of ours that stands beside what a step works on while that takes; the portable scripts have the same one, so that either sees what the other began. */
export function besideStep(dir: Dir, { tx, step }: Pick<Run, "tx" | "step">): Spot {
  return { dir, name: `.holdfast-${tx}-${step}` };
}
