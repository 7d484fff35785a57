/** When files were last written. A sample of each folder is enough, so a folder of a million uploads costs no more than one of a dozen. */
import { lstatSync } from "node:fs";
import { type AbsPath, parentOf, type RelPath } from "../core/path.ts";
import { bytesBelow } from "./bytes-path.ts";
import { isAboutThePath } from "./path-error.ts";

const PER_FOLDER = 24;
/** On a network file system each may be a question to the server. */
const MOST = 3_000;

/** The dates of a sample of `files`, a few from each folder, upper folders first as the scan met them; `complete` is false where the budget ran out. */
export function readDates(
  root: AbsPath,
  files: readonly RelPath[],
): { readonly dates: ReadonlyMap<RelPath, number>; readonly complete: boolean } {
  const dates = new Map<RelPath, number>();
  let asked = 0;
  for (const folder of byFolder(files)) {
    for (const path of sampleOf(folder)) {
      if (asked++ >= MOST) return { dates, complete: false };
      const seconds = dateOf(root, path);
      if (seconds !== undefined) dates.set(path, seconds);
    }
  }
  return { dates, complete: true };
}

function byFolder(files: readonly RelPath[]): readonly (readonly RelPath[])[] {
  const folders = new Map<string, RelPath[]>();
  for (const path of files) {
    const known = folders.get(parentOf(path));
    if (known === undefined) folders.set(parentOf(path), [path]);
    else known.push(path);
  }
  return [...folders.values()];
}

/** Evenly spread over the names, since names often follow time. */
function sampleOf(files: readonly RelPath[]): readonly RelPath[] {
  if (files.length <= PER_FOLDER) return files;
  const step = (files.length - 1) / (PER_FOLDER - 1);
  return Array.from({ length: PER_FOLDER }, (_, index) => files[Math.round(index * step)] as RelPath);
}

function dateOf(root: AbsPath, path: RelPath): number | undefined {
  try {
    const stats = lstatSync(bytesBelow(root, path));
    return stats.isFile() ? Math.floor(stats.mtimeMs / 1000) : undefined;
  } catch (error) {
    if (isAboutThePath(error)) return undefined;
    throw error;
  }
}
