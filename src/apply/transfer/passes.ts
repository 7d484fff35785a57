/**
 * Copying a tree that is in use: pass after pass, each copies what changed since the one before, until little is left. Everything goes into a
 * tree of our own in the stage; the old tree is only read.
 */
import { copyFolderFacts } from "../../system/copy-file.ts";
import {
  addName,
  closeDir,
  type Dir,
  isVanished,
  look,
  makeDir,
  namesIn,
  openChild,
  type Spot,
} from "../../system/dir.ts";
import { incarnationOf, type NodeFact, signatureOf } from "../../system/facts.ts";
import { removeOwnTree } from "../../system/remove-tree.ts";
import { withSpotAt } from "../pairs.ts";
import { copyTo, noteLost, type TransferWork } from "./work.ts";

/** The old tree and the copy. */
export interface Trees {
  readonly old: Spot;
  readonly copy: Spot;
}

/** So few files in a pass are little enough: what changes from now on comes along after the exchange. */
const LITTLE = 16;
const PASSES = 8;

/** Copies until little is left; false where the passes do not get smaller, or after eight. */
export function copyInPasses(trees: Trees, work: TransferWork): boolean {
  let before = Number.POSITIVE_INFINITY;
  for (let pass = 1; pass <= PASSES; pass++) {
    const copied = copyPass(trees, work);
    if (copied <= LITTLE) return true;
    if (copied >= before) return false;
    before = copied;
  }
  return false;
}

interface Pass {
  readonly trees: Trees;
  readonly work: TransferWork;
  /** Files with several names: where the first of them was copied to in this pass. */
  readonly linked: Map<string, string>;
  count: number;
}

/** Copies what is new or changed and drops from the copy what is gone; returns how many files were copied. */
export function copyPass(trees: Trees, work: TransferWork): number {
  const pass: Pass = { trees, work, linked: new Map(), count: 0 };
  const found = look(trees.old);
  if (found?.kind === "directory") passFolder({ from: trees.old, to: trees.copy, path: "" }, pass);
  else if (found !== null) passName({ from: trees.old, to: trees.copy, path: "" }, found, pass);
  return pass.count;
}

interface Step {
  readonly from: Spot;
  readonly to: Spot;
  readonly path: string;
}

function passFolder(step: Step, pass: Pass): void {
  if (look(step.to)?.kind !== "directory") {
    removeOwnTree(step.to);
    makeDir(step.to, 0o700);
  }
  const from = openChild(step.from.dir, step.from.name);
  try {
    const to = openChild(step.to.dir, step.to.name);
    try {
      passNames({ from, to, prefix: step.path === "" ? "" : `${step.path}/` }, pass);
    } finally {
      closeDir(to);
    }
  } finally {
    closeDir(from);
  }
}

function passNames(level: { readonly from: Dir; readonly to: Dir; readonly prefix: string }, pass: Pass): void {
  const { from, to, prefix } = level;
  const names = namesIn(from);
  for (const name of names) {
    const step: Step = { from: { dir: from, name }, to: { dir: to, name }, path: `${prefix}${name}` };
    const fact = look(step.from);
    if (fact !== null) passStep(step, fact, pass);
  }
  const present = new Set(names);
  for (const name of namesIn(to)) {
    if (!present.has(name)) forget({ dir: to, name }, `${prefix}${name}`, pass.work);
  }
}

/** What vanishes while it is copied is dropped from the copy; if something else has its name by now, the next pass sees it. */
function passStep(step: Step, fact: NodeFact, pass: Pass): void {
  try {
    if (fact.kind === "directory") {
      pass.work.seen.set(`${step.path}/`, "");
      passFolder(step, pass);
    } else passName(step, fact, pass);
  } catch (error) {
    if (!isVanished(error) || look(step.from)?.id === fact.id) throw error;
    forget(step.to, step.path, pass.work);
    pass.count++;
  }
}

/** What the application deleted is deleted from the copy, too. */
function forget(spot: Spot, path: string, work: TransferWork): void {
  if (work.seen.delete(`${path}/`)) {
    for (const name of work.seen.keys()) if (name.startsWith(`${path}/`)) work.seen.delete(name);
  }
  work.seen.delete(path);
  removeOwnTree(spot);
}

function passName(step: Step, fact: NodeFact, pass: Pass): void {
  const { work, linked } = pass;
  if (work.seen.get(step.path) === signatureOf(fact)) return;
  const key = incarnationOf(fact);
  const first = fact.links > 1 ? linked.get(key) : undefined;
  pass.count++;
  if (first !== undefined && linkToFirst(first, step, pass)) return;
  const copied = copyTo(step.from, step.to, { path: step.path, durable: false, work });
  if (copied === null) return;
  work.seen.set(step.path, copied.signature);
  if (fact.links > 1) linked.set(key, step.path);
}

/** A further name of a file that this pass has copied already; false where it has changed since. */
function linkToFirst(first: string, step: Step, { trees, work }: Pass): boolean {
  const now = look(step.from);
  if (now === null || signatureOf(now) !== work.seen.get(first)) return false;
  removeOwnTree(step.to);
  withSpotAt(trees.copy, first, (spot) => {
    addName(spot, step.to);
  });
  work.seen.set(step.path, signatureOf(now));
  return true;
}

/** Gives the folders of the copy owner, mode, attributes and times of the old ones, the innermost first. */
export function finishFolders(trees: Trees, work: TransferWork): void {
  if (look(trees.copy)?.kind !== "directory") return;
  finishFolder({ from: trees.old, to: trees.copy, path: "" }, work);
}

function foldersIn(dir: Dir): string[] {
  return namesIn(dir).filter((name) => look({ dir, name })?.kind === "directory");
}

/** A folder that is gone from the old tree meanwhile keeps what it has; the drain follows the deletion. */
function finishFolder(step: Step, work: TransferWork): void {
  try {
    finishThere(step, work);
  } catch (error) {
    if (!isVanished(error) || look(step.from)?.kind === "directory") throw error;
  }
}

function finishThere(step: Step, work: TransferWork): void {
  const from = openChild(step.from.dir, step.from.name);
  try {
    const to = openChild(step.to.dir, step.to.name);
    try {
      for (const name of foldersIn(to))
        finishFolder({ from: { dir: from, name }, to: { dir: to, name }, path: `${step.path}${name}/` }, work);
    } finally {
      closeDir(to);
    }
  } finally {
    closeDir(from);
  }
  noteLost(copyFolderFacts(step.from, step.to, work.native), step.path, work);
}
