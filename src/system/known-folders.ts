/** Tells which folders of a release hold exactly what its baseline says, as far as that goes without reading a content. */
import { lstatSync } from "node:fs";
import { compareNode } from "../core/baseline.ts";
import type { BaselineIndex } from "../core/baseline-index.ts";
import { BaselineLine } from "../core/baseline-line.ts";
import { dirChain } from "./archive/dir-chain.ts";
import { isReleaseName } from "./baseline-lines.ts";
import { type Dir, isRefusal, listedIn, look } from "./dir.ts";
import type { Standpoint } from "./entered-folder.ts";

/** A release and its baseline, as they go to another thread. */
export interface KnownFolders extends Pick<BaselineIndex, "body" | "lines" | "firsts"> {
  /** The path of each folder. */
  readonly folders: readonly string[];
  /** The release, open. */
  readonly root: Dir;
}

/** Asks folder after folder, by their numbers. */
export interface FolderCheck {
  /** True where each name that the baseline has in it is there and unchanged, and no other is; false also where that cannot be told. */
  readonly isAsKnown: (folder: number) => boolean;
  readonly close: () => void;
}

/** Opens folders through no link; all are closed again at the end. */
export function folderCheck({ root, folders, ...known }: KnownFolders, from: Standpoint): FolderCheck {
  const chain = dirChain(root);
  const body = Buffer.from(known.body.buffer, known.body.byteOffset, known.body.length);
  const line = new BaselineLine(body);
  const isAsKnown = (number: number): boolean => {
    const dir = chain.at(folders[number] ?? "");
    const names = known.lines.subarray(known.firsts[number], known.firsts[number + 1]);
    // As many names as there should be, and each that should be is there: then there is no other.
    if (countIn(dir) !== names.length) return false;
    for (const place of names) if (!line.read(place) || !isSame(line, dir, from)) return false;
    return true;
  };
  return { isAsKnown: (number) => isTold(() => isAsKnown(number)), close: chain.close };
}

/** What the system refuses is told by whoever looks at it in earnest. */
function isTold(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function countIn(dir: Dir): number {
  let count = 0;
  for (const name of listedIn(dir)) if (isReleaseName(name)) count++;
  return count;
}

const FILE = 0o100000;
const LOOK = { bigint: true, throwIfNoEntry: false } as const;

function isSame(line: BaselineLine, dir: Dir, from: Standpoint): boolean {
  const { name } = line;
  if (!isReleaseName(name)) return false;
  if (line.kind !== "file") return isSameNode(line, dir);
  const stats = lstatSync(from.pathOf({ dir, name }), LOOK);
  if (stats === undefined || Number(stats.mode) !== FILE + line.mode || Number(stats.size) !== line.size) return false;
  return line.hasTimes(stats.mtimeNs, stats.ctimeNs);
}

function isSameNode(line: BaselineLine, dir: Dir): boolean {
  const fact = look({ dir, name: line.name });
  if (fact === null) return false;
  const { kind, mode, mtimeNs, ctimeNs, linkText } = fact;
  const seen = { kind, mode, size: 0, mtimeNs, ctimeNs, ...(linkText === undefined ? {} : { text: linkText }) };
  const { content, mode: rights } = compareNode(line.node(), seen, "tree");
  return content === "same" && rights === "same";
}
