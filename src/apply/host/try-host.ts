/** Trying what a host allows. All that is made stands in folders under names of ours; each step begins by removing what an earlier run left of them. */
import type { TriedFolder } from "../../core/host.ts";
import { LINK_TEST_FILES, SCRATCH_NAMES, TARGETS } from "../../core/try-names.ts";
import { type AbsPath, relativeText } from "../../core/path.ts";
import type { PutLinkTest, DropLinkTest, TryCalls } from "../../plan/serving/try-host.ts";
import type { At } from "../../plan/step.ts";
import { closeDir, type Dir, dropOwnName, look, lookThrough, makeDir, makeLink, openChild } from "../../system/dir.ts";
import { setDirOwner, setLinkOwner } from "../../system/dir-owner.ts";
import { clearTrials, failureOf, makeTrialFile } from "../../system/host/scratch.ts";
import { type Trial, tryAcross, tryCalls } from "../../system/host/try-calls.ts";
import { NO_OUTCOME, type Outcome, type Run, withSpot } from "../run.ts";
import { quoteInText } from "../../core/shell.ts";

/** What of a run trying needs; without a journal there is no more of one. */
export type TryRun = Pick<Run, "native" | "asRoot" | "resuming">;

/** Tries in each folder and between them; the answers are in the outcome. Resumed, it only removes what was left. */
export function tryCallsStep({ at, others }: TryCalls, run: TryRun): Outcome {
  const places = [at, ...others];
  for (const place of places) clearScratch(place);
  if (run.resuming) return NO_OUTCOME;
  const trials = new Map<AbsPath, Trial>();
  try {
    for (const place of places)
      trials.set(
        place.directory,
        withSpot(place, (spot) => tryCalls(spot, run.native)),
      );
    return { ...NO_OUTCOME, tried: places.map(({ directory }) => told(directory, trials)) };
  } finally {
    for (const { scratch } of trials.values()) if (scratch !== null) closeDir(scratch);
    for (const place of places) clearScratch(place);
  }
}

function told(path: AbsPath, trials: ReadonlyMap<AbsPath, Trial>): TriedFolder {
  const trial = trials.get(path) as Trial;
  const across = [...trials].flatMap(([other, { scratch }]) =>
    other === path || scratch === null || trial.scratch === null
      ? []
      : [{ path: other, answer: tryAcross(trial.scratch, scratch) }],
  );
  return { path, calls: trial.calls, across };
}

function clearScratch(place: At): void {
  withSpot(place, (spot) => clearTrials(spot, SCRATCH_NAMES));
}

const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/** Puts the link test into the document root, and what its links lead to beside it. Resumed, it makes nothing: the step after it removes. */
export function putLinkTest(operation: PutLinkTest, run: TryRun): Outcome {
  dropLinkTest(operation);
  if (run.resuming) return NO_OUTCOME;
  const failure = failureOf(() => {
    withFolder(operation.targets, operation.owner, (targets) => {
      withFolder(operation.at, operation.owner, (linkTest) => {
        fill({ linkTest, targets }, operation, run);
      });
    });
  });
  return failure === null ? NO_OUTCOME : { ...NO_OUTCOME, diagnostics: [notPlaced(operation.at, failure)] };
}

function notPlaced({ directory }: At, failure: NodeJS.ErrnoException): Outcome["diagnostics"][number] {
  return {
    severity: "warning",
    code: "link-test-not-put",
    path: directory,
    message: `Not all of the files that the web server is asked for could be put into "${directory}" (${failure.code ?? failure.message})`,
    hint: "What it says of links below may be incomplete; run the command as the user that owns that folder",
  };
}

function fill(
  { linkTest, targets }: { readonly linkTest: Dir; readonly targets: Dir },
  { token, owner, at }: PutLinkTest,
  { asRoot }: TryRun,
): void {
  const file = { text: token, mode: FILE_MODE, owner: asRoot ? owner : null };
  const lead = (name: string, text: string): void => {
    makeLink({ dir: linkTest, name }, text);
    if (asRoot) setLinkOwner({ dir: linkTest, name }, owner);
  };
  const folder = `${at.directory}/${at.name}` as AbsPath;
  const textTo = (name: string): string => relativeText(folder, `${targets.path}/${name}` as AbsPath);
  makeTrialFile({ dir: linkTest, name: LINK_TEST_FILES.real }, file);
  makeTrialFile({ dir: targets, name: TARGETS.own }, file);
  lead(LINK_TEST_FILES.own, textTo(TARGETS.own));
  if (asRoot) {
    makeTrialFile({ dir: targets, name: TARGETS.other }, { ...file, owner: otherThan(owner.uid) });
    lead(LINK_TEST_FILES.other, textTo(TARGETS.other));
  } else leadToRoots({ dir: linkTest, name: LINK_TEST_FILES.other }, owner.uid);
}

/** `nobody` on Linux, or the user after it. */
const NOBODY = 65534;

function otherThan(uid: number): { readonly uid: number; readonly gid: number } {
  const other = uid === NOBODY ? NOBODY - 1 : NOBODY;
  return { uid: other, gid: other };
}

/** What root owns and everybody may read on every Linux: its name and version (os-release(5)). */
const OF_ROOT = "/etc/os-release";

/** Nobody but root can make a file of another owner; a link to one of root's is the same question. */
function leadToRoots(spot: { readonly dir: Dir; readonly name: string }, uid: number): void {
  if (uid === 0) return;
  makeLink(spot, OF_ROOT);
  const end = lookThrough(spot);
  if (end.fact === null || end.fact.uid === uid) dropOwnName(spot);
}

function withFolder(place: At, owner: PutLinkTest["owner"], work: (dir: Dir) => void): void {
  withSpot(place, (spot) => {
    makeDir(spot, 0o700);
    const dir = openChild(spot.dir, spot.name);
    try {
      const self = look(spot);
      const mine = { uid: self?.uid ?? owner.uid, gid: self?.gid ?? owner.gid };
      setDirOwner(dir, { ...(mine.uid === 0 ? owner : mine), mode: FOLDER_MODE });
      work(dir);
    } finally {
      closeDir(dir);
    }
  });
}

/** Removes the link test, also what is left of one. */
export function dropLinkTest({ at, targets }: Pick<DropLinkTest, "at" | "targets">): Outcome {
  const left = withSpot(at, (spot) => !clearTrials(spot, Object.values(LINK_TEST_FILES)));
  withSpot(targets, (spot) => clearTrials(spot, SCRATCH_NAMES));
  return left ? { ...NO_OUTCOME, diagnostics: [somebodys(at)] } : NO_OUTCOME;
}

function somebodys({ directory, name }: At): Outcome["diagnostics"][number] {
  return {
    severity: "note",
    code: "name-of-ours-taken",
    message: `"${directory}/${name}" holds something that Holdfast did not put there; it was left as it is`,
    hint: `Look at it, and give it another name: mv ${quoteInText(`${directory}/${name}`)} ${quoteInText(`${directory}/${name}.old`)}`,
  };
}
