/** Records which blocks a command writes, in an emulated machine, on each file system and in several ways. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGuest } from "../guest/boot.ts";
import { eatmydataLibrary } from "../guest/packages.ts";
import type { Scenario } from "../scenario.ts";
import { type FileSystem, makeImage, mounted, sparseFile } from "./image.ts";
import { runProgram } from "./program.ts";

/** Where the recordings of a scenario are, and where its sites are mounted. */
export interface Place {
  readonly folder: string;
  /** The same path on the host and in the guest, since the program's journal names absolute paths. */
  readonly mount: string;
  /** The program that is recorded and that recovers. */
  readonly program: string;
}

/**
 * How a run is recorded: as it is; with every fsync a no-op; while somebody uploads; and, where a file system gathers many changes for one write
 * of its log, with each change written at once, so that the states between two syncs are seen too.
 */
export type Mode = "synced" | "unsynced" | "busy" | "prompt";

/** The recordings of a scenario on a file system. Uploads come to an app that is live while its data is taken over. */
export function modesOf(fs: FileSystem, scenario: Scenario): readonly Mode[] {
  const isBusy = scenario.live !== null && scenario.argv[0] === "persist";
  return ["synced", "unsynced", ...(isBusy ? (["busy"] as const) : []), ...(fs === "xfs" ? (["prompt"] as const) : [])];
}

const MODULES = ["ext4", "xfs", "btrfs", "dm_mod", "dm_log_writes"];
const LOG_MIB = 1024;
const GUEST_SECONDS = 3600;

export function baseImage({ folder }: Place, fs: FileSystem): string {
  return join(folder, `${fs}.base`);
}

export function logImage({ folder }: Place, fs: FileSystem, mode: Mode): string {
  return join(folder, `${fs}.${mode}.log`);
}

/** The site's root below a mount. */
export function siteIn({ mount }: Place): string {
  return join(mount, "site");
}

/** Makes what is missing of a scenario's recordings; those of another program or scenario (by `fingerprint`) are made anew. */
export async function record(
  scenario: Scenario,
  place: Place,
  wanted: { readonly fs: readonly FileSystem[]; readonly fingerprint: string },
): Promise<void> {
  const missing = wanted.fs.filter((fs) => !existsSync(doneFile(place, fs, wanted.fingerprint)));
  if (missing.length === 0) return;
  mkdirSync(place.folder, { recursive: true });
  for (const fs of missing) await makeSite(scenario, place, fs);
  await recordIn(scenario, place, missing);
  for (const fs of missing) writeFileSync(doneFile(place, fs, wanted.fingerprint), "");
}

/** Exists once the recordings of a file system are complete. */
function doneFile({ folder }: Place, fs: FileSystem, fingerprint: string): string {
  return join(folder, `${fs}.recorded-${fingerprint}`);
}

async function makeSite(scenario: Scenario, place: Place, fs: FileSystem): Promise<void> {
  const image = baseImage(place, fs);
  makeImage(image, fs);
  await mounted(image, { fs, folder: place.mount }, async () => {
    mkdirSync(siteIn(place));
    await scenario.make(siteIn(place), (cwd, argv) => {
      const end = runProgram(place.program, cwd, argv);
      return end.code === 0
        ? Promise.resolve()
        : Promise.reject(new Error(`${scenario.id} cannot be made:\n${end.text}`));
    });
  });
  for (const mode of modesOf(fs, scenario)) sparseFile(logImage(place, fs, mode), LOG_MIB);
}

async function recordIn(scenario: Scenario, place: Place, all: readonly FileSystem[]): Promise<void> {
  const exchange = join(place.folder, "guest");
  rmSync(exchange, { recursive: true, force: true });
  mkdirSync(exchange, { recursive: true });
  const runs = all.flatMap((fs) =>
    modesOf(fs, scenario).map((mode) => ({ fs, mode, data: `${fs}-${mode}`, log: `${fs}-${mode}-log` })),
  );
  const folders = [join("site", scenario.cwd), join("site", scenario.live ?? "", "public/uploads")].join(" ");
  const lines = runs.map(({ fs, mode, data, log }) => `${fs} ${mode} ${data} ${log} ${place.mount} ${folders}\n`);
  writeFileSync(join(exchange, "runs"), lines.join(""));
  writeFileSync(join(exchange, "eatmydata"), eatmydataLibrary() ?? "");
  const words = [process.execPath, place.program, ...scenario.argv];
  writeFileSync(join(exchange, "command"), `exec ${words.map(quoted).join(" ")}\n`);
  const end = await runGuest({
    folder: exchange,
    script: join(import.meta.dirname, "record.sh"),
    modules: MODULES,
    seconds: GUEST_SECONDS,
    drives: runs.flatMap(({ fs, mode, data, log }) => [
      { serial: data, file: baseImage(place, fs), discarded: true },
      { serial: log, file: logImage(place, fs, mode), discarded: false },
    ]),
  });
  if (end.status !== 0)
    throw new Error(`${scenario.id} could not be recorded (${end.status}):\n${end.output}\n${end.console}`);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
