import type { Diagnostic } from "../core/diagnostic.ts";
import { encodeJson } from "../core/json.ts";
import { NAMES } from "../core/layout.ts";
import { type RelPath, rel, under } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import { unsharedOf, waitingNotes, withoutBlocked } from "./blocked.ts";
import { carryNotes } from "./carry-notes.ts";
import { staleCompiledFiles } from "./compiled-files.ts";
import { planEntry } from "./entry-plan.ts";
import type { EntryIntent } from "./entry-intent.ts";
import { deploymentEntry, type HistoryEntry, historyLine, isOwnHistory, withLine, writeHistory } from "./history.ts";
import type { At, Operation } from "./operation.ts";
import { OWN_MARK, type OwnFile, type OwnFileSource, type OwnFileWriters, SHIPPED_FILE } from "./own-file.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";
import { openToAll, siteObstacle } from "./obstacle.ts";
import { premisesOf } from "./premises.ts";
import { intentsOf, nextRecord, recordedIntents, recoveredRecord } from "./record-plan.ts";
import { roomProblem } from "./transfer-entry.ts";
import { settleSteps } from "./settle-steps.ts";
import type { Survey } from "./survey.ts";

/** Plans the main job: every entry of the classification, then our own files and the record. */
export function planPersist(survey: Survey, writers: OwnFileWriters): Plan {
  return planFor({ command: "persist", intents: intentsOf(survey.classification.verdicts), survey, writers });
}

/** Plans recovery: the entries of the record only, so that it needs no judgement on the code. */
export function planRecover(survey: Survey & { readonly record: PersistenceRecord }, writers: OwnFileWriters): Plan {
  return planFor({ command: "recover", intents: recordedIntents(survey.record), survey, writers });
}

/**
 * Plans the entries of a copy of the code that is not live yet. Our own files are left alone: they tell of what is live, and are written when that is this
 * copy.
 */
export function planPlace(survey: Survey, writers: OwnFileWriters): Plan {
  return planFor({ command: "place", intents: intentsOf(survey.classification.verdicts), survey, writers });
}

interface Task {
  readonly command: "persist" | "recover" | "place";
  readonly intents: readonly EntryIntent[];
  readonly survey: Survey;
  readonly writers: OwnFileWriters;
}

