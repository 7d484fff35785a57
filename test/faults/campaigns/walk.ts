import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Chance, chanceFrom } from "../lab/chance.ts";
import { ERROR_CODES, type Fault } from "../lab/fault.ts";
import { type Ending, runInProcess } from "../lab/in-process.ts";
import { intercepted } from "../lab/intercept.ts";
import { freshSite } from "../lab/trial.ts";
import { crashStatesAt } from "../model/crash-states.ts";
import { type ModelDisk, modelDisk } from "../model/disk.ts";
import { copyOf, treeOf } from "../model/tree.ts";
import { persistFlatFirst } from "../scenarios/persist-flat-first.ts";
import type { Campaign, Finding, Unit } from "./campaign.ts";

const STEPS = 20_000;
const A_UNIT = 100;
const MOST_CALLS = 250;

/**
 * R16: a long life of a site on the model of a disk. Each step is chance: a command, with a fault or a power cut or none, or somebody who uploads,
 * edits or deletes, or a vendor who replaces the code. After every step each file that somebody wrote and nobody deleted is somewhere.
 */
export const walk: Campaign = {
  id: "R16",
  promise:
    "20,000 steps of random commands, faults, power cuts, uploads, edits and updates: nothing that somebody wrote is gone",
  units: (folder) =>
    Promise.resolve(
      Array.from(
        { length: STEPS / A_UNIT },
        (_, seed): Unit => ({ id: `life ${seed}`, run: () => live(folder, seed) }),
      ),
    ),
  lacks: ({ steps = 0 }) => (steps >= STEPS ? [] : [`${steps} steps, fewer than ${STEPS}`]),
};

interface Life {
  readonly chance: Chance;
  readonly root: string;
  disk: ModelDisk;
  /** Contents that somebody wrote and nobody deleted. */
  readonly kept: Set<string>;
  written: number;
  /** What happened, for whoever reads about a violation. */
  readonly story: string[];
}

async function live(folder: string, seed: number): Promise<Finding> {
  const { root } = await freshSite(persistFlatFirst, folder);
  const life: Life = {
    chance: chanceFrom(seed),
    root,
    disk: modelDisk(treeOf(root)),
    kept: new Set(),
    written: 0,
    story: [],
  };
  rmSync(root, { recursive: true });
  for (let step = 0; step < A_UNIT; step++) {
    const wrong = await takeStep(life);
    const gone = await missing(life);
    if (wrong === null && gone.length === 0) continue;
    const told = life.story.slice(-8).join("\n  ");
    return { violations: [`step ${step}: ${wrong ?? `gone: ${gone.join(", ")}`}\n  ${told}`], counts: { steps: step } };
  }
  const wrong = await settle(life);
  return {
    violations: wrong === null ? [] : [`${wrong}\n  ${life.story.slice(-8).join("\n  ")}`],
    counts: { steps: A_UNIT },
  };
}

async function takeStep(life: Life): Promise<string | null> {
  const { chance } = life;
  const kind = chance.below(10);
  if (kind < 4) await byPeople(life, PEOPLE[chance.below(PEOPLE.length)] ?? upload);
  else if (kind < 5) await byPeople(life, update);
  else return run(life, chance.of(COMMANDS), aFault(chance));
  return null;
}

const COMMANDS: readonly (readonly string[])[] = [
  ["persist", "--yes"],
  ["recover", "--yes"],
  ["init"],
  ["decide", "--set", "public/uploads=user"],
  ["check"],
  ["persist", "--dry-run"],
];

function aFault(chance: Chance): Fault | "power cut" | null {
  const at = chance.below(MOST_CALLS);
  const kind = chance.below(6);
  if (kind === 0) return { kind: "kill", at };
  if (kind === 1) return "power cut";
  if (kind === 2)
    return { kind: "error", code: chance.of(ERROR_CODES), at, lasting: chance.below(2) === 0, among: "changing" };
  if (kind === 3) return { kind: "short", at: chance.below(14), to: chance.of(["half", "one byte"] as const) };
  return null;
}

/** Runs a command; a defect of ours is wrong whatever the fault. */
async function run(life: Life, argv: readonly string[], fault: Fault | "power cut" | null): Promise<string | null> {
  const before = copyOf(life.disk.tree);
  // Effects of earlier steps have long been written back.
  life.disk = modelDisk(life.disk.tree);
  const ending = await runInProcess(
    { cwd: join(life.root, "app"), argv },
    fault === "power cut" ? null : fault,
    life.disk,
  );
  life.story.push(`holdfast ${argv.join(" ")} with ${JSON.stringify(fault)} ended with ${ending.code}`);
  if (fault === "power cut" && life.disk.effects.length > 0) {
    const states = crashStatesAt(before, life.disk.effects, 1 + life.chance.below(life.disk.effects.length));
    const state = life.chance.of(states);
    life.story.push(`power cut ${state.what}`);
    life.disk = modelDisk(state.build());
  }
  return ending.code === 70 ? `a defect of ours:\n${ending.text}` : null;
}

