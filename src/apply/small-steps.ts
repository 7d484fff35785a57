import { segmentsOf } from "../core/path.ts";
import { encodeJson } from "../core/json.ts";
import { markedUndone } from "../core/record.ts";
import type {
  MakeDirectory,
  MakeLink,
  Relink,
  SetAside,
  WriteFile,
  WriteHistory,
  WriteRecord,
  WriteShipped,
} from "../plan/operation.ts";
import { historyLine, historyLines, isOwnHistory, withLine } from "../plan/history.ts";
import { closeDir, dropOwnName, look, makeLink, rename, type Spot, syncDir } from "../system/dir.ts";
import { createFile, readFileAt, replaceFile } from "../system/durable-file.ts";
import { besideStep, NO_OUTCOME, type Outcome, type Run, unexpected, withSpot } from "./run.ts";
import { ownLikeTarget } from "./link-owner.ts";
import { makeDirectoryAt } from "./make-folder.ts";
import { ensurePath } from "./state.ts";

const SHIPPED_LIMIT = 64 * 1024 * 1024;
const HISTORY_LIMIT = 64 * 1024 * 1024;

/** Makes a folder; one that is there already is left as it is. */
export function makeDirectory(operation: MakeDirectory): Outcome {
  return withSpot(operation.at, (spot) => {
    const found = look(spot);
    if (found === null) makeDirectoryAt(spot.dir, spot.name, operation.owner);
    else if (found.kind !== "directory") throw unexpected(operation, spot, found);
    return NO_OUTCOME;
  });
}

/** Makes a link where nothing is. */
export function makeLinkStep(operation: MakeLink, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const found = look(spot);
    if (found !== null && !(found.kind === "link" && found.linkText === operation.text))
      throw unexpected(operation, spot, found);
    if (found === null) makeLink(spot, operation.text);
    ownLikeTarget(spot, run, operation.owner);
    dropBegun(spot, operation.text, run);
    syncDir(spot.dir);
    return NO_OUTCOME;
  });
}

/** A script that was killed as root had begun the same link under this name. */
function dropBegun({ dir }: Spot, text: string, run: Run): void {
  const begun: Spot = besideStep(dir, run);
  if (look(begun)?.linkText === text) dropOwnName(begun);
}

/** Gives a link another text by renaming a new one over it: the path never vanishes. */
export function relink(operation: Relink, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const found = look(spot);
    if (found?.kind === "link" && found.linkText === operation.text) return NO_OUTCOME;
    if (found?.kind !== "link" || found.linkText !== operation.was) throw unexpected(operation, spot, found);
    const prepared: Spot = besideStep(spot.dir, run);
    const there = look(prepared);
    if (there === null) makeLink(prepared, operation.text);
    else if (there.linkText !== operation.text) throw unexpected(operation, prepared, there);
    ownLikeTarget(prepared, run, run.owner);
    run.fence();
    rename(prepared, spot);
    syncDir(spot.dir);
    return NO_OUTCOME;
  });
}

/** Moves something out of the way, never over anything; what goes to the rescue folder is named in the outcome. */
export function setAside(operation: SetAside, run: Run): Outcome {
  const names = [run.tx, ...segmentsOf(operation.as)];
  if (operation.to === "rescued") run.noteRescue();
  const folder = ensurePath(run.dirs[operation.to], names.slice(0, -1), { ...run.owner, mode: 0o700 });
  try {
    return withSpot(operation.at, (spot) => {
      const target: Spot = { dir: folder, name: names.at(-1) ?? "" };
      const [found, kept] = [look(spot), look(target)];
      if (kept?.id !== operation.identity) {
        if (found?.id !== operation.identity) throw unexpected(operation, spot, found);
        run.fence();
        run.native.renameNoReplace(spot, target);
      }
      syncDir(folder);
      syncDir(spot.dir);
      const rescued = { path: operation.path, kept: `${folder.path}/${target.name}`, why: operation.reason };
      return operation.to === "rescued" ? { ...NO_OUTCOME, rescued: [rescued] } : NO_OUTCOME;
    });
  } finally {
    closeDir(folder);
  }
}

