import { ARRIVAL_LIMITS } from "../core/arrival.ts";
import { type Baseline, BASELINES } from "../core/baseline.ts";
import { HoldfastError } from "../core/error.ts";
import { type AbsPath, baseName, parentOf, type RelPath } from "../core/path.ts";
import { acceptListing } from "../plan/arrival/listing.ts";
import { baselineEndLine, baselineFolderLine, baselineHeadLine, baselineLine } from "../plan/baseline-document.ts";
import type { WriteBaseline } from "../plan/operation.ts";
import { openSource } from "../system/archive/open-source.ts";
import { shippedBaseline } from "../system/archive/shipped-baseline.ts";
import { type BaselineSink, readAsBaseline } from "../system/baseline-lines.ts";
import { gitBaseline } from "../system/git-files.ts";
import { closeDir, type Dir, look, lookAtSelf, openDir, type Spot } from "../system/dir.ts";
import { type Lines, replaceLongFile } from "../system/long-file.ts";
import { NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "./run.ts";
import { ensurePath } from "./state.ts";
import { spotAt } from "../plan/release/places.ts";

/**
 * Reads a copy of the code and writes its baseline, durably and whole. Done again after a kill it reads anew, so that the file always tells of one reading.
 * Throws `disk-changed` where another folder stands at the copy's place.
 */
export function writeBaseline(operation: WriteBaseline, run: Run): Outcome {
  const folder = ensurePath(run.dirs.state, [baseName(BASELINES)], { ...run.owner, mode: 0o700 });
  const tree = openDir(operation.tree);
  try {
    if (lookAtSelf(tree).id !== operation.identity) throw replaced(operation);
    const owner = run.asRoot ? { owner: run.owner } : {};
    const read = readerOf(operation, tree);
    replaceLongFile(
      { dir: folder, name: operation.at.name },
      { stage: run.dirs.stage, mode: 0o600, ...owner },
      (lines) => {
        writeLines(operation, read, lines);
      },
    );
  } finally {
    closeDir(tree);
    closeDir(folder);
  }
  return NO_OUTCOME;
}

function writeLines({ at, identity, born }: WriteBaseline, { kind, hand }: Reader, lines: Lines): void {
  let count = 0;
  lines.add(baselineHeadLine({ release: at.name, tree: identity, born, from: kind }));
  hand({
    folder: (folder) => {
      lines.add(baselineFolderLine(folder));
    },
    name: (name, node) => {
      count++;
      lines.add(baselineLine(name, node));
    },
  });
  lines.add(baselineEndLine(count, lines.sum()));
}

/** Hands out names folder by folder. */
interface Reader {
  readonly kind: Baseline["from"];
  readonly hand: (sink: BaselineSink) => void;
}

/** What is read, opened before anything is written. Throws `disk-changed` where it is not what the plan was made for. */
function readerOf({ tree: path, from }: WriteBaseline, tree: Dir): Reader {
  if (from === "tree") return { kind: "tree", hand: (sink) => readAsBaseline(tree, sink) };
  const { nodes } = from === "git" ? checkoutOf(path) : shippedIn(from);
  return { kind: from === "git" ? "git" : "archive", hand: (sink) => handOut(nodes, sink) };
}

function checkoutOf(path: AbsPath): Pick<Baseline, "nodes"> {
  const found = gitBaseline(path);
  if (found !== null && !("fault" in found)) return found;
  throw changed(path, "git does not tell its commit any more");
}

function shippedIn(from: Exclude<WriteBaseline["from"], string>): Pick<Baseline, "nodes"> {
  const archive = openSource(from.path, ARRIVAL_LIMITS);
  try {
    const { kind, size, entries, identity } = archive;
    if (identity !== from.identity || size !== from.size || (from.digest !== null && archive.digest() !== from.digest))
      throw changed(from.path, "it is not the one that the plan was made for");
    const listing = acceptListing({ source: from.path, kind, size, entries }, { limits: ARRIVAL_LIMITS, root: null });
    return shippedBaseline(archive, listing);
  } finally {
    archive.close();
  }
}

function handOut(nodes: Baseline["nodes"], sink: BaselineSink): void {
  const folders = new Map<RelPath | "", RelPath[]>([["", []]]);
  for (const path of nodes.keys()) {
    const parent = parentOf(path);
    const known = folders.get(parent);
    if (known === undefined) folders.set(parent, [path]);
    else known.push(path);
  }
  for (const [folder, paths] of folders) {
    sink.folder(folder);
    for (const path of paths) {
      const node = nodes.get(path);
      if (node !== undefined) sink.name(baseName(path), node);
    }
  }
}

function changed(path: string, why: string): HoldfastError {
  return new HoldfastError({
    code: "disk-changed",
    message: `"${path}" has changed since it was looked at: ${why}`,
    hint: "Nothing of the site was changed; run the command again, it looks anew",
    exit: "unfinished",
  });
}

function replaced(operation: WriteBaseline): Error {
  return withSpot(spotAt(operation.tree), (spot: Spot) => unexpected(operation, spot, look(spot)));
}
