/** What single operations are given when they are carried out without a plan around them. */
import { NO_OUTCOME, type Run } from "../../src/apply/run.ts";
import type { StateDirs } from "../../src/apply/state.ts";
import { syncDir, withDir } from "../../src/system/dir.ts";
import { findNativeRename } from "../../src/system/native-rename.ts";

/** Whoever runs the tests. */
export const OWNER = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o755 };

const native = findNativeRename();

/** The run of the operation with that number. */
export function runOf(dirs: StateDirs, trial: number): Run {
  return {
    tx: `tx-${String(trial).padStart(6, "0")}`,
    step: 0,
    dirs,
    owner: OWNER,
    native,
    files: () => null,
    maintenance: false,
    inPlaceAllowed: true,
    asRoot: OWNER.uid === 0,
    fence: () => undefined,
    noteRescue: () => undefined,
    syncLater: (folder) => {
      withDir(folder, syncDir);
    },
    resuming: false,
    soFar: NO_OUTCOME,
  };
}
