/** Works through the crash states of one recording. What was done is kept in a file, so that a later run goes on. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { belongingsOf, shapeOf } from "../oracle.ts";
import type { Scenario } from "../scenario.ts";
import { acknowledgedIn, type CrashState, crashStates, describeState, markAt } from "./crash-states.ts";
import { copyImage, type FileSystem, mounted, NotMounted } from "./image.ts";
import { fullListing } from "./listing.ts";
import { baseImage, logImage, type Mode, type Place, siteIn } from "./recording.ts";
import { advance, beginReplay, endReplay, type Replay, stateKey, writeState } from "./replay.ts";
import { pick } from "./sample.ts";
import { type Findings, type Known, notDurable, tryRecovery } from "./trial.ts";
import { readWriteLog } from "./write-log.ts";

/** What was found in one state. */
interface Result extends Findings {
  readonly key: string;
  readonly state: string;
}

/** One recording and how much of it is wanted. */
export interface Sweep {
  readonly scenario: Scenario;
  readonly place: Place;
  readonly fs: FileSystem;
  readonly mode: Mode;
  /** A folder for images that change with every state; in memory where there is one. */
  readonly scratch: string;
  readonly fingerprint: string;
  readonly states: number;
  readonly seed: number;
  /** True when the time is up. */
  readonly isOver: () => boolean;
  /** Told after each state. */
  readonly progress: (done: number, of: number) => void;
}

/** Tries the states that are wanted and were not tried yet; hands back what was found in all that were tried, earlier too. */
export async function sweep(wanted: Sweep): Promise<Result[]> {
  const known = new Map(readResults(resultsFile(wanted)).map((result) => [result.key, result]));
  const log = readWriteLog(logImage(wanted.place, wanted.fs, wanted.mode));
  const states = pick(crashStates(log, "start", "end"), wanted);
  if (wanted.mode === "busy" && acknowledgedIn(log, { kind: "after", upTo: markAt(log, "end") }).length === 0)
    throw new Error(`${wanted.scenario.id} on ${wanted.fs}: nobody uploaded anything while it was recorded`);
  const site = await knownSite(wanted);
  await replaying(wanted, async (replay) => {
    for (const [index, state] of states.entries()) {
      if (wanted.isOver()) break;
      advance(replay, state.upTo);
      const key = stateKey(replay, state);
      if (known.has(key)) continue;
      const result = { key, state: describeState(state), ...(await tryState(wanted, replay, { state, site })) };
      known.set(key, result);
      appendFileSync(resultsFile(wanted), `\n${JSON.stringify(result)}`);
      wanted.progress(index + 1, states.length);
    }
  });
  return [...known.values()];
}

/** What is missing at the recording's end mark though the command ended with 0; empty where the end is durable. */
export async function missingAtEnd(wanted: Sweep): Promise<string[]> {
  const final = await atMark(wanted, "unmounted", fullListing);
  return atMark(wanted, "end", (root) => notDurable(root, final));
}

/** A read of the site as a power cut at a mark leaves it. */
async function atMark<T>(wanted: Sweep, mark: string, look: (root: string) => T): Promise<T> {
  return replaying(wanted, async (replay) => {
    const upTo = markAt(replay.log, mark);
    advance(replay, upTo);
    return inState(wanted, replay, { state: { kind: "after", upTo }, work: look });
  });
}

/** The site before the run, and its shape after an undisturbed one. */
async function knownSite(wanted: Sweep): Promise<Known> {
  const { scenario, place, fs } = wanted;
  const image = join(wanted.scratch, "known.img");
  const root = siteIn(place);
  copyImage(baseImage(place, fs), image);
  const before = await mounted(image, { fs, folder: place.mount }, () =>
    belongingsOf(root, scenario.live, { xattrs: true, edits: scenario.edits, removes: scenario.removes }),
  );
  const shape = await atMark(wanted, "unmounted", shapeOf);
  return { scenario, root, program: place.program, before, shape };
}

async function tryState(
  wanted: Sweep,
  replay: Replay,
  { state, site }: { readonly state: CrashState; readonly site: Known },
): Promise<Findings> {
  const uploads = acknowledgedIn(replay.log, state);
  try {
    return await inState(wanted, replay, { state, work: () => tryRecovery(site, uploads) });
  } catch (error) {
    if (!(error instanceof NotMounted)) throw error;
    return { lost: [], unrecoverable: [`does not mount: ${error.message}`] };
  }
}

async function inState<T>(
  { place, fs, scratch }: Sweep,
  replay: Replay,
  { state, work }: { readonly state: CrashState; readonly work: (root: string) => T },
): Promise<T> {
  const image = join(scratch, "state.img");
  writeState(replay, state, image);
  return mounted(image, { fs, folder: place.mount }, () => work(siteIn(place)));
}

async function replaying<T>({ place, fs, mode, scratch }: Sweep, work: (replay: Replay) => Promise<T>): Promise<T> {
  const log = readWriteLog(logImage(place, fs, mode));
  const replay = beginReplay(log, baseImage(place, fs), join(scratch, "replay.img"));
  try {
    return await work(replay);
  } finally {
    endReplay(replay);
  }
}

function resultsFile({ place, fs, mode, fingerprint }: Sweep): string {
  return join(place.folder, `${fs}.${mode}.results-${fingerprint}`);
}

function readResults(path: string): Result[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").flatMap(resultIn);
}

/** A line that was cut off when a run was stopped counts as not done. */
function resultIn(line: string): Result[] {
  try {
    return [JSON.parse(line) as Result];
  } catch {
    return [];
  }
}