function planFor(task: Task): Plan {
  const { survey, intents } = task;
  const plans = intents.map((intent) => ({ intent, plan: planEntry(intent, survey) }));
  const notes = task.command === "persist" ? carryNotes(survey) : [];
  const { done, waiting } = withoutBlocked(
    dedupe(plans.flatMap(({ plan }) => plan.operations)),
    unsharedOf(plans, survey),
  );
  const diagnostics: Diagnostic[] = [
    ...survey.notices,
    ...openToAll(survey),
    ...notes,
    ...plans.flatMap(({ plan }) => plan.diagnostics),
    ...waitingNotes(waiting),
    ...roomProblem(
      done.filter((operation) => operation.kind === "transfer"),
      survey,
    ),
  ];
  // What the live code has compiled is right for it, and another copy has its own.
  const moves = task.command === "place" ? done : [...done, ...staleCompiledFiles(survey)];
  const waits = new Set(waiting.map(({ path }) => path));
  const seeded = plans.map(({ intent, plan }) => ({
    ...intent,
    seeded: plan.seeded && !waits.has(intent.path),
    inPlace: plan.inPlace === true,
  }));
  const record =
    task.command === "recover" && survey.record !== null
      ? recoveredRecord(survey.record, seeded)
      : nextRecord(survey, seeded, isUnsettled(survey, plans));
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
  return { ...planOf(task, operations), basedOn: premisesOf(operations, intents, survey), diagnostics };
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

function seededBefore(survey: Survey): RelPath[] {
  return (survey.record?.entries ?? []).filter((entry) => entry.seeded).map((entry) => entry.path);
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
  const changed = draft.moves.length > 0 || !sameText(survey, NAMES.config, encodeJson(draft.record));
  const old = survey.ours[NAMES.history];
  const begins = changed || old === undefined || !isOwnHistory(old);
  const deployment = (): HistoryEntry => ({
    ...deploymentEntry(survey, old, draft.record.entries.length),
    result: draft.isPart ? "partly" : "done",
  });
  const own = survey.deployment === undefined ? (begins ? deployment() : null) : survey.deployment;
  const entry = task.command === "persist" ? own : null;
  const { verdicts, undecided } = survey.classification;
  const source: OwnFileSource = {
    layout: survey.layout,
    record: draft.record,
    detections: survey.detections,
    verdicts,
    undecided,
    history: entry === null ? (old ?? "") : withLine(old, historyLine(entry)),
  };
  return [
    ...foreignFiles(survey),
    ...writers.scripts(source).flatMap((file) => writeOwn(survey, file)),
    ...settleSteps(survey),
    ...draft.moves,
    ...shippedSteps,
    ...writers.pages(source).flatMap((file) => writeOwn(survey, file)),
    ...writeRecord(survey, draft.record),
    ...(entry === null ? [] : [writeHistory(survey, entry)]),
  ];
}

/** Files under our names that are not ours (the public script's history, say) are kept aside, never overwritten. */
function foreignFiles(survey: Survey): Operation[] {
  return [NAMES.config, NAMES.history, NAMES.healthCheck, NAMES.emergencyRecovery, NAMES.summary, NAMES.guide].flatMap(
    (name): Operation[] => {
      const text = survey.ours[name];
      if (text === undefined || isOurs(text)) return [];
      const seen = survey.at({ root: "shared", path: rel(name) });
      return [
        {
          kind: "set-aside",
          path: `shared/${name}`,
          at: { directory: seen.directory, name: seen.name },
          identity: seen.id ?? "",
          nodeKind: "file",
          to: "rescued",
          as: rel(name),
          reason: "it was written by something else; it is kept in the rescue folder",
        },
      ];
    },
  );
}

function isOurs(text: string): boolean {
  return text.includes(OWN_MARK);
}

function writeOwn(survey: Survey, file: OwnFile): Operation[] {
  if (sameText(survey, file.name, file.content)) return [];
  return [
    {
      kind: "write-file",
      path: `shared/${file.name}`,
      at: inSharedFolder(survey, file.name),
      content: file.content,
      mode: file.mode,
      owner: survey.owner,
      exclusive: false,
      reason: file.why,
    },
  ];
}

function writeRecord(survey: Survey, record: PersistenceRecord): Operation[] {
  if (sameText(survey, NAMES.config, encodeJson(record))) return [];
  return [
    {
      kind: "write-record",
      path: `shared/${NAMES.config}`,
      at: inSharedFolder(survey, NAMES.config),
      record,
      before: { trees: survey.record?.trees ?? [], seeded: seededBefore(survey) },
      owner: survey.owner,
      reason: "what was decided, and why",
    },
  ];
}

function writeShipped(survey: Survey, shipped: ShippedRecord): Operation[] {
  if (sameText(survey, SHIPPED_FILE, encodeJson(shipped))) return [];
  return [
    {
      kind: "write-shipped",
      path: `shared/${SHIPPED_FILE}`,
      at: inSharedFolder(survey, SHIPPED_FILE),
      shipped,
      before: survey.shipped,
      owner: survey.owner,
      reason: "remembers which names releases brought, so that what was deleted stays deleted",
    },
  ];
}

function sameText(survey: Survey, name: string, content: string): boolean {
  const text = survey.ours[name];
  return text === content && (name === SHIPPED_FILE || isOurs(text));
}

function inSharedFolder(survey: Survey, name: string): At {
  const slash = name.lastIndexOf("/");
  const { shared } = survey.layout;
  return slash < 0
    ? { directory: shared, name }
    : { directory: under(shared, rel(name.slice(0, slash))), name: name.slice(slash + 1) };
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
