/** Finds the folders of a release that are as its baseline says, so that only the others have to be looked at name by name. */
import { type Baseline, type BaselineNode } from "../core/baseline.ts";
import { BaselineNodes } from "../core/baseline-nodes.ts";
import { join, type RelPath } from "../core/path.ts";
import { isOfRelease } from "./baseline-lines.ts";
import { type Dir, isRefusal } from "./dir.ts";
import { TOLD } from "./shared-work.ts";
import { lookAtMany } from "./two-threads.ts";

/** What is left to look at. */
export interface Settled {
  /** The folders to go on into from one in which nothing else needs a look; null where every name does. */
  readonly only: (folder: RelPath | "") => readonly string[] | null;
  /** What the baseline has in the folders that are neither settled nor skipped, parents before children. */
  readonly rest: Iterable<readonly [RelPath, BaselineNode]>;
}

/** Folders taken at a time: they lie beside one another, so that a thread opens few others on the way. */
const BLOCK = 32;
/** Names from which on a second thread is worth its start. */
const LARGE = 20_000;

/** Looks at all folders but those that are skipped, and what is in these. Reads no content. */
export function settledFolders(baseline: Baseline, root: Dir, skips: (path: RelPath) => boolean): Settled {
  const { nodes, from } = baseline;
  // Archives and git know no times: nothing can be told without reading.
  if (from !== "tree" || !(nodes instanceof BaselineNodes)) return { only: () => null, rest: nodes };
  const { folders, parents, body, lines, firsts } = nodes.index;
  const told = lookAtMany({
    question: { task: "folders", data: { root, folders, body, lines, firsts } },
    told: toldBefore(nodes, skips),
    block: BLOCK,
    isLarge: lines.length >= LARGE,
  });
  const restless = withFoldersAbove(told, parents);
  return { only: (folder) => onlyIn(folder, { nodes, told, restless }), rest: restOf(nodes, told) };
}

function toldBefore({ index }: BaselineNodes, skips: (path: RelPath) => boolean): Uint8Array {
  const { folders, parents, incomplete } = index;
  const told = new Uint8Array(folders.length);
  for (const number of incomplete) told[number] = TOLD.doubtful;
  for (const [number, folder] of folders.entries()) {
    if (folder === "") continue;
    const isAbove = told[parents[number] ?? 0] === TOLD.leftOut;
    if (isAbove || !isOfRelease(folder) || isSkipped(folder, skips)) told[number] = TOLD.leftOut;
  }
  return told;
}

/** Where that cannot be told, as below a folder that may not be read, the folder is looked at in earnest. */
function isSkipped(folder: RelPath, skips: (path: RelPath) => boolean): boolean {
  try {
    return skips(folder);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Marks each folder that is open, or has such a one below it. */
function withFoldersAbove(told: Uint8Array, parents: Uint32Array): Uint8Array {
  const restless = new Uint8Array(told.length);
  for (let number = told.length - 1; number >= 0; number--) {
    if (isOpen(told[number])) restless[number] = 1;
    if (restless[number] === 1) restless[parents[number] ?? 0] = 1;
  }
  return restless;
}

interface Found {
  readonly nodes: BaselineNodes;
  readonly told: Uint8Array;
  readonly restless: Uint8Array;
}

function onlyIn(folder: RelPath | "", { nodes, told, restless }: Found): readonly string[] | null {
  if (folder === "" && restless.every((mark) => mark === 0)) return [];
  const number = nodes.numberOf(folder);
  if (number === undefined || told[number] !== TOLD.asKnown) return null;
  const isRestless = (path: RelPath): boolean => restless[nodes.numberOf(path) ?? -1] === 1;
  return nodes.foldersIn(number).filter((name) => isRestless(join(folder, name)));
}

function* restOf(nodes: BaselineNodes, told: Uint8Array): Generator<readonly [RelPath, BaselineNode]> {
  for (const [number, what] of told.entries()) if (isOpen(what)) yield* nodes.inFolder(number);
}

function isOpen(what: number | undefined): boolean {
  return what === TOLD.open || what === TOLD.doubtful;
}
