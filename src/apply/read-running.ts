import type { Baseline } from "../core/baseline.ts";
import type { Handling } from "../core/entry.ts";
import { type Ground, HEAD_BYTES, runsAs } from "../core/inert.ts";
import { type AbsPath, baseName, parentOf, type RelPath } from "../core/path.ts";
import { dirChain } from "../system/archive/dir-chain.ts";
import { isRefusal, withDir } from "../system/dir.ts";
import { type Difference, differencesFrom } from "../system/differing.ts";
import { readHead } from "../system/durable-file.ts";

/** What has to be known of a copy of the code. */
export interface Known {
  readonly baseline: Baseline;
  readonly handlingOf: (path: RelPath) => Handling;
  readonly ground: Ground;
}

/** Files among the code that are not as they were shipped, and could run: those that do not go along to another release. Reads only. */
export function runningIn(tree: AbsPath, { baseline, handlingOf, ground }: Known): Difference[] {
  const isCode = (path: RelPath): boolean => ["release", "carry"].includes(handlingOf(path));
  return withDir(tree, (root) => {
    const chain = dirChain(root);
    const couldRun = (path: RelPath): boolean => {
      try {
        const head = readHead({ dir: chain.at(parentOf(path)), name: baseName(path) }, HEAD_BYTES);
        return runsAs(path, head ?? Buffer.alloc(0), ground) !== null;
      } catch (error) {
        // What this user may not read is told by its name.
        if (isRefusal(error)) return runsAs(path, Buffer.alloc(0), ground) !== null;
        throw error;
      }
    };
    try {
      const { found } = differencesFrom(baseline, root, (path) => !isCode(path));
      return found.filter((one) => isOwn(one) && handlingOf(one.path) === "release" && couldRun(one.path));
    } finally {
      chain.close();
    }
  });
}

function isOwn({ found, how }: Difference): boolean {
  return found?.kind === "file" && how !== "mode";
}
