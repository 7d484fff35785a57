/** A tree of second names: every file of shared's by a second name, folders made anew with what belongs to them. Nobody uses it before it is exchanged in. */
import { copyFolderFacts } from "../system/copy-file.ts";
import {
  closeDir,
  dropOwnDir,
  dropOwnName,
  look,
  namesIn,
  openChild,
  openChildIfThere,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import type { NativeFiles } from "../system/native-files.ts";
import { notGivenBack } from "./exchange-in.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { eachWay } from "./merge.ts";
import { retire } from "./rescue.ts";
import type { Outcome } from "./run.ts";
import { type MergeWork } from "./merge-work.ts";
import { linkName, linkTree } from "./tree-link.ts";
import type { Giving } from "./unshare.ts";

/** At most so many passes; what a faster writer changes is left to the sweep. */
const PASSES = 5;

/** Makes the clone, in passes until one changes nothing. The outcome of a refusal where the kernel gives files no second name, else null. */
export function makeClone(giving: Giving, work: MergeWork): Outcome | null {
  const { operation, clone, shared } = giving;
  try {
    const like = look(shared);
    if (operation.nodeKind === "directory" && like !== null) makeDirectoryAt(clone.dir, clone.name, like);
    for (let pass = 0; pass < PASSES; pass++) {
      work.changes.count = 0;
      eachWay({ from: shared, into: clone }, work, { tree: linkTree, name: linkName });
      if (work.changes.count === 0) break;
    }
    return null;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EPERM", "EACCES", "EXDEV", "EMLINK"].includes(code)) throw error;
    return notGivenBack(operation, code, { app: shared, run: giving.run });
  }
}

/** Gives each folder of the clone owner, mode, attributes and times of shared's, as far as this host can. */
export function dressFolders({ operation, run, shared, clone }: Giving): void {
  const native = run.files();
  if (native !== null && operation.nodeKind === "directory") dressFolder({ like: shared, made: clone }, native);
}

function dressFolder({ like, made }: { readonly like: Spot; readonly made: Spot }, native: NativeFiles): void {
  const from = openChildIfThere(like);
  if (from === null) return;
  const into = openChild(made.dir, made.name);
  try {
    for (const name of namesIn(into)) {
      if (look({ dir: into, name })?.kind === "directory")
        dressFolder({ like: { dir: from, name }, made: { dir: into, name } }, native);
    }
    copyFolderFacts(like, made, native);
    syncDir(into);
  } finally {
    closeDir(into);
    closeDir(from);
  }
}

/** Drops a clone that came to nothing: second names of files that stay. What has no other name by now goes to the retired folder. */
export function discardClone({ clone, operation, run }: Giving): void {
  discard(clone, "", (spot, path) => {
    retire(spot, { kind: "replaced", path }, { operation, run });
  });
}

function discard(spot: Spot, path: string, keep: (spot: Spot, path: string) => void): void {
  const found = look(spot);
  if (found === null) return;
  if (found.kind !== "directory") {
    if (found.links > 1) dropOwnName(spot);
    else keep(spot, path);
    return;
  }
  const dir = openChild(spot.dir, spot.name);
  try {
    for (const name of namesIn(dir)) discard({ dir, name }, path === "" ? name : `${path}/${name}`, keep);
  } finally {
    closeDir(dir);
  }
  dropOwnDir(spot);
}
