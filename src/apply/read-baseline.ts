import { type Baseline, BASELINES } from "../core/baseline.ts";
import { once } from "../core/once.ts";
import { type AbsPath, baseName, join, parentOf, rel, type RelPath, under } from "../core/path.ts";
import type { KnownRelease } from "../core/release.ts";
import { parseBaseline } from "../plan/baseline-document.ts";
import { isSameTree, type TreeOnDisk } from "../plan/release/known-releases.ts";
import { dirChain, type DirChain } from "../system/archive/dir-chain.ts";
import { isContent } from "../system/differing.ts";
import { sha256 } from "../system/digest.ts";
import { closeDir, isRefusal, isVanished, look, openDir, withDir } from "../system/dir.ts";
import { readFileAt } from "../system/durable-file.ts";

/** About three million names. */
const MOST = 400 * 1024 * 1024;

/** The baseline of a release; none with `why` null where nobody wrote one, else with what is wrong with it. */
export type KnownBaseline = { readonly baseline: Baseline } | { readonly baseline: null; readonly why: string | null };

/** What the register says of the folder of a release. */
type KnownFolder = Pick<KnownRelease, "name" | "tree" | "born" | "deliveredIn">;

/** Reads the baseline of the very folder that the register knows. Changes nothing. */
export function readBaseline(shared: AbsPath, release: KnownFolder): KnownBaseline {
  const reading = readSound(shared, release.name);
  if (reading.baseline === null) return reading;
  const isOfIt = isOfFolder(reading.baseline, release);
  return isOfIt ? reading : { baseline: null, why: "it is that of another folder of this name" };
}

/**
 * The folder in which the baseline of a release was read, where another folder stands at that release's name now and is the same by its content: the site was
 * copied, moved to another disk, or restored from a backup. Null where it is not, or where there is no sound baseline. Each file is compared with the
 * baseline afterwards, by its content: a folder that was wrongly taken for the same gets no file called as shipped that is not. Asked once for each folder.
 */
export function copiedFrom(shared: AbsPath, release: KnownFolder, tree: Copy): KnownRelease["deliveredIn"] | null {
  return copied({ shared, release, tree });
}

/** A folder at a release's name, and where that stands. */
export type Copy = Pick<TreeOnDisk, "id" | "born"> & { readonly path: AbsPath };

interface Question {
  readonly shared: AbsPath;
  readonly release: KnownFolder;
  readonly tree: Copy;
}

const copied = once(
  ({ shared, release, tree }: Question): KnownRelease["deliveredIn"] | null => {
    const { baseline } = readSound(shared, release.name);
    if (baseline === null || !isOfFolder(baseline, release) || !isLike(baseline, tree.path)) return null;
    return { tree: baseline.tree, born: baseline.born };
  },
  ({ shared, release, tree }) => [shared, release.name, release.tree, release.born, tree.id, tree.born].join("\n"),
);

/** Of a release that is still the same most files are as they were, whatever was done to it. */
const ENOUGH = 0.5;
/** So many files tell it. */
const SAMPLE = 400;

function isLike({ nodes }: Baseline, tree: AbsPath): boolean {
  const files = [...nodes].filter(([, { kind, digest }]) => kind === "file" && digest !== null);
  const step = Math.max(1, Math.ceil(files.length / SAMPLE));
  const asked = files.filter((_, index) => index % step === 0);
  return withDir(tree, (root) => {
    const chain = dirChain(root);
    try {
      const same = asked.filter(([path, known]) => isSame(chain, path, known));
      return same.length > 0 && same.length >= asked.length * ENOUGH;
    } finally {
      chain.close();
    }
  });
}

function isSame(chain: DirChain, path: RelPath, known: { readonly digest: string | null }): boolean {
  try {
    const spot = { dir: chain.at(parentOf(path)), name: baseName(path) };
    return look(spot)?.kind === "file" && isContent(known, spot);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isOfFolder(baseline: Baseline, release: KnownFolder): boolean {
  const known = [release, ...(release.deliveredIn === undefined ? [] : [release.deliveredIn])];
  return known.some((folder) => isSameTree(folder, { id: baseline.tree, born: baseline.born }));
}

/** A baseline of that name, whole and unchanged, of whichever folder. */
function readSound(shared: AbsPath, name: string): KnownBaseline {
  const document = documentOf(shared, name);
  if (document === null) return { baseline: null, why: null };
  const reading = parseBaseline(document, sha256);
  if ("fault" in reading) return { baseline: null, why: reading.fault };
  const isNamed = reading.baseline.release === name;
  return isNamed ? reading : { baseline: null, why: "it is that of another release" };
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
