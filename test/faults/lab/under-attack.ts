/**
 * Operations of the executor on a site of which one folder is being swapped for a link out of it. The folder is held open here, so that each trial
 * can be prepared in it wherever it stands at the moment.
 */
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execute } from "../../../src/apply/execute.ts";
import type { Run } from "../../../src/apply/run.ts";
import { closeState, closeWay, openState, openWay, type StateDirs } from "../../../src/apply/state.ts";
import { HoldfastError } from "../../../src/core/error.ts";
import { abs, rel } from "../../../src/core/path.ts";
import type { Operation } from "../../../src/plan/operation.ts";
import { OWNER, runOf } from "../../support/lone-run.ts";

/** The folders of a trial. `held` names the swapped folder by a descriptor. */
interface Places {
  readonly root: string;
  readonly held: string;
}

export interface UnderAttack {
  readonly name: string;
  /** The folder that is swapped, below the site. */
  readonly flipped: string;
  /** What stands in and around it before a trial. */
  readonly prepare: (places: Places) => void;
  readonly operation: (places: Places) => Operation;
}

/** A site under attack. */
export interface Attacked {
  readonly flipped: string;
  readonly decoy: string;
  readonly prepare: () => void;
  /** False where the operation refused to go on. */
  readonly carryOut: () => boolean;
  /** What of the folder outside was changed, or null. */
  readonly touchedOutside: () => string | null;
  readonly close: () => void;
}

const step = { path: "public/uploads", reason: "the trial" };
const text = "../../shared/public/uploads";

function inPublic(root: string, name = "uploads"): { directory: ReturnType<typeof abs>; name: string } {
  return { directory: abs(`${root}/app/public`), name };
}

function inShared(root: string): { directory: ReturnType<typeof abs>; name: string } {
  return { directory: abs(`${root}/shared/public`), name: "uploads" };
}

function writeFolder(folder: string): void {
  mkdirSync(`${folder}/deep`, { recursive: true });
  writeFileSync(`${folder}/a`, "a");
  writeFileSync(`${folder}/deep/b`, "b");
}

function idOf(path: string): string {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

/** The changing operations whose way leads through folders that the site's own user can swap. */
export const OPERATIONS: readonly UnderAttack[] = [
  {
    name: "make-directory",
    flipped: "app/public",
    prepare: () => undefined,
    operation: ({ root }) => ({ ...step, kind: "make-directory", at: inPublic(root), owner: OWNER }),
  },
  {
    name: "make-link",
    flipped: "app/public",
    prepare: () => undefined,
    operation: ({ root }) => ({ ...step, kind: "make-link", at: inPublic(root), text, owner: OWNER }),
  },
  {
    name: "relink",
    flipped: "app/public",
    prepare: ({ held }) => {
      symlinkSync("elsewhere", `${held}/uploads`);
    },
    operation: ({ root }) => ({ ...step, kind: "relink", at: inPublic(root), text, was: "elsewhere" }),
  },
  {
    name: "write-file",
    flipped: "app/public",
    prepare: ({ held }) => {
      writeFileSync(`${held}/uploads`, "old");
    },
    operation: ({ root }) => ({
      ...step,
      kind: "write-file",
      at: inPublic(root),
      content: "new",
      mode: 0o644,
      owner: OWNER,
      exclusive: false,
    }),
  },
  {
    name: "set-aside",
    flipped: "app/public",
    prepare: ({ held }) => {
      writeFileSync(`${held}/uploads`, "in the way");
    },
    operation: ({ root, held }) => ({
      ...step,
      kind: "set-aside",
      at: inPublic(root),
      identity: idOf(`${held}/uploads`),
      nodeKind: "file",
      to: "rescued",
      as: rel("public/uploads"),
    }),
  },
  {
    name: "adopt",
    flipped: "app/public",
    prepare: ({ held }) => {
      writeFolder(`${held}/uploads`);
    },
    operation: ({ root, held }) => ({
      ...step,
      kind: "adopt",
      at: inPublic(root),
      into: inShared(root),
      text,
      identity: idOf(`${held}/uploads`),
      nodeKind: "directory",
      live: true,
      database: false,
      companions: [],
    }),
  },
  {
    name: "merge",
    flipped: "app/public",
    prepare: ({ root, held }) => {
      for (const side of [`${held}/uploads`, `${root}/shared/public/uploads`]) {
        writeFolder(side);
        writeFileSync(`${side}/a`, side);
      }
      writeFileSync(`${held}/uploads/only`, "only in the app");
    },
    operation: ({ root, held }) => ({
      ...step,
      kind: "merge",
      at: inPublic(root),
      into: inShared(root),
      text,
      identity: idOf(`${held}/uploads`),
      nodeKind: "directory",
      live: true,
      winner: "app",
      fromApp: [],
      staysDeleted: [],
    }),
  },
];

/** Makes a site below `folder` for trials of one operation. */
export function openAttacked(folder: string, operation: UnderAttack): Attacked {
  const root = mkdtempSync(join(folder, "flip-"));
  const victim = join(root, "outside");
  const flipped = join(root, operation.flipped);
  const decoy = join(root, "attacker/link");
  for (const made of [victim, `${victim}/uploads/deep`, `${root}/attacker`, flipped, `${root}/shared/public`])
    mkdirSync(made, { recursive: true });
  for (const file of ["a", "b", "only", "uploads/a", "uploads/deep/b"])
    writeFileSync(`${victim}/${file}`, "somebody else's");
  symlinkSync(victim, decoy);
  const fd = openSync(flipped, constants.O_RDONLY | constants.O_DIRECTORY);
  const places: Places = { root, held: `/proc/self/fd/${fd}` };
  const dirs: StateDirs = openState(openWay(abs(`${root}/shared`), OWNER), OWNER);
  const before = printOf(victim);
  let trial = 0;
  let prepared: Operation | null = null;
  return {
    flipped,
    decoy,
    prepare: () => {
      trial++;
      putAway(places, trial);
      operation.prepare(places);
      prepared = operation.operation(places);
    },
    carryOut: () => prepared !== null && succeeds(prepared, runOf(dirs, trial)),
    touchedOutside: () => {
      const now = printOf(victim);
      return now === before ? null : `before:\n${before}\nafter:\n${now}`;
    },
    close: () => {
      closeSync(fd);
      closeState(dirs);
      closeWay(dirs);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What earlier trials left is moved out of the way; nothing is looked for by a path that the attacker can bend. */
function putAway({ root, held }: Places, trial: number): void {
  const done = join(root, "done", String(trial));
  mkdirSync(done, { recursive: true });
  for (const name of readdirSync(held)) renameSync(`${held}/${name}`, join(done, `held-${name}`));
  const other = `${root}/shared/public/uploads`;
  if (lstatSync(other, { throwIfNoEntry: false }) !== undefined) renameSync(other, join(done, "shared"));
}

function succeeds(operation: Operation, run: Run): boolean {
  try {
    const outcome = execute(operation, run);
    return outcome.refused.length === 0;
  } catch (error) {
    if (error instanceof HoldfastError || (error as NodeJS.ErrnoException).code !== undefined) return false;
    throw error;
  }
}

/** Everything about a folder that a touch would change: names, inodes, link counts, times of change. */
export function printOf(folder: string): string {
  const lines: string[] = [];
  const walk = (path: string): void => {
    const { ino, nlink, ctimeNs, mode } = lstatSync(path, { bigint: true });
    lines.push(`${path} ${ino} ${nlink} ${ctimeNs} ${mode}`);
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) walk(`${path}/${name}`);
  };
  walk(folder);
  return lines.join("\n");
}
