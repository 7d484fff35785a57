import type { Diagnostic } from "../core/diagnostic.ts";
import { encodeJson } from "../core/json.ts";
import { NAMES } from "../core/layout.ts";
import type { RelPath } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import { backupNote } from "./backup-note.ts";
import { unsharedOf, waitingNotes, withoutBlocked } from "./blocked.ts";
import { carryNotes } from "./carry-notes.ts";
import { staleCompiledFiles } from "./compiled-files.ts";
import { planEntry } from "./entry-plan.ts";
import type { EntryIntent } from "./entry-intent.ts";
import { deploymentEntry, type HistoryEntry, historyLine, isOwnHistory, withLine, writeHistory } from "./history.ts";
import type { Operation } from "./operation.ts";
import type { OwnFileSource, OwnFileWriters } from "./own-file.ts";
import { foreignFiles, sameText, seededBefore, writeOwn, writeRecord, writeShipped } from "./own-file-steps.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";
import { openToAll, siteObstacle } from "./obstacle.ts";
import { premisesOf } from "./premises.ts";
import { intentsOf, nextRecord, recordedIntents, recoveredRecord, withLinked } from "./record-plan.ts";
import { roomProblem } from "./transfer-entry.ts";
import { planUndoEntry } from "./undo-entry.ts";
import { afterUndo, cloneRoomProblem, isGivenBack, undoEntry, undoneRecord } from "./undone.ts";
import { hostingOf } from "./serving/hosting-known.ts";
import { settleSteps } from "./settle-steps.ts";
import type { Survey } from "./survey.ts";
import { unlinkedChains } from "./unlinked-chain.ts";

/** Plans the main job: every entry of the classification, then our own files and the record. */
export function planPersist(survey: Survey, writers: OwnFileWriters): Plan {
  return planFor({ command: "persist", intents: intentsOf(survey.classification.verdicts), survey, writers });
}

/** Plans recovery: the entries of the record only, so that it needs no judgement on the code. What was given back to the application is not Holdfast's to repair. */
export function planRecover(survey: Survey & { readonly record: PersistenceRecord }, writers: OwnFileWriters): Plan {
  const intents = recordedIntents(survey.record).filter((entry) => !isGivenBack(entry, survey));
  return planFor({ command: "recover", intents, survey, writers });
}

/**
 * Plans the opposite of {@link planPersist}: every entry of the record becomes the app's own again, or those among `only`; so does what is linked like an
 * entry and was not recorded as one.
 */
export function planUndo(
  survey: Survey & { readonly record: PersistenceRecord },
  writers: OwnFileWriters,
  only: readonly string[] | null = null,
): Plan {
  const record = only === null ? withLinked(survey.record, survey) : survey.record;
  const intents = recordedIntents(record).filter(({ path }) => only === null || only.includes(path));
  return planFor({ command: "undo", intents, survey: { ...survey, record }, writers });
}

/**
 * Plans the entries of a copy of the code that is not live yet. Our own files are left alone: they tell of what is live, and are written when that is this
 * copy.
 */
export function planPlace(survey: Survey, writers: OwnFileWriters): Plan {
  return planFor({ command: "place", intents: intentsOf(survey.classification.verdicts), survey, writers });
}

interface Task {
  readonly command: "persist" | "recover" | "place" | "undo";
  readonly intents: readonly EntryIntent[];
  readonly survey: Survey;
  readonly writers: OwnFileWriters;
}

function planFor(task: Task): Plan {
  const { intents } = task;
  const { survey, cleared } = task.command === "persist" ? afterUndo(task.survey, intents) : { ...task, cleared: [] };
  const planOne = task.command === "undo" ? planUndoEntry : planEntry;
  const plans = intents.map((intent) => ({ intent, plan: planOne(intent, survey) }));
  // A part of a deployment compares the releases itself, and takes along what was added.
  const notes =
    task.command === "persist" && survey.deployment === undefined && !survey.inPlace ? carryNotes(survey) : [];
  const { done, waiting } = withoutBlocked(
    dedupe(plans.flatMap(({ plan }) => plan.operations)),
    unsharedOf(plans, survey),
  );
  const diagnostics: Diagnostic[] = [
    ...survey.notices,
    ...openToAll(survey),
    ...notes,
    ...(task.command === "persist" ? [...backupNote(survey, done), ...unlinkedChains(intents, survey)] : []),
    ...plans.flatMap(({ plan }) => plan.diagnostics),
    ...waitingNotes(waiting),
    ...roomProblem(
      done.filter((operation) => operation.kind === "transfer"),
      survey,
    ),
    ...cloneRoomProblem(done, survey),
  ];
  // What the live code has compiled is right for it, and another copy has its own.
  const isAnotherCopys = task.command === "place" || task.command === "undo";
  const moves = isAnotherCopys ? done : [...cleared, ...done, ...staleCompiledFiles(survey)];
  const waits = new Set(waiting.map(({ path }) => path));
  const seeded = plans.map(({ intent, plan }) => ({
    ...intent,
    seeded: plan.seeded && !waits.has(intent.path),
    inPlace: plan.inPlace === true,
  }));
  const record = recordAfter({ ...task, moves }, seeded, isUnsettled(survey, plans));
  const shipped = nextShipped(
    survey,
    plans.map(({ intent, plan }) => ({ path: intent.path, names: plan.shipped })),
  );
  const operations = withOwnFiles(task, {
    moves,
    record,
    shipped,
    isPart: diagnostics.some(({ severity }) => severity === "problem"),
  });
  const stop = operations.length === 0 ? null : siteObstacle(survey);
  if (stop !== null) return { ...planOf(task, []), diagnostics: [...diagnostics, stop] };
  return { ...planOf(task, operations), basedOn: premisesOf(operations, intents, task.survey), diagnostics };
}

