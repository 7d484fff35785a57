import { type Baseline, BASELINES } from "../core/baseline.ts";
import { type AbsPath, join, rel, under } from "../core/path.ts";
import type { KnownRelease } from "../core/release.ts";
import { parseBaseline } from "../plan/baseline-document.ts";
import { isSameTree } from "../plan/release/known-releases.ts";
import { sha256 } from "../system/digest.ts";
import { closeDir, isVanished, openDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";

/** About three million names. */
const MOST = 400 * 1024 * 1024;

/** The baseline of a release; none with `why` null where nobody wrote one, else with what is wrong with it. */
export type KnownBaseline = { readonly baseline: Baseline } | { readonly baseline: null; readonly why: string | null };

/** Reads the baseline of the very folder that the register knows. Changes nothing. */
export function readBaseline(
  shared: AbsPath,
  release: Pick<KnownRelease, "name" | "tree" | "born" | "deliveredIn">,
): KnownBaseline {
  const document = documentOf(shared, release.name);
  if (document === null) return { baseline: null, why: null };
  const reading = parseBaseline(document, sha256);
  if ("fault" in reading) return { baseline: null, why: reading.fault };
  const { baseline } = reading;
  const known = [release, ...(release.deliveredIn === undefined ? [] : [release.deliveredIn])];
  const isOfIt =
    baseline.release === release.name &&
    known.some((folder) => isSameTree(folder, { id: baseline.tree, born: baseline.born }));
  return isOfIt ? { baseline } : { baseline: null, why: "it is that of another folder of this name" };
}

/** Where the baseline of a release lies. */
export function baselinePath(shared: AbsPath, release: string): AbsPath {
  return under(shared, join(BASELINES, rel(release)));
}

function documentOf(shared: AbsPath, name: string): Buffer | null {
  try {
    const dir = openDir(under(shared, BASELINES));
    try {
      return readFileAt({ dir, name }, MOST);
    } finally {
      closeDir(dir);
    }
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}
