/**
 * Copies one name of the site's own into another copy of the code, or into shared. The copy is made whole and durable under a name of ours in the folder
 * that it goes into, is compared with what was decided about, and only then gets its name, in one call that replaces nothing:
 *
 *   the name holds what was decided about     done by an earlier run: nothing
 *   free                                      the copy gets it
 *   what the plan says gives way              both change names in one call, and what came out is kept
 *   anything else                             it stays, and the copy goes to the rescue folder
 *
 * The original is only read. Killed anywhere, a copy of ours is left under its name of ours, which the same step makes anew.
 */
import type { Diagnostic } from "../core/diagnostic.ts";
import type { AbsPath } from "../core/path.ts";
import { segmentsOf } from "../core/path.ts";
import type { Bring } from "../plan/operation.ts";
import { copyNode } from "../system/copy-file.ts";
import {
  closeDir,
  type Dir,
  dropOwnName,
  isVanished,
  look,
  lookAtSelf,
  openChild,
  openDir,
  type Spot,
  syncDir,
} from "../system/dir.ts";
import type { NodeFact } from "../system/facts.ts";
import { digestAt } from "../system/file-digest.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { PLAIN_COPY } from "../system/plain-copy.ts";
import { setRights } from "../system/node-rights.ts";
import { setTimes } from "../system/times.ts";
import { keepCopy, keepMoved } from "./keep-rescued.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Rescued, type Run } from "./run.ts";

/** Brings one name; durable on return. */
export function bring(operation: Bring, run: Run): Outcome {
  const from = openIfThere(operation.at.directory);
  if (from === null) return changedSince(operation);
  try {
    const source: Spot = { dir: from, name: operation.at.name };
    const found = look(source);
    if (found === null || found.kind !== operation.nodeKind) return changedSince(operation);
    const into = folderFor(operation, from);
    if (into === null) return noPlace(operation, source, run);
    try {
      return bringInto({ source, target: { dir: into, name: operation.into.name }, found }, operation, run);
    } finally {
      closeDir(into);
    }
  } finally {
    closeDir(from);
  }
}

interface Ends {
  readonly source: Spot;
  readonly target: Spot;
  readonly found: NodeFact;
}

function bringInto(ends: Ends, operation: Bring, run: Run): Outcome {
  const { target, source, found } = ends;
  if (found.kind === "directory") return bringFolder(ends, operation);
  const copy: Spot = besideStep(target.dir, run);
  const rescued: Rescued[] = [];
  const isDone = isAsDecided(target, { operation, found });
  finishBefore(copy, isDone, { operation, run, rescued });
  if (isDone) return { ...NO_OUTCOME, rescued };
  const copied = copyNode(source, copy, { native: run.files() ?? PLAIN_COPY, durable: true });
  if (copied === null) return changedSince(operation);
  if (!isAsDecided(copy, { operation, found })) {
    dropOwnName(copy);
    return changedSince(operation);
  }
  if (operation.rights !== null && found.kind === "file")
    setRights(copy, operation.rights, { id: null, asRoot: run.asRoot });
  run.fence();
  place({ copy, target }, { operation, run, rescued });
  syncDir(target.dir);
  return { ...NO_OUTCOME, rescued, diagnostics: copied.lost.includes("owner") ? [OWNER_LOST] : [] };
}

interface Work {
  readonly operation: Bring;
  readonly run: Run;
  readonly rescued: Rescued[];
}

interface Placing {
  readonly copy: Spot;
  readonly target: Spot;
}

/**
 * What a killed run left under our name. While the copy has not its own name it is one of ours, whole or not; afterwards it is what gave way, or what somebody
 * else had put there in the moment of the exchange.
 */
function finishBefore(copy: Spot, isDone: boolean, work: Work): void {
  const left = look(copy);
  if (left === null) return;
  if (!isDone) dropOwnName(copy);
  else if (left.id === work.operation.replaces) keepGivenWay(copy, work);
  else keepInstead(copy, "it came to that place while the site's own was put there", work);
}

/** True where a name holds what was decided about. */
function isAsDecided(spot: Spot, about: { readonly operation: Bring; readonly found: NodeFact }): boolean {
  const there = look(spot);
  if (there?.kind !== about.found.kind) return false;
  if (there.kind === "link") return there.linkText === about.found.linkText;
  return digestAt(spot) === about.operation.digest;
}

function place({ copy, target }: Placing, work: Work): void {
  const { operation, run } = work;
  const there = look(target);
  if (there !== null && there.id === operation.replaces) swap({ copy, target }, work);
  else if (there !== null || !isNamed(() => run.native.renameNoReplace(copy, target)))
    keepInstead(copy, OCCUPIED, work);
}

const OCCUPIED = "something else came to its place meanwhile, which stays";

