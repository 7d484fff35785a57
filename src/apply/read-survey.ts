import { cksum } from "../core/cksum.ts";
import type { Classification, Decision, Detection } from "../core/entry.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { HoldfastError } from "../core/error.ts";
import { refuseInTheWay } from "./in-the-way.ts";
import { unfinishedIds } from "../core/journal-names.ts";
import { NAMES, type Place, type SiteLayout, VERSION_FILES } from "../core/layout.ts";
import { type Ownership, placeKey } from "../core/observation.ts";
import { type AbsPath, abs, baseName, parentOf, rel, under } from "../core/path.ts";
import type { PersistenceRecord, ShippedRecord } from "../core/record.ts";
import { SERVING_FILE } from "../core/serving.ts";
import type { HistoryEntry } from "../plan/history.ts";
import type { AcrossTerms } from "../plan/operation.ts";
import { HOST_FILE, SHIPPED_FILE } from "../plan/own-file.ts";
import { readRecord } from "../plan/record-reading.ts";
import { readServing } from "../plan/serving/serving-document.ts";
import type { CodeFact, Mode, Retired, Survey } from "../plan/survey.ts";
import { denialIn, denialOf } from "../system/access.ts";
import { withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";
import { lookAt } from "../system/facts.ts";
import { digestFile, listNames, sameContent } from "../system/listing.ts";
import { bytes } from "../system/bytes-path.ts";
import { readMounts } from "../system/mounts.ts";
import { once } from "../core/once.ts";
import { observing, physical } from "../system/observe.ts";
import { namesAt } from "../system/names.ts";
import { needOf, roomAt } from "../system/space.ts";
import { pendingRetirements } from "./pending.ts";

const TEXT_LIMIT = 64 * 1024 * 1024;

/** What shared remembers: our record, the shipped names, our own files, unfinished transactions, what is retired and not settled. */
export interface SharedState {
  readonly record: PersistenceRecord | null;
  /** Parses their file when it is asked for: most commands never ask, and it has a line for each name that ever came with a release. */
  readonly shipped: () => ShippedRecord;
  readonly ours: Readonly<Partial<Record<string, string>>>;
  /** The history's file as it was before its text was read; absent from the state where something else stands there. */
  readonly historyId?: string | null;
  readonly unfinished: readonly string[];
  readonly retirements: readonly Retired[];
  /** True where the site has no links: its data stands in the app, and stays there. */
  readonly inPlace: boolean;
}

/** Reads what shared remembers; all of it empty where shared does not exist. Throws where the record is malformed or newer. */
export function readSharedState(shared: AbsPath): SharedState {
  refuseInTheWay(shared);
  const names = [
    NAMES.config,
    NAMES.history,
    NAMES.healthCheck,
    NAMES.emergencyRecovery,
    NAMES.summary,
    NAMES.guide,
    NAMES.hosting,
    SHIPPED_FILE,
    HOST_FILE,
    SERVING_FILE,
  ];
  const history = lookAt(bytes(under(shared, rel(NAMES.history))));
  const ours = Object.fromEntries(
    names.flatMap((name) => readText(under(shared, rel(name))).map((text) => [name, text])),
  );
  const config = ours[NAMES.config];
  const record = config === undefined ? null : readRecord(config, under(shared, rel(NAMES.config)));
  return {
    record,
    shipped: () => readShipped(ours[SHIPPED_FILE]),
    ours,
    ...(history === null || history.kind === "file" ? { historyId: history?.id ?? null } : {}),
    unfinished: unfinishedIds(namesAt(under(shared, rel(".holdfast/journal")))),
    retirements: pendingRetirements(shared),
    inPlace: isInPlace(shared),
  };
}

function isInPlace(shared: AbsPath): boolean {
  const path = under(shared, rel(SERVING_FILE));
  return readText(path).some((text) => readServing(text, path).way === "in-place");
}

/** What names the version of the code in an app. A file that is an entry itself is one for all releases and names none. */
function readCode({ layout: { app }, classification, state }: SurveyInput): CodeFact {
  const entries = new Set<string>(
    [...classification.verdicts, ...(state.record?.entries ?? [])]
      .filter(({ handling }) => handling === "link" || handling === "merge")
      .map(({ path }) => path),
  );
  const self = lookAt(bytes(app));
  const names = VERSION_FILES.filter((name) => !entries.has(name));
  const files = names.flatMap((name) => readBytes(under(app, rel(name))));
  const lock = readBytes(under(app, rel("composer.lock")))[0];
  return {
    tree: self?.id ?? "",
    born: String(self?.bornNs ?? 0),
    sum: cksum(Buffer.concat(files)),
    lockfile: lock === undefined ? null : cksum(lock),
  };
}

/** The text of a file in the app, or null. */
export function textIn(app: AbsPath, path: string): string | null {
  return readText(under(app, rel(path)))[0] ?? null;
}

/** Owner and mode of a folder. */
export function ownerOf(folder: AbsPath): Ownership {
  const self = lookAt(bytes(folder));
  return { uid: self?.uid ?? 0, gid: self?.gid ?? 0, mode: self?.mode ?? 0o755 };
}

/** What the judgement and the command line add to what is read from the disk. */
export interface SurveyInput {
  readonly layout: SiteLayout;
  readonly sharedIsNew: boolean;
  readonly mode: Mode;
  readonly classification: Classification;
  readonly detections: readonly Detection[];
  readonly decisions: readonly Decision[];
  readonly state: SharedState;
  readonly notices: readonly Diagnostic[];
  readonly maintenance: boolean;
  readonly across: AcrossTerms | null;
  readonly canCopy: boolean;
  readonly now: string;
  readonly deployment?: HistoryEntry | null;
  readonly remembers?: boolean;
  readonly program: string;
}

/** A survey whose questions are answered from the disk, each once. */
export function readSurvey(input: SurveyInput): Survey {
  const { layout, state } = input;
  const at = once(observing({ app: layout.app, shared: layout.shared }), placeKey);
  const folder = (place: Place): AbsPath => abs(`${at(place).directory}/${at(place).name}`);
  return {
    ...input,
    ...state,
    shipped: state.shipped(),
    owner: ownerOf(layout.app),
    code: readCode(input),
    at,
    room: () => roomAt(layout.shared),
    need: (place) => needOf(folder(place)),
    device: (path) => lookAt(bytes(path))?.dev ?? null,
    denial: once((place: Place) => denialOf(at(place)), placeKey),
    mounts: readMounts(),
    sharedOwner: input.sharedIsNew ? null : ownerOf(layout.shared),
    sharedDenial: denialIn(layout.shared),
    names: once((place: Place) => listNames(folder(place)), placeKey),
    digest: (place, name) => digestFile(name === "" ? folder(place) : abs(`${folder(place)}/${name}`)),
    sameFile: (a, b) => sameFiles(folder(a), folder(b)),
  };
}

function sameFiles(a: AbsPath, b: AbsPath): boolean {
  if (lookAt(bytes(a)) === null || lookAt(bytes(b)) === null) return false;
  return withDir(parentOf(a), (first) =>
    withDir(parentOf(b), (second) =>
      sameContent({ dir: first, name: baseName(a) }, { dir: second, name: baseName(b) }),
    ),
  );
}

function readText(path: AbsPath): string[] {
  return readBytes(path).map((content) => content.toString("utf8"));
}

function readBytes(path: AbsPath): Buffer[] {
  if (lookAt(bytes(path))?.kind !== "file") return [];
  try {
    const folder = physical(bytes(parentOf(path)));
    const content = withDir(folder, (dir) => readFileAt({ dir, name: baseName(path) }, TEXT_LIMIT));
    return content === null ? [] : [content];
  } catch (error) {
    throw new HoldfastError({
      code: "unreadable",
      message: `"${path}" cannot be read: ${(error as Error).message}`,
      hint: "Run the command as the user that owns the site",
      cause: error,
    });
  }
}

function readShipped(text: string | undefined): ShippedRecord {
  const nothing: ShippedRecord = { schema: 1, entries: {} };
  if (text === undefined) return nothing;
  try {
    return JSON.parse(text) as ShippedRecord;
  } catch {
    // Without it deleted demo content might come back; nothing is lost, so the run goes on.
    return nothing;
  }
}
