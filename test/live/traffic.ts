/** Traffic on a folder by a process of its own, and whether everything that it was told to be written is found afterwards. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

const WRITERS = join(import.meta.dirname, "writers.ts");
/** The loader and not the command of tsx: that is a process of its own, which can be gone before the writers are. */
const TSX = import.meta.resolve("tsx");

/** Writers at work. */
export interface Traffic {
  /** Waits until so many writes are acknowledged. */
  readonly reaches: (writes: number) => Promise<void>;
  /** Ends the writers and waits until they are gone. */
  readonly ends: () => Promise<void>;
  readonly ledger: string;
}

/** Starts writers in a folder; resolves when they are at work. */
export async function trafficIn(folder: string, ledger: string, pauseMs = 3): Promise<Traffic> {
  const writers = spawn(process.execPath, ["--import", TSX, WRITERS, folder, ledger, String(pauseMs)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const reaches = async (writes: number): Promise<void> => {
    while (linesOf(ledger).length < writes) {
      if (writers.exitCode !== null) throw new Error(`The writers ended with ${writers.exitCode}`);
      await grown(ledger);
    }
  };
  const ends = async (): Promise<void> => {
    if (writers.exitCode !== null || writers.signalCode !== null) return;
    const gone = once(writers, "exit");
    writers.kill("SIGTERM");
    await gone;
  };
  await reaches(20);
  return { reaches, ends, ledger };
}

/** Resolves when the file is written to; looks again in any case after a while, since a watcher can miss a write. */
function grown(file: string): Promise<void> {
  return new Promise((resolve) => {
    if (!existsSync(file)) {
      setTimeout(resolve, 10);
      return;
    }
    const done = (): void => {
      watcher.close();
      clearTimeout(timer);
      resolve();
    };
    const watcher = watch(file, done);
    const timer = setTimeout(done, 100);
  });
}

function linesOf(ledger: string): string[] {
  return existsSync(ledger) ? readFileSync(ledger, "utf8").trimEnd().split("\n") : [];
}

/** What became of the acknowledged writes. */
export interface Account {
  readonly acknowledged: number;
  /** Acknowledged, and found neither in the folder nor among the rescued. */
  readonly lost: readonly string[];
  /** Found only among the rescued: both versions are there. */
  readonly apart: readonly string[];
  /** Errors that the writers met. */
  readonly failures: readonly string[];
  /** The longest that a file which had been made was not to be seen, in milliseconds. */
  readonly staleMs: number;
}

/** Looks for every acknowledged write in the folder, and in the other folders given. */
export function accountOf(ledger: string, folder: string, others: readonly string[]): Account {
  const lines = linesOf(ledger);
  const end = lines.at(-1) ?? "";
  if (!end.startsWith("end ")) throw new Error(`The writers did not come to their end: "${end}"`);
  const { failures, staleMs } = JSON.parse(end.slice("end ".length)) as Pick<Account, "failures" | "staleMs">;
  const writes = lines.slice(0, -1);
  const here = contentsIn([folder]);
  const elsewhere = contentsIn(others);
  const lastConfig = Math.max(...numbersOf(writes, "config"));
  const missing = writes.filter((write) => !isFound(write, here, lastConfig));
  const lost = missing.filter((write) => !isFound(write, elsewhere, lastConfig));
  return {
    acknowledged: writes.length,
    lost,
    apart: missing.filter((write) => !lost.includes(write)),
    failures,
    staleMs,
  };
}

function numbersOf(writes: readonly string[], tag: string): number[] {
  return writes.filter((write) => write.startsWith(`${tag} `)).map((write) => Number(write.split(" ")[1]));
}

interface Contents {
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly held: ReadonlySet<string>;
  readonly app: ReadonlySet<string>;
}

function isFound(write: string, { files, held, app }: Contents, lastConfig: number): boolean {
  const [tag = "", number = ""] = write.split(" ");
  if (tag === "new") return (files.get(`n${number}`) ?? []).includes(`content ${number}`);
  if (tag === "held") return held.has(`h${number}`);
  if (tag === "app") return app.has(`a${number}`);
  // Each version takes the place of the one before; the last has to be there.
  return Number(number) < lastConfig || (files.get("config") ?? []).includes(`v${number}\n`);
}

function contentsIn(folders: readonly string[]): Contents {
  const files = new Map<string, string[]>();
  for (const folder of folders) collect(folder, files);
  const lines = (name: string): Set<string> => new Set((files.get(name) ?? []).flatMap((text) => text.split("\n")));
  return { files, held: lines("held.log"), app: lines("app.log") };
}

/** By name, without the number that a second thing of the same name gets in the rescue folder. */
function collect(folder: string, files: Map<string, string[]>): void {
  if (!existsSync(folder)) return;
  for (const child of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, child.name);
    if (child.isDirectory()) collect(path, files);
    if (!child.isFile()) continue;
    const name = child.name.replace(/\.\d+$/, "");
    files.set(name, [...(files.get(name) ?? []), readFileSync(path, "utf8")]);
  }
}