/** False where something came to the name in that very moment. */
function isNamed(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The name holds one or the other at every instant. */
function swap({ copy, target }: Placing, work: Work): void {
  const { operation, run } = work;
  try {
    run.native.exchange(copy, target);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    swapInTwo({ copy, target }, work);
    return;
  }
  if (look(copy)?.id !== operation.replaces) {
    // Somebody put another file there in that very moment: it gets its name back.
    run.native.exchange(copy, target);
    keepInstead(copy, OCCUPIED, work);
    return;
  }
  syncDir(target.dir);
  keepGivenWay(copy, work);
}

/** Nobody looks at a release that is not live yet; in one that is, no name may be missing for a moment. */
function swapInTwo({ copy, target }: Placing, work: Work): void {
  if (work.operation.live) {
    keepInstead(copy, "this file system has no call that swaps two names, so that the release's own stays", work);
    return;
  }
  keepGivenWay(target, work);
  work.run.native.renameNoReplace(copy, target);
}

function keepGivenWay(copy: Spot, { operation, run, rescued }: Work): void {
  const why = "the site's own stands in its place";
  const to = operation.keeps ? "rescued" : "retired";
  const kept = keepMoved(copy, { path: operation.path, to }, run);
  if (operation.keeps) rescued.push({ path: operation.path, kept, why });
}

function keepInstead(copy: Spot, why: string, { operation, run, rescued }: Work): void {
  rescued.push({ path: operation.path, kept: keepMoved(copy, { path: operation.path, to: "rescued" }, run), why });
}

function bringFolder({ target, source, found }: Ends, operation: Bring): Outcome {
  const there = look(target);
  if (there === null) {
    makeDirectoryAt(target.dir, target.name, operation.rights ?? found);
    withTimesOf(target, source);
  }
  return {
    ...NO_OUTCOME,
    diagnostics: there === null || there.kind === "directory" ? [] : [notAFolder(operation)],
  };
}

/** The time is that of the original as long as nothing is put into it. */
function withTimesOf(target: Spot, source: Spot): void {
  const made = openChild(target.dir, target.name);
  try {
    const fact = look(source);
    if (fact !== null) setTimes(made, fact);
  } finally {
    closeDir(made);
  }
}

/** The folder that the copy goes into, with what is missing on the way made like the original's; null where something else stands on the way. */
function folderFor({ root, into, at }: Bring, from: Dir): Dir | null {
  const names = segmentsOf(into.directory.slice(root.length));
  const likes = ancestorsFrom(at.directory, names.length);
  let dir = openDir(root);
  for (const [index, name] of names.entries()) {
    const next = folderIn({ dir, name }, likes[index] ?? from.path);
    closeDir(dir);
    if (next === null) return null;
    dir = next;
  }
  return dir;
}

/** The last `count` folders of a path, each as a whole path. */
function ancestorsFrom(directory: AbsPath, count: number): AbsPath[] {
  const names = segmentsOf(directory);
  return Array.from(
    { length: count },
    (_, index) => `/${names.slice(0, names.length - count + index + 1).join("/")}` as AbsPath,
  );
}

function folderIn(spot: Spot, like: AbsPath): Dir | null {
  const there = look(spot);
  if (there !== null && there.kind !== "directory") return null;
  if (there === null) {
    const original = openDir(like);
    try {
      makeDirectoryAt(spot.dir, spot.name, lookAtSelf(original));
    } finally {
      closeDir(original);
    }
  }
  return openChild(spot.dir, spot.name);
}

function openIfThere(path: AbsPath): Dir | null {
  try {
    return openDir(path);
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
}

function noPlace(operation: Bring, source: Spot, run: Run): Outcome {
  if (operation.nodeKind === "directory") return { ...NO_OUTCOME, diagnostics: [notAFolder(operation)] };
  const why = "something that is no folder stands on the way to its place";
  const kept = keepCopy(source, operation.path, run);
  return kept === null ? changedSince(operation) : { ...NO_OUTCOME, rescued: [{ path: operation.path, kept, why }] };
}

function notAFolder({ path, root }: Bring): Diagnostic {
  return {
    severity: "warning",
    code: "no-place-for-folder",
    path,
    message: `"${path}" could not be brought along: something that is no folder stands at its place in "${root}"`,
    hint: "What is in it was put into the rescue folder: holdfast rescued",
  };
}

const OWNER_LOST: Diagnostic = {
  severity: "warning",
  code: "owner-not-kept",
  message: "Files that were carried along belong to the user who runs this now, because only root may give files away",
  hint: "Look whether the web server may still write to them",
};

/** It was changed after it was decided about: it is still where it was, and the next look sees it as it is then. */
function changedSince({ path, at }: Bring): Outcome {
  const note: Diagnostic = {
    severity: "note",
    code: "changed-meanwhile",
    path,
    message: `"${path}" was changed while it was being carried along; it stays in "${at.directory}" and is looked at again`,
  };
  return { ...NO_OUTCOME, diagnostics: [note] };
}