function recordAfter(
  { command, survey, moves }: Task & Pick<Draft, "moves">,
  entries: Parameters<typeof nextRecord>[1],
  unsettled: boolean,
): PersistenceRecord {
  if (survey.record !== null && command === "recover") return recoveredRecord(survey.record, entries);
  if (survey.record !== null && command === "undo") return undoneRecord(survey.record, entries, moves);
  return nextRecord(survey, entries, unsettled);
}

function planOf({ command, survey }: Task, operations: readonly Operation[]): Omit<Plan, "diagnostics"> {
  return {
    schema: PLAN_SCHEMA,
    command,
    program: survey.program,
    layout: survey.layout,
    owner: survey.owner,
    basedOn: [],
    operations,
  };
}

/** True where an entry that our record says was taken over stands really in the app and stays so: its owner must decide first. */
function isUnsettled(
  survey: Survey,
  plans: readonly { readonly intent: EntryIntent; readonly plan: { readonly diagnostics: readonly Diagnostic[] } }[],
): boolean {
  const seeded = seededBefore(survey);
  return plans.some(
    ({ intent, plan }) =>
      seeded.includes(intent.path) && plan.diagnostics.some(({ severity }) => severity === "problem"),
  );
}

interface Draft {
  readonly moves: readonly Operation[];
  readonly record: PersistenceRecord;
  readonly shipped: ShippedRecord;
  /** True where something waits for its owner. */
  readonly isPart: boolean;
}

function withOwnFiles(task: Task, draft: Draft): Operation[] {
  const { survey, writers } = task;
  const shippedSteps = Object.keys(draft.shipped.entries).length === 0 ? [] : writeShipped(survey, draft.shipped);
  if (task.command === "place") return [...draft.moves, ...shippedSteps];
  const old = survey.ours[NAMES.history];
  const entry = lineOf(task, draft);
  const { verdicts, undecided } = survey.classification;
  const source: OwnFileSource = {
    layout: survey.layout,
    record: draft.record,
    detections: survey.detections,
    verdicts,
    undecided,
    ...hostingOf(survey),
    history: entry === null ? (old ?? "") : withLine(old, historyLine(entry)),
  };
  return [
    ...foreignFiles(survey),
    // The portable scripts make links, and the other pages tell of them.
    ...(survey.inPlace ? [] : writers.scripts(source).flatMap((file) => writeOwn(survey, file))),
    ...settleSteps(survey),
    ...draft.moves,
    ...shippedSteps,
    ...writers
      .pages(source)
      .filter(({ name }) => !survey.inPlace || name === NAMES.hosting)
      .flatMap((file) => writeOwn(survey, file)),
    ...writeRecord(survey, draft.record),
    ...(entry === null ? [] : [writeHistory(survey, entry)]),
  ];
}

/** The line that the history gets; null where the run changes nothing worth one. */
function lineOf({ command, survey }: Task, { moves, record, isPart }: Draft): HistoryEntry | null {
  const result = isPart ? "partly" : "done";
  if (command === "undo") return moves.length === 0 ? null : { ...undoEntry(survey, moves), result };
  if (command !== "persist") return null;
  if (survey.deployment !== undefined) return survey.deployment;
  const old = survey.ours[NAMES.history];
  const isChanged = moves.length > 0 || !sameText(survey, NAMES.config, encodeJson(record));
  if (!isChanged && old !== undefined && isOwnHistory(old)) return null;
  return { ...deploymentEntry(survey, old, record.entries.length), result };
}

function nextShipped(
  survey: Survey,
  brought: readonly { readonly path: RelPath; readonly names: Readonly<Record<string, string | null>> | null }[],
): ShippedRecord {
  const entries: Record<string, Readonly<Record<string, string | null>>> = { ...survey.shipped.entries };
  for (const { path, names } of brought) {
    if (names !== null && Object.keys(names).length > 0) entries[path] = { ...entries[path], ...names };
  }
  return { schema: 1, entries };
}

function dedupe(operations: readonly Operation[]): Operation[] {
  const made = new Set<string>();
  return operations.filter((operation) => {
    if (operation.kind !== "make-directory") return true;
    const key = `${operation.at.directory}/${operation.at.name}`;
    if (made.has(key)) return false;
    made.add(key);
    return true;
  });
}
