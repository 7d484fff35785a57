/**
 * The one executor. Purpose: bring the disk to what a plan says, or leave a state from which the next run does.
 *
 *   lock      one run at a time for each shared folder; exit 75 otherwise
 *   resume    an unfinished transaction is completed first
 *   compare   a plan whose premises no longer hold is handed back; nothing was changed
 *   INTENT    the plan is durable in the journal
 *   execute   operation by operation; each is idempotent and looks at the disk first
 *   DONE      durable after the last fsync; the lock is given back
 *
 * Killed anywhere: before INTENT nothing was changed but our own empty folders; after it the next run resumes.
 */
import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import type { SiteLayout } from "../core/layout.ts";
import type { Ownership } from "../core/observation.ts";
import type { AbsPath } from "../core/path.ts";
import { isBlocked } from "../plan/blocked.ts";
import { SERVING_FILE } from "../core/serving.ts";
import { WAS } from "../plan/serving/retire-link.ts";
import type { Operation } from "../plan/operation.ts";
import type { Plan, Premise } from "../plan/plan.ts";
import { fence, type HeldLock } from "../system/lock.ts";
import type { NativeFiles } from "../system/native-files.ts";
import type { NativeRename } from "../system/native-rename.ts";
import { execute } from "./execute.ts";
import { unsharedBy, waitingFor } from "./held-back.ts";
import { holdingLock } from "./hold-lock.ts";
import { failedAt, notBegun, notClosed, notSynced } from "./failure.ts";
import {
  beginTransaction,
  type CommandMark,
  endTransaction,
  keepDamaged,
  openTransactions,
  type Transaction,
} from "./journal.ts";
import { type LaterSyncs, laterSyncs } from "./later-syncs.ts";
import { refusesLinks, withoutLinks } from "./refusal.ts";
import { NO_OUTCOME, type Outcome, plus, type Run } from "./run.ts";
import type { Steps } from "./steps.ts";
import { brokenPremise } from "./stale.ts";
import type { StateDirs } from "./state.ts";
import { clearStage } from "./stage.ts";
import { beginRescueNote, endRescueNote, type NoteFrame } from "./rescued/note-file.ts";

/** What the executor is given besides the plan. */
export interface ApplySettings {
  readonly native: NativeRename;
  readonly files: () => NativeFiles | null;
  readonly maintenance: boolean;
  readonly asRoot: boolean;
  /** For the lock's owner file. */
  readonly since: string;
  readonly command: string;
  /** Told before each operation: its number from 0, how many there are, and the operation. */
  readonly progress: (step: number, total: number, operation: Operation) => void;
}

/** `stale`: the disk is not as the plan says, or an unfinished run had to be completed first; nothing of this plan was done. */
export type ApplyResult =
  | { readonly kind: "applied"; readonly outcome: Outcome }
  | { readonly kind: "stale"; readonly premise: Premise | null; readonly completed: number; readonly resumed: Outcome };

/** Does all steps without a pause. */
function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const turn = steps.next();
    if (turn.done === true) return turn.value;
  }
}

/** Applies a plan that is not empty. */
export function applyPlan(plan: Plan, settings: ApplySettings): ApplyResult {
  return runToEnd(applying(plan, settings));
}

/** {@link applyPlan}, step by step. */
export function* applying(plan: Plan, settings: ApplySettings): Steps<ApplyResult> {
  return yield* holdingLock({ shared: plan.layout.shared, owner: plan.owner, about: settings }, function* (dirs, lock) {
    const resumed = yield* resumeAll({ dirs, lock, settings });
    const premise = brokenPremise(plan);
    if (resumed.count > 0 || premise !== null)
      return { kind: "stale", premise, completed: resumed.count, resumed: resumed.outcome };
    const outcome = yield* perform(begin(dirs, plan, settings), { dirs, lock, settings, resuming: false });
    return { kind: "applied", outcome };
  });
}

/** What completing earlier runs came to. */
export interface Completed {
  readonly count: number;
  /** What they had planned; without those whose plan could not be read. */
  readonly plans: readonly Plan[];
  readonly outcome: Outcome;
}

/** Completes what earlier runs began, step by step; the count tells whether there was anything. */
export function resuming(shared: AbsPath, owner: Ownership, settings: ApplySettings): Steps<Completed> {
  return holdingLock({ shared, owner, about: settings }, (dirs, lock) => resumeAll({ dirs, lock, settings }));
}

/** What a run holds. */
export interface Hands {
  readonly dirs: StateDirs;
  readonly lock: HeldLock;
  readonly settings: ApplySettings;
}

/** Completes the transactions that earlier runs began; the caller holds the lock. */
export function* resumeAll(hands: Hands): Steps<Completed> {
  const open = openTransactions(hands.dirs);
  let outcome = NO_OUTCOME;
  for (const { id, plan } of open) {
    if (plan === null) {
      const kept = keepDamaged(hands.dirs, id);
      outcome = plus(outcome, { diagnostics: [damaged({ id, kept }, hands)] });
    } else outcome = plus(outcome, yield* perform({ id, plan }, { ...hands, resuming: true }));
  }
  const plans = open.flatMap(({ plan }) => (plan === null ? [] : [plan]));
  return { count: open.length, plans, outcome };
}

