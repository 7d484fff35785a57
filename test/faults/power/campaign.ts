/** All recordings of all scenarios, one after the other, and what they amount to. */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { guestKernel } from "../guest/boot.ts";
import type { Scenario } from "../scenario.ts";
import type { FileSystem } from "./image.ts";
import type { Options } from "./options.ts";
import { keptProgram } from "./program.ts";
import { type Mode, modesOf, type Place, record } from "./recording.ts";
import { missingAtEnd, type Sweep, sweep } from "./sweep.ts";

/** What came of one scenario on one file system. */
export interface Outcome {
  readonly fs: FileSystem;
  readonly scenario: string;
  /** Distinct contents of the disk that were tried. */
  readonly states: number;
  readonly lost: number;
  readonly unrecoverable: number;
  readonly durable: boolean;
  /** True where the recording without fsync was found not to be durable. */
  readonly controlCaught: boolean;
  readonly seconds: number;
  /** What was wrong, for a reader: at most a few. */
  readonly details: readonly string[];
}

const SHOWN = 5;

/** Works through everything that was asked for until the time is up. */
export async function campaign(options: Options, say: (line: string) => void): Promise<Outcome[]> {
  const end = performance.now() + options.minutes * 60_000;
  const isOver = (): boolean => performance.now() > end;
  const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : options.work, "holdfast-power-"));
  const program = keptProgram(options.work);
  const outcomes: Outcome[] = [];
  try {
    for (const scenario of options.scenarios) {
      if (isOver()) break;
      const fingerprint = fingerprintOf(scenario, program);
      const place: Place = { folder: join(options.work, scenario.id), mount: join(options.work, "mounted"), program };
      const about = { scenario, place, scratch, fingerprint, states: options.states, seed: options.seed, isOver };
      outcomes.push(...(await onEach(options.fs, about, say)));
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return outcomes;
}

type Wanted = Omit<Sweep, "fs" | "mode" | "progress">;

async function onEach(all: readonly FileSystem[], wanted: Wanted, say: (line: string) => void): Promise<Outcome[]> {
  const { scenario, place, fingerprint, isOver } = wanted;
  say(`${scenario.id}: recording`);
  await record(scenario, place, { fs: all, fingerprint });
  const outcomes: Outcome[] = [];
  for (const fs of all) if (!isOver()) outcomes.push(await outcomeOf({ ...wanted, fs }, say));
  return outcomes;
}

async function outcomeOf(about: Wanted & Pick<Sweep, "fs">, say: (line: string) => void): Promise<Outcome> {
  const { fs, scenario } = about;
  const began = performance.now();
  const of = (mode: Mode): Sweep => ({
    ...about,
    mode,
    progress: (done, all) => {
      if (done % 50 === 0) say(`${scenario.id} on ${fs} (${mode}): ${done} of ${all} states`);
    },
  });
  const notDurable = await missingAtEnd(of("synced"));
  const control = await missingAtEnd(of("unsynced"));
  const results = [];
  for (const mode of modesOf(fs, scenario)) if (mode !== "unsynced") results.push(...(await sweep(of(mode))));
  const bad = results.filter(({ lost, unrecoverable }) => lost.length + unrecoverable.length > 0);
  const outcome: Outcome = {
    fs,
    scenario: scenario.id,
    states: results.length,
    lost: results.filter(({ lost }) => lost.length > 0).length,
    unrecoverable: results.filter(({ unrecoverable }) => unrecoverable.length > 0).length,
    durable: notDurable.length === 0,
    controlCaught: control.length > 0,
    seconds: Math.round((performance.now() - began) / 1000),
    details: [
      ...notDurable.slice(0, SHOWN).map((line) => `not durable though it ended with 0: ${line}`),
      ...bad
        .slice(0, SHOWN)
        .map(({ state, lost, unrecoverable }) => `${state}: ${[...lost, ...unrecoverable].join("\n")}`),
    ],
  };
  say(sentence(outcome));
  return outcome;
}

/** One line for a reader. */
function sentence(outcome: Outcome): string {
  const { fs, scenario, states, lost, unrecoverable, durable, controlCaught } = outcome;
  const ends = `${durable ? "durable" : "NOT durable"}, without fsync ${controlCaught ? "caught" : "NOT caught"}`;
  return `${scenario} on ${fs}: ${states} states, ${lost} lost, ${unrecoverable} unrecoverable, ${ends}`;
}

/** Changes when a recording is no longer that of this program, this scenario, this guest. */
function fingerprintOf(scenario: Scenario, program: string): string {
  const folder = join(import.meta.dirname, "../scenarios");
  const sources = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name)));
  const hash = createHash("sha256").update(readFileSync(program)).update(scenario.id).update(guestKernel());
  for (const source of [...sources, readFileSync(join(import.meta.dirname, "record.sh"))]) hash.update(source);
  return hash.digest("hex").slice(0, 12);
}
