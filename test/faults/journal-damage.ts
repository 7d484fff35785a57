/**
 * A journal that was damaged after it was written: cut off at every byte, flipped at every bit, something appended. Reading it must give the
 * plan that was written or nothing at all, never another plan; and a run that meets it must lose nothing.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { openTransactions, readNote } from "../../src/apply/journal.ts";
import { closeState, closeWay, openState, openWay, type StateDirs } from "../../src/apply/state.ts";
import { abs } from "../../src/core/path.ts";
import { belongingsOf, losses } from "./oracle.ts";
import { type GivenVerdict, persistWith, planWith, Stopped } from "../support/engine.ts";
import { writeTree } from "../support/files.ts";

/** What is tried, and where. */
export interface JournalDamageOptions {
  /** An empty folder to work in. */
  readonly folder: string;
  /** Chooses among the variants by their number from 0; all of them where it is left out. */
  readonly picks?: (variant: number) => boolean;
  /** Every so many variants that were tried, one is carried through a whole run; none where it is left out. */
  readonly runEvery?: number;
  /** Returns true when it is time to stop. */
  readonly isOver?: () => boolean;
}

/** How many variants there are and were tried, how many of these were read as they were written, and how many as nothing; `wrong` names the others. */
export interface JournalDamage {
  readonly all: number;
  readonly variants: number;
  readonly recovered: number;
  readonly refused: number;
  readonly runs: number;
  readonly wrong: readonly string[];
}

const UPLOADS: GivenVerdict = { path: "public/uploads" };
const LOOKING = { xattrs: false };

/** Damages the journal of an interrupted run, and the note of a merge in it, in every way, and reads it back each time. */
export function journalDamage(options: JournalDamageOptions): JournalDamage {
  const site = interrupted(join(options.folder, "read"));
  const shared = abs(join(site, "shared"));
  const owner = { uid: 0, gid: 0, mode: 0o755 };
  const dirs = openState(openWay(shared, owner), owner);
  try {
    const found = { all: 0, variants: 0, recovered: 0, refused: 0, runs: 0, wrong: [] as string[] };
    for (const file of filesOf(dirs, site)) damageFile(file, found, options);
    return found;
  } finally {
    closeState(dirs);
    closeWay(dirs);
  }
}

interface JournalFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly read: () => unknown;
}

function filesOf(dirs: StateDirs, site: string): JournalFile[] {
  const folder = join(site, "shared/.holdfast/journal");
  const note = readdirSync(folder).find((name) => /^tx-000001\.\d+\.json$/.test(name)) ?? "no note";
  const fileAt = (name: string, read: () => unknown): JournalFile => {
    const path = join(folder, name);
    return { name, path, bytes: readFileSync(path), read };
  };
  return [
    fileAt("tx-000001.json", () => openTransactions(dirs)[0]?.plan),
    fileAt(note, () => readNote(dirs, note.slice(0, -".json".length))),
  ];
}

type Counts = { -readonly [Key in keyof Omit<JournalDamage, "wrong">]: number } & { readonly wrong: string[] };

function damageFile(file: JournalFile, found: Counts, options: JournalDamageOptions): void {
  const written = JSON.stringify(file.read());
  for (const variant of variantsOf(file.bytes)) {
    const number = found.all++;
    if (options.isOver?.() === true || options.picks?.(number) === false) continue;
    const bytes = variant.make();
    writeFileSync(file.path, bytes);
    found.variants++;
    const read = readAgain(file);
    if (read === "null") found.refused++;
    else if (read === written) found.recovered++;
    else found.wrong.push(`${file.name}, ${variant.what}: read as ${read.slice(0, 80)}`);
    if (options.runEvery !== undefined && found.variants % options.runEvery === 0) {
      found.runs++;
      found.wrong.push(
        ...runWith(file.name, bytes, join(options.folder, "run")).map(
          (what) => `${file.name}, ${variant.what}: ${what}`,
        ),
      );
    }
  }
  writeFileSync(file.path, file.bytes);
}

function readAgain(file: JournalFile): string {
  try {
    return JSON.stringify(file.read() ?? null);
  } catch (error) {
    return `an error: ${(error as Error).message}`;
  }
}

interface Variant {
  readonly what: string;
  readonly make: () => Buffer;
}

function* variantsOf(bytes: Buffer): Generator<Variant> {
  for (let length = 0; length < bytes.length; length++)
    yield { what: `cut off at byte ${length}`, make: () => bytes.subarray(0, length) };
  for (let bit = 0; bit < bytes.length * 8; bit++)
    yield { what: `bit ${bit} flipped`, make: () => flipped(bytes, bit) };
  for (const more of ["\0", "\n", "}", "{}", '"'])
    yield { what: `${JSON.stringify(more)} appended`, make: () => Buffer.concat([bytes, Buffer.from(more)]) };
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** A site whose run was stopped after its merge and before its end: journal and note are open. */
function interrupted(site: string): string {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  writeTree(site, {
    "app/composer.json": "{}",
    "app/public/uploads/u": "live",
    "shared/public/uploads/u": "old",
    "shared/public/uploads/s": "only in shared",
  });
  const app = join(site, "app");
  const step = planWith(app, [UPLOADS]).operations.findIndex(({ kind }) => kind === "write-record");
  try {
    persistWith(app, [UPLOADS], { stopBefore: step });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return site;
}

/** Runs over a site with this damage until there is nothing left to do; what is missing or unfinished afterwards. */
function runWith(name: string, bytes: Buffer, folder: string): string[] {
  const site = interrupted(folder);
  const before = belongingsOf(site, "app", LOOKING);
  writeFileSync(join(site, "shared/.holdfast/journal", name), bytes);
  const app = join(site, "app");
  // The first completes or puts aside what is open, the second does what is left.
  for (let round = 0; round < 2; round++) persistWith(app, [UPLOADS]);
  return [
    ...losses(before, site, LOOKING).map((what) => `lost: ${what}`),
    ...(readFileSync(join(app, "public/uploads/u"), "utf8") === "live" ? [] : ["the live file is not the one in use"]),
    ...(planWith(app, [UPLOADS]).operations.length === 0 ? [] : ["there is still something to do"]),
  ];
}