/** In the end a run without a fault must end well, and the next one find nothing to do. */
async function settle(life: Life): Promise<string | null> {
  const command = { cwd: join(life.root, "app"), argv: ["persist", "--yes"] };
  const endings: Ending[] = [];
  for (let round = 0; round < 2; round++) endings.push(await runInProcess(command, null, life.disk));
  const [first, second] = endings;
  if (first?.code !== 0 && first?.code !== 1) return `the last run ended with ${first?.code}:\n${first?.text}`;
  return second?.counts.changing === 0 ? null : `the run after the last one changed something:\n${second?.text}`;
}

type Person = (life: Life) => void;

/** What people do, they do through the site's own paths. */
async function byPeople(life: Life, person: Person): Promise<void> {
  await intercepted(life.disk.interceptor, () => {
    try {
      person(life);
    } catch (error) {
      // The path is not there at the moment, as after a kill on a site that was not live: nothing was written.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  });
}

const upload: Person = (life) => {
  write(life, join(life.root, `app/public/uploads/up-${life.written}`));
};

const invoice: Person = (life) => {
  write(life, join(life.root, `app/public/invoices/${life.chance.below(5)}.pdf`));
};

const settings: Person = (life) => {
  write(life, join(life.root, "app/.env"));
};

const removal: Person = (life) => {
  const folder = join(life.root, "app/public/uploads");
  const files = readdirSync(folder, { withFileTypes: true }).filter((child) => child.isFile());
  if (files.length === 0) return;
  const path = join(folder, life.chance.of(files).name);
  const content = read(path);
  unlinkSync(path);
  life.kept.delete(content);
  life.story.push(`removed ${path}`);
};

const PEOPLE: readonly Person[] = [upload, upload, invoice, settings, removal];

/** The vendor's new copy takes the place of the old one, which is kept beside. */
const update: Person = (life) => {
  const app = join(life.root, "app");
  life.written++;
  renameSync(app, `${app}-${life.written}`);
  for (const folder of ["app", "app/bootstrap", "app/public", "app/public/uploads"])
    mkdirSync(join(life.root, folder), { mode: 0o755 });
  const files: Readonly<Record<string, string>> = {
    "composer.json": `{"require":{"laravel/framework":"^11.0"},"version":"${life.written}"}`,
    artisan: "",
    "bootstrap/app.php": "<?php",
    "public/index.php": "<?php",
    "public/uploads/demo.txt": `demo ${life.written}`,
  };
  for (const [path, text] of Object.entries(files)) put(join(app, path), text);
  life.story.push(`the vendor's copy ${life.written} arrived`);
};

/** Writes a new file beside and renames it, as an application does; an earlier content of that name is somebody's no more. */
function write(life: Life, path: string): void {
  const text = `content ${++life.written}`;
  const before = contentAt(path);
  put(`${path}.part`, text);
  renameSync(`${path}.part`, path);
  if (before !== null) life.kept.delete(before);
  life.kept.add(text);
  life.story.push(`wrote ${text} to ${path}`);
}

function put(path: string, text: string): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  writeSync(fd, Buffer.from(text));
  closeSync(fd);
}

function contentAt(path: string): string | null {
  try {
    return read(path);
  } catch {
    // Nothing is there yet.
    return null;
  }
}

function read(path: string): string {
  const fd = openSync(path, constants.O_RDONLY);
  const bytes = Buffer.alloc(256);
  const count = readSync(fd, bytes, 0, bytes.length, null);
  closeSync(fd);
  return bytes.toString("utf8", 0, count);
}

/** Which of the contents stand in no file that still has a name. */
async function missing(life: Life): Promise<string[]> {
  const named = new Set<number>();
  for (const { names } of life.disk.tree.inodes.values()) for (const ino of names.values()) named.add(ino);
  const there = new Set<string>();
  for (const node of life.disk.tree.inodes.values())
    if (node.kind === "file" && named.has(node.ino)) there.add(node.bytes.toString("utf8"));
  return Promise.resolve([...life.kept].filter((content) => !there.has(content)));
}
