import { isRetiredFolder, NAMES } from "../core/layout.ts";
import { BASELINES } from "../core/baseline.ts";
import { type AbsPath, baseName, isInside, parentOf, parseRel } from "../core/path.ts";
import { REGISTER_FILE } from "../core/release.ts";
import { isSnapshotName } from "../core/snapshot.ts";
import { LOADERS_FOLDER, SERVING_FILE } from "../core/serving.ts";
import { LINK_TEST, SCRATCH } from "../core/try-names.ts";
import type {
  At,
  Bring,
  KeepRescued,
  Operation,
  PutLinkTest,
  DropLinkTest,
  TakeSnapshot,
  TryCalls,
  Unpack,
  WriteBaseline,
} from "./operation.ts";
import { HOOK_LOGS, HOST_FILE, RESCUED_FOLDER, SHIPPED_FILE, SNAPSHOTS_FOLDER } from "./own-file.ts";
import type { Plan } from "./plan.ts";
import { isCanaryName } from "./probe/canary.ts";

/** What `persist` does. The steps of other commands are planned by those alone, from what they see. */
const SAVED = new Set<Operation["kind"]>([
  "make-directory",
  "adopt",
  "merge",
  "transfer",
  "settle",
  "make-link",
  "relink",
  "set-aside",
  "write-file",
  "write-record",
  "write-shipped",
  "write-history",
]);

/** What a saved plan holds that `persist` never does, as a sentence without a full stop; null where there is nothing. */
export function strangerIn(plan: Plan): string | null {
  const stranger = plan.operations.find(({ kind }) => !SAVED.has(kind));
  return stranger === undefined ? null : `"${stranger.kind}" is no step of persist`;
}

