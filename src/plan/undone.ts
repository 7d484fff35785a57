/** Around undoing: what is noted of it, the room it takes, and what a later take-over meets. */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { type Place } from "../core/layout.ts";
import { placeKey } from "../core/observation.ts";
import { ancestorsOf, type RelPath } from "../core/path.ts";
import { markedUndone, type PersistenceRecord } from "../core/record.ts";
import { type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import { type HistoryEntry, subjectOf } from "./history.ts";
import { inPlaceText } from "./in-place.ts";
import type { Operation, SetAside, Unshare } from "./operation.ts";
import type { Survey } from "./survey.ts";

/**
 * The record after an undo that does these steps; what is refused when it is done is taken out again then. `inPlace` are entries that stand in the app
 * already, perhaps by a run that did not come to its record.
 */
export function undoneRecord(
  record: PersistenceRecord,
  entries: readonly { readonly path: RelPath; readonly inPlace: boolean }[],
  moves: readonly Operation[],
): PersistenceRecord {
  const given = moves.filter(({ kind }) => kind === "unshare").map(({ path }) => path);
  const standing = new Set<string>([...given, ...entries.filter(({ inPlace }) => inPlace).map(({ path }) => path)]);
  const isNew = record.entries.some(({ path, inPlace }) => standing.has(path) && inPlace !== true);
  if (moves.length === 0 && !isNew) return record;
  const noted = record.entries.map((entry) => (standing.has(entry.path) ? { ...entry, inPlace: true } : entry));
  return markedUndone({ ...record, entries: noted }, true);
}

/** The line of an undo in the history. */
export function undoEntry(survey: Survey, moves: readonly Operation[]): HistoryEntry {
  return {
    at: survey.now,
    command: "undo",
    release: subjectOf(survey.layout),
    result: "done",
    counts: { entries: moves.filter(({ kind }) => kind === "unshare" || kind === "relink").length },
    facts: { holdfast: survey.program },
  };
}

/**
 * What a take-over after an undo is planned from: where the app no longer has an entry, the link in shared that led to it leads nowhere. It is ours; it goes
 * aside, and counts as gone.
 */
export function afterUndo(
  survey: Survey,
  intents: readonly EntryIntent[],
): { readonly survey: Survey; readonly cleared: readonly Operation[] } {
  if (survey.record?.undone !== true) return { survey, cleared: [] };
  const leftover = intents
    .filter(({ chain }) => chain === undefined)
    .filter((entry) => leadsToNothing(survey.at(inApp(entry)), survey.at(inShared(entry, survey.layout))))
    .map((entry) => inShared(entry, survey.layout));
  const gone = new Set(leftover.map(placeKey));
  const at = (place: Place): Observation => (gone.has(placeKey(place)) ? absent(survey.at(place)) : survey.at(place));
  return { survey: { ...survey, at }, cleared: leftover.map((place) => setAside(survey.at(place))) };
}

/** True for an entry of a site that was undone, unless shared has its data still. */
export function isGivenBack(entry: EntryIntent, survey: Survey): boolean {
  if (survey.record?.undone !== true) return false;
  return entry.chain !== undefined || survey.at(inShared(entry, survey.layout)).kind !== entry.kind;
}

function leadsToNothing(app: Observation, shared: Observation): boolean {
  return shared.link?.end.kind === "absent" && shared.link.text === inPlaceText(app, shared);
}

function absent({ place, directory, name, parent }: Observation): Observation {
  return { place, directory, name, parent, kind: "absent", id: null, dev: null, owner: null, size: 0 };
}

function setAside(seen: Observation): SetAside {
  return {
    kind: "set-aside",
    path: `shared/${seen.place.path}`,
    at: { directory: seen.directory, name: seen.name },
    identity: seen.id ?? "",
    nodeKind: "link",
    to: "retired",
    as: seen.place.path,
    reason: "it led to what the application had since the undo, which is gone",
  };
}

/** What a folder takes on disk at least, and what is left for everything else. */
const FOLDER_BYTES = 4096;
const SLACK = 64;

/** The problem that there is no room for the folders of the clones (files only get second names); none where there is. */
export function cloneRoomProblem(operations: readonly Operation[], survey: Survey): Diagnostic[] {
  const unshared = operations.filter((operation): operation is Unshare => operation.kind === "unshare");
  if (unshared.length === 0) return [];
  const folders = unshared.map((operation) => foldersIn(operation, survey)).reduce((sum, count) => sum + count, 0);
  const room = survey.room();
  const bytes = (folders + SLACK) * FOLDER_BYTES;
  if (folders + SLACK <= room.inodes && bytes <= room.bytes) return [];
  return [
    {
      severity: "problem",
      code: "no-room-to-undo",
      message: `The file system of "${survey.layout.shared}" has ${room.bytes} bytes and ${room.inodes} inodes free; ${folders} folders have to be made anew, which takes ${bytes} bytes and ${folders + SLACK} inodes`,
      hint: "Free some space, then run the command again",
    },
  ];
}

/** Counted from the names of files; where there are too many of those, every name counts. */
function foldersIn({ path, nodeKind }: Unshare, survey: Survey): number {
  if (nodeKind === "file") return 0;
  const place: Place = { root: "shared", path: path as RelPath };
  const names = survey.names(place);
  if (names === null) return survey.need(place).inodes;
  return 1 + new Set(names.flatMap((name) => ancestorsOf(name as RelPath))).size;
}
