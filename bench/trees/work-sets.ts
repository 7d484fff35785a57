/** The work sets by name, made once in a cache folder and used again. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blobs, code, type Filling, uploads } from "./shapes.ts";
import { type TreeCount, treeWriter } from "./tree-writer.ts";

const SHAPES = { uploads, blobs, code };

/** How one set is made. */
export interface SetPlan extends Filling {
  readonly shape: keyof typeof SHAPES;
}

export type SetName = "S" | "M" | "L" | "Lempty" | "H" | "X" | "added" | "app";

/** The sets of a whole run. */
export const FULL: Readonly<Record<SetName, SetPlan>> = {
  S: { shape: "uploads", files: 1_000, seed: 101, median: 20_000 },
  M: { shape: "uploads", files: 20_000, seed: 102, median: 21_000 },
  L: { shape: "uploads", files: 100_000, seed: 103, median: 20_000 },
  Lempty: { shape: "uploads", files: 100_000, seed: 104, median: 0 },
  H: { shape: "blobs", files: 100_000, seed: 105, median: 0 },
  X: { shape: "uploads", files: 1_000_000, seed: 106, median: 0 },
  added: { shape: "uploads", files: 20_000, seed: 107, median: 21_000, mark: "-new" },
  app: { shape: "code", files: 8_000, seed: 108, median: 3_000 },
};

/** Small trees of the same shapes, for a run that has only some minutes. */
export const QUICK: Readonly<Record<SetName, SetPlan>> = {
  S: { ...FULL.S, files: 200, median: 5_000 },
  M: { ...FULL.M, files: 1_000, median: 5_000 },
  L: { ...FULL.L, files: 3_000, median: 2_000 },
  Lempty: { ...FULL.Lempty, files: 3_000 },
  H: { ...FULL.H, files: 2_000 },
  X: { ...FULL.X, files: 10_000 },
  added: { ...FULL.added, files: 1_000, median: 2_000 },
  app: { ...FULL.app, files: 400 },
};

/** A set that stands on the disk. */
export interface WorkSet extends TreeCount {
  readonly name: SetName;
  readonly path: string;
}

/** True where a set stands in a folder as it is planned. */
export function isMade(folder: string, name: SetName, plan: SetPlan): boolean {
  const path = pathOf(folder, name, plan);
  return noteAt(`${path}.json`)?.plan === JSON.stringify(plan) && existsSync(path);
}

function pathOf(folder: string, name: SetName, { files }: SetPlan): string {
  return join(folder, `${name}-${files}`);
}

/** Hands out sets; one that is not there yet, or was made otherwise, is made first and told about. */
export function workSets(
  folder: string,
  plans: Readonly<Record<SetName, SetPlan>>,
  say: (text: string) => void,
): (name: SetName) => WorkSet {
  return (name) => {
    const plan = plans[name];
    const path = pathOf(folder, name, plan);
    const note = `${path}.json`;
    const made = noteAt(note);
    if (made !== null && isMade(folder, name, plan)) return { ...made.count, name, path };
    say(`making work set ${name}: ${plan.files} files`);
    rmSync(note, { force: true });
    rmSync(path, { recursive: true, force: true });
    const count = makeTree(`${path}.partial`, plan);
    renameSync(`${path}.partial`, path);
    writeFileSync(note, JSON.stringify({ plan: JSON.stringify(plan), count }));
    return { ...count, name, path };
  };
}

/** Makes a tree at a path, anew where something stands there. */
export function makeTree(path: string, plan: SetPlan): TreeCount {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  const writer = treeWriter(path);
  SHAPES[plan.shape](writer, plan);
  return writer.count();
}

function noteAt(note: string): { readonly plan: string; readonly count: TreeCount } | null {
  if (!existsSync(note)) return null;
  return JSON.parse(readFileSync(note, "utf8")) as { plan: string; count: TreeCount };
}