/** A plan is a file that somebody may have edited: it names places in the app and in shared only, and writes files of ours only. */
export function faultOf(plan: Plan): string | null {
  const parents = new Set(plan.basedOn.map((premise) => premise.path.slice(0, premise.path.lastIndexOf("/"))));
  for (const step of plan.operations) {
    const fault = faultOfOne(step, plan, parents);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfOne(step: Operation, plan: Plan, parents: ReadonlySet<string>): string | null {
  if (step.kind === "unpack") return faultOfUnpack(step, plan);
  if (step.kind === "take-snapshot") return faultOfSnapshot(step, plan);
  if (step.kind === "try-calls" || step.kind === "put-link-test" || step.kind === "drop-link-test")
    return faultOfTry(step);
  if (step.kind === "restore" && isInside(step.at.directory, `${plan.layout.shared}/${NAMES.state}`))
    return `"${step.at.directory}" is Holdfast's own folder`;
  return faultOfStep(step, plan, parents);
}

/** A snapshot may be kept anywhere but in the data itself or in a copy of the code; it makes one new folder of a plain name and reads the one before. */
function faultOfSnapshot({ at, before }: TakeSnapshot, { layout }: Plan): string | null {
  const isPlain = [at, ...(before === null ? [] : [before])].every(
    ({ directory, name }) => isSnapshotName(name) && !directory.split("/").includes(".."),
  );
  const own = `${layout.shared}/${SNAPSHOTS_FOLDER}`;
  const isInData = isInside(at.directory, layout.shared) && at.directory !== own;
  if (isPlain && !isInData && (before === null || before.directory === at.directory)) return null;
  return `"${at.directory}/${at.name}" is no place for a snapshot`;
}

type Try = TryCalls | PutLinkTest | DropLinkTest;

/** What is tried stands under names of ours, in whatever folder; nothing else is made or removed there. */
function faultOfTry(step: Try): string | null {
  const isPlace = ({ directory, name }: At, ours: string): boolean =>
    name === ours && !directory.split("/").includes("..");
  const fine =
    step.kind === "try-calls"
      ? [step.at, ...step.others].every((place) => isPlace(place, SCRATCH))
      : isPlace(step.at, LINK_TEST) && isPlace(step.targets, SCRATCH);
  return fine ? null : `"${step.at.directory}/${step.at.name}" is no place to try something in`;
}

function faultOfStep(
  step: Exclude<Operation, Unpack | TakeSnapshot | Try>,
  plan: Plan,
  parents: ReadonlySet<string>,
): string | null {
  const roots = [plan.layout.app, plan.layout.shared];
  if (step.kind === "bring" || step.kind === "keep-rescued") return faultOfCopy(step, plan, parents);
  const places = [step.at, ...("into" in step ? [step.into] : []), ...furtherPlaces(step)];
  const folders = [...places.map(({ directory }) => directory), ...("keepIn" in step ? step.keepIn : [])];
  for (const directory of folders) {
    const folder = step.kind === "settle" ? withoutOwnFolder(directory) : directory;
    const inside = [...roots, ...treesBeside(step, plan)].some((root) => isInside(folder, root)) || parents.has(folder);
    if (!inside || directory.split("/").includes("..")) return `"${directory}" lies outside the application and shared`;
  }
  return faultOfFile(step, plan);
}

/** Code that changes places with what is live goes into the tree beside it of which a premise tells, and nowhere else. */
function treesBeside(step: Operation, { basedOn, layout }: Plan): readonly string[] {
  if (step.kind !== "swap-in" && step.kind !== "make-directory") return [];
  return basedOn.flatMap(({ path }) =>
    parentOf(path) === layout.site && baseName(path).startsWith(".") && baseName(path) !== ".." ? [path] : [],
  );
}

function furtherPlaces(step: Operation): readonly At[] {
  if (step.kind === "stand-in") return [step.from, step.kept];
  return step.kind === "put-back" ? [step.from] : [];
}

/** Read from any copy of the code, written into the one that the plan is about, into shared, or into a folder of which a premise names that very name. */
function faultOfCopy(step: Bring | KeepRescued, { layout }: Plan, parents: ReadonlySet<string>): string | null {
  const from = step.at.directory;
  if (!isInside(from, layout.site) || from.split("/").includes("..")) return `"${from}" lies outside the site`;
  if (step.kind === "keep-rescued")
    return parseRel(step.as) === step.as ? null : `"${step.as}" is no place in the rescue folder`;
  const { root, into } = step;
  if (parents.has(root) && into.directory === root && !root.split("/").includes("..")) return null;
  const isPlace = root === layout.app || root === layout.shared;
  if (isPlace && isInside(into.directory, root) && !into.directory.split("/").includes("..")) return null;
  return `"${into.directory}" lies outside the application and shared`;
}

/** Beside the application or in the folder of the releases, under a name with a dot, and never in somebody's data. */
function faultOfUnpack({ at: { directory, name } }: Unpack, { layout }: Plan): string | null {
  const isInSite = isInside(directory, layout.site) && !isInside(directory, layout.shared);
  if (isInSite && name.startsWith(".") && !directory.split("/").includes("..")) return null;
  return `"${directory}/${name}" is no place in the site where a delivery is unpacked`;
}

function faultOfFile(step: Operation, plan: Plan): string | null {
  const { at: place } = step;
  if (step.kind === "write-baseline") return faultOfBaseline(step, plan);
  if (step.kind === "put-canary" || step.kind === "drop-canary")
    return isCanaryName(place.name) ? null : `"${place.directory}/${place.name}" is no canary`;
  if (step.kind === "append-lines")
    return SETTINGS_FILE.test(place.name) ? null : `"${place.directory}/${place.name}" is no file of settings`;
  const isWritten = step.kind === "write-file" || step.kind === "write-history";
  return !isWritten || isOwnFile(place, plan)
    ? null
    : `"${place.directory}/${place.name}" is no file that Holdfast writes`;
}

/** The old tree of a transfer lies in a folder of ours beside or in the application. */
function withoutOwnFolder(directory: AbsPath): AbsPath {
  return isRetiredFolder(baseName(directory)) ? parentOf(directory) : directory;
}

/** Our own file, of the copy of the code that the plan is about. */
function faultOfBaseline({ at: { directory, name }, tree }: WriteBaseline, { layout }: Plan): string | null {
  if (directory !== `${layout.shared}/${BASELINES}`) return `"${directory}/${name}" is no place of a baseline`;
  return tree === layout.app ? null : `"${tree}" is not the copy of the code that the plan is about`;
}

/** What its owner calls a file of settings; nothing that a web server would run. */
const SETTINGS_FILE = /^\.env(\.[A-Za-z0-9_-]+)?$/;

const OWN_NAMES: readonly string[] = [
  NAMES.history,
  NAMES.healthCheck,
  NAMES.emergencyRecovery,
  NAMES.summary,
  NAMES.guide,
  NAMES.hosting,
];

function isOwnFile(place: { readonly directory: string; readonly name: string }, plan: Plan): boolean {
  const { shared } = plan.layout;
  if (place.directory === shared) return OWN_NAMES.includes(place.name);
  const path = `${place.directory}/${place.name}`;
  if (place.directory === `${shared}/${HOOK_LOGS}`) return true;
  if (place.directory === `${shared}/${RESCUED_FOLDER}`) return place.name.endsWith(".json");
  if (place.directory === `${shared}/${LOADERS_FOLDER}`) return true;
  return [SHIPPED_FILE, REGISTER_FILE, SERVING_FILE, HOST_FILE].some((file) => path === `${shared}/${file}`);
}
