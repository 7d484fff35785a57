import { BASELINES } from "../core/baseline.ts";
import { baseName } from "../core/path.ts";
import { baselineEndLine, baselineFolderLine, baselineHeadLine, baselineLine } from "../plan/baseline-document.ts";
import type { WriteBaseline } from "../plan/operation.ts";
import { readAsBaseline } from "../system/baseline-lines.ts";
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
    replaceLongFile(
      { dir: folder, name: operation.at.name },
      { stage: run.dirs.stage, mode: 0o600, ...owner },
      (lines) => {
        writeLines(operation, tree, lines);
      },
    );
  } finally {
    closeDir(tree);
    closeDir(folder);
  }
  return NO_OUTCOME;
}

function writeLines({ at, identity, born }: WriteBaseline, tree: Dir, lines: Lines): void {
  let count = 0;
  lines.add(baselineHeadLine({ release: at.name, tree: identity, born, from: "tree" }));
  readAsBaseline(tree, {
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

function replaced(operation: WriteBaseline): Error {
  return withSpot(spotAt(operation.tree), (spot: Spot) => unexpected(operation, spot, look(spot)));
}