/** Steps that only make sense where every step before them was done. */
const NEEDS_ALL = new Set<Operation["kind"]>([
  "write-record",
  "write-shipped",
  "activate",
  "exchange-trees",
  "move-tree",
  "remove-tree",
  "stand-in",
  "swap-in",
]);

/**
 * Does a transaction's operations. While resuming, one that no longer fits the disk (its release was removed, its entry replaced) is left and
 * named, because the plan that follows looks anew; the record is then that plan's to write.
 */
export function* perform(transaction: Transaction, hands: Hands & { readonly resuming: boolean }): Steps<Outcome> {
  const { operations } = transaction.plan;
  let outcome: Outcome = NO_OUTCOME;
  let isAbandoned = false;
  const waiting = laterSyncs();
  for (const [step, operation] of operations.entries()) {
    if (isAbandoned && NEEDS_ALL.has(operation.kind)) continue;
    if (isOfServing(operation) && (isAbandoned || outcome.refused.length > 0)) continue;
    if (isBlocked(operation, unsharedBy(operations, step, outcome))) {
      outcome = plus(outcome, waitingFor(operation));
      continue;
    }
    yield operation;
    hands.settings.progress(step, operations.length, operation);
    if (endsGroup(operations, step)) finishSyncs(waiting, transaction.plan);
    const syncLater = waiting.note;
    const run = runOf(transaction, { step, soFar: outcome, resuming: hands.resuming, syncLater }, hands);
    try {
      outcome = plus(outcome, attempt(operation, run, transaction.plan.layout));
    } catch (error) {
      if (!hands.resuming || !isOutdated(error)) throw error;
      isAbandoned = true;
      outcome = plus(outcome, { diagnostics: [abandoned(operation, error)] });
    }
  }
  finishSyncs(waiting, transaction.plan);
  end(hands, transaction, outcome);
  return outcome;
}

function endsGroup(operations: readonly Operation[], step: number): boolean {
  return operations[step]?.kind !== operations[step - 1]?.kind;
}

function finishSyncs(waiting: LaterSyncs, { layout }: Plan): void {
  try {
    waiting.finish();
  } catch (error) {
    throw notSynced(error, layout);
  }
}

/** What the document root was to hold is only recorded, and what stood there only retired, where all of it came there. */
function isOfServing({ kind, path, at }: Operation): boolean {
  return (
    (kind === "write-file" && path === `shared/${SERVING_FILE}`) || (kind === "set-aside" && at.name.endsWith(WAS))
  );
}

function runOf(
  transaction: Transaction,
  at: Pick<Run, "step" | "soFar" | "resuming" | "syncLater">,
  { dirs, lock, settings }: Hands,
): Run {
  return {
    tx: transaction.id,
    dirs,
    owner: transaction.plan.owner,
    native: settings.native,
    files: settings.files,
    maintenance: settings.maintenance,
    inPlaceAllowed: transaction.plan.layout.kind === "flat",
    asRoot: settings.asRoot,
    fence: () => {
      fence(lock);
    },
    noteRescue: () => {
      beginRescueNote(noteFrame({ dirs, lock, settings }, transaction));
    },
    ...at,
  };
}

/** The disk is no longer what the unfinished run was planned for; a full or failing disk is another matter. */
function isOutdated(error: unknown): error is HoldfastError {
  if (!(error instanceof HoldfastError)) return false;
  const cause = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  return (
    error.code === "disk-changed" || ["ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY", "ELOOP"].includes(cause)
  );
}

function abandoned(operation: Operation, error: HoldfastError): Diagnostic {
  return {
    severity: "warning",
    code: "unfinished-step-left",
    path: operation.path,
    message: `An unfinished run could not be completed at "${operation.path}": ${error.message}`,
    hint: "What stands there now was looked at anew and planned for; nothing was removed",
  };
}

function damaged({ id, kept }: { readonly id: string; readonly kept: string }, { dirs }: Hands): Diagnostic {
  return {
    severity: "problem",
    code: "journal-damaged",
    message: `The journal of an unfinished run is damaged; it is kept as "${dirs.journal.path}/${kept}"`,
    hint: `Compare "${dirs.retired.path}/${id}" (if it is there) with shared: a file that was written during that run may be there only`,
  };
}

function attempt(operation: Operation, run: Run, layout: SiteLayout): Outcome {
  try {
    return execute(operation, run);
  } catch (error) {
    if (refusesLinks(error)) return withoutLinks(operation);
    throw failedAt(operation, error, layout);
  }
}

/** Writes a plan into the journal; what fails then has changed nothing. */
export function begin(dirs: StateDirs, plan: Plan, { command, since }: CommandMark): Transaction {
  try {
    return beginTransaction(dirs, plan, { command, since });
  } catch (error) {
    throw notBegun(error, plan.layout);
  }
}

function end(hands: Hands, transaction: Transaction, { rescued }: Outcome): void {
  try {
    endRescueNote(noteFrame(hands, transaction), rescued);
    clearStage(hands.dirs);
    endTransaction(hands.dirs, transaction.id);
  } catch (error) {
    throw notClosed(error, transaction.plan.layout);
  }
}

function noteFrame({ dirs, settings }: Hands, transaction: Transaction): NoteFrame {
  return { dirs, transaction, at: settings.since, asRoot: settings.asRoot };
}