/** Writes one of our own files, whole or not at all. */
export function writeOwnFile(operation: WriteFile, run: Run): Outcome {
  return withSpot(operation.at, (spot) => {
    const content = { bytes: Buffer.from(operation.content), mode: operation.mode, ...ownerPart(run) };
    if (operation.exclusive) createFile(spot, run.dirs.stage, content);
    else replaceFile(spot, run.dirs.stage, content);
    return NO_OUTCOME;
  });
}

/** Writes the record, with what this run left in place or could not take over noted in it. */
export function writeRecord(operation: WriteRecord, run: Run): Outcome {
  const { inPlace, refused } = run.soFar;
  const { trees, seeded } = operation.before ?? { trees: operation.record.trees, seeded: [] };
  const entries = operation.record.entries.map((entry) => {
    if (inPlace.includes(entry.path)) return { ...entry, inPlace: true };
    if (!refused.includes(entry.path)) return entry;
    const { inPlace: _planned, ...rest } = entry;
    return { ...rest, seeded: seeded.includes(entry.path) };
  });
  const known = refused.some((path) => seeded.includes(path)) ? { trees } : {};
  const record = markedUndone(operation.record, isUndone(operation, run));
  return withSpot(operation.at, (spot) => {
    const bytes = Buffer.from(encodeJson({ ...record, entries, ...known }));
    replaceFile(spot, run.dirs.stage, { bytes, mode: 0o644, ...ownerPart(run) });
    return NO_OUTCOME;
  });
}

/** A site is undone when the data of an entry stands in the app again; it stays so while an entry could not be taken over again. */
function isUndone({ record, before }: WriteRecord, run: Run): boolean {
  const { inPlace, refused } = run.soFar;
  if (record.undone !== true) return before?.undone === true && refused.length > 0;
  return inPlace.length > 0 || record.entries.some(({ path, inPlace: is }) => is === true && !refused.includes(path));
}

/** Writes the shipped record, without what this run could not take over. */
export function writeShipped(operation: WriteShipped, run: Run): Outcome {
  const { shipped, before } = operation;
  const isTaken = ([path]: readonly [string, unknown]): boolean => !run.soFar.refused.includes(path);
  const kept = Object.entries(before.entries).filter((entry) => !isTaken(entry));
  const entries = Object.fromEntries([...Object.entries(shipped.entries).filter(isTaken), ...kept]);
  return withSpot(operation.at, (spot) => {
    const bytes = Buffer.from(encodeJson({ ...shipped, entries }));
    // A run that is refused the same every day changes nothing.
    if (readFileAt(spot, SHIPPED_LIMIT)?.equals(bytes) !== true)
      replaceFile(spot, run.dirs.stage, { bytes, mode: 0o600, ...ownerPart(run) });
    return NO_OUTCOME;
  });
}

/**
 * Writes a line at the end of the history as it is now, with how this run ended. Which run wrote a line stands in it, so that a run that is resumed
 * writes none twice.
 */
export function writeHistoryLine(operation: WriteHistory, run: Run): Outcome {
  const { refused, rescued, diagnostics } = run.soFar;
  const { entry } = operation;
  const isPart = refused.length > 0 || diagnostics.some(({ severity }) => severity === "problem");
  const line = historyLine({
    ...entry,
    result: entry.result === "done" && isPart ? "partly" : entry.result,
    counts: { ...entry.counts, ...some("refused", refused.length), ...some("rescued", rescued.length) },
    facts: { ...entry.facts, run: run.tx },
  });
  return withSpot(operation.at, (spot) => {
    const old = readFileAt(spot, HISTORY_LIMIT)?.toString("utf8");
    // Something else's was set aside before; one that came since is not written over.
    if (old !== undefined && !isOwnHistory(old)) throw unexpected(operation, spot, look(spot));
    if (old !== undefined && historyLines(old).some((known) => known.endsWith(` run=${run.tx}`))) return NO_OUTCOME;
    const bytes = Buffer.from(withLine(old, line));
    replaceFile(spot, run.dirs.stage, { bytes, mode: 0o644, ...ownerPart(run) });
    return NO_OUTCOME;
  });
}

function some(name: string, number: number): Readonly<Record<string, number>> {
  return number === 0 ? {} : { [name]: number };
}

/** Only root gives files away. */
function ownerPart(run: Run): { readonly owner?: { readonly uid: number; readonly gid: number } } {
  return isRoot(run) ? { owner: run.owner } : {};
}

function isRoot(run: Run): boolean {
  return run.asRoot;
}
