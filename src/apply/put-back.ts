/** Something that was kept comes back to its place. What stands there goes to the rescue folder by the same exchange. */
import { segmentsOf } from "../core/path.ts";
import type { PutBack } from "../plan/operation.ts";
import { closeDir, type Dir, type Spot } from "../system/dir.ts";
import { dropEmptyFolders } from "./rescue.ts";
import { type Outcome, plus, type Run, withSpots } from "./run.ts";
import { ensurePath } from "./state.ts";
import { takePlace } from "./take-place.ts";

/** Durable when it returns; what it replaced is named in the outcome. */
export function putBack(operation: PutBack, run: Run): Outcome {
  return withSpots(operation.at, operation.from, (place, from) =>
    keepingIn(operation, run, (kept) =>
      takePlace(
        { path: operation.path, place, from, kept, coming: operation.identity, replaced: operation.replaced },
        run,
      ),
    ),
  );
}

/** Runs `work` with the name in this run's rescue folder that is for what `at` holds, noted and its folders made; says in the outcome what was kept there. */
export function keepingIn(
  operation: Pick<PutBack, "path" | "as" | "reason" | "replaced">,
  run: Run,
  work: (kept: Spot) => Outcome,
): Outcome {
  const names = [run.tx, ...segmentsOf(operation.as)];
  if (operation.replaced !== null) run.noteRescue();
  const folder: Dir = ensurePath(run.dirs.rescued, operation.replaced === null ? [] : names.slice(0, -1), {
    ...run.owner,
    mode: 0o700,
  });
  try {
    const kept: Spot = { dir: folder, name: operation.replaced === null ? run.tx : (names.at(-1) ?? "") };
    const outcome = work(kept);
    if (operation.replaced === null) return outcome;
    if (outcome.refused.length > 0) {
      dropEmptyFolders(run.dirs.rescued, run.tx);
      return outcome;
    }
    return plus(outcome, {
      rescued: [{ path: operation.path, kept: `${folder.path}/${kept.name}`, why: operation.reason }],
    });
  } finally {
    closeDir(folder);
  }
}
