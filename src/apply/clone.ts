/** A tree of second names: every file of shared's by a second name, folders made anew with what belongs to them. Nobody uses it before it is exchanged in. */
import type { Diagnostic } from "../core/diagnostic.ts";
import { abs } from "../core/path.ts";
import { quoteInText } from "../core/shell.ts";
import { someNames } from "../core/some-names.ts";
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

/** A folder of the clone that is not its owner's any more. */
interface Taken {
  /** Below the entry; empty for the entry itself. */
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
}

/** The warning about folders that another user had, such as the web server's: only root can make them anew for that user. */
export function ownersLost({ operation, run, shared, clone }: Giving): Diagnostic[] {
  if (run.asRoot || operation.nodeKind !== "directory") return [];
  const taken = takenBelow({ like: shared, made: clone }, "");
  const [first] = taken;
  if (first === undefined) return [];
  const place = (path: string): string => (path === "" ? operation.path : `${operation.path}/${path}`);
  const names = taken.map(({ path }) => place(path));
  const own = abs(`${operation.at.directory}/${operation.at.name}${first.path === "" ? "" : `/${first.path}`}`);
  return [
    {
      severity: "warning",
      code: "owner-not-kept",
      path: operation.path,
      message: `${someNames(names, NAMED)}: another user's before, and yours now, because only root gives folders away; that user may not write there any more`,
      hint: `If the web server writes there, as root: chown ${first.uid}:${first.gid} ${quoteInText(own)}${taken.length > 1 ? ", and the others likewise" : ""}`,
    },
  ];
}

const NAMED = 5;

function takenBelow({ like, made }: { readonly like: Spot; readonly made: Spot }, path: string): Taken[] {
  const [was, is] = [look(like), look(made)];
  if (was?.kind !== "directory" || is?.kind !== "directory") return [];
  const self = was.uid === is.uid ? [] : [{ path, uid: was.uid, gid: was.gid }];
  const [from, into] = [openChildIfThere(like), openChild(made.dir, made.name)];
  try {
    if (from === null) return self;
    const below = namesIn(into).flatMap((name) =>
      takenBelow({ like: { dir: from, name }, made: { dir: into, name } }, path === "" ? name : `${path}/${name}`),
    );
    return [...self, ...below];
  } finally {
    closeDir(into);
    if (from !== null) closeDir(from);
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
