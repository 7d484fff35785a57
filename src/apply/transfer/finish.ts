/** The end of a transfer, in the run itself or in a later one: drain, and when the old tree is quiet, drop from it what shared provably has. */
import { baseName, parentOf } from "../../core/path.ts";
import { dropOwnName, look, namesIn, type Spot, syncDir, withDir } from "../../system/dir.ts";
import { sha256 } from "../../system/digest.ts";
import { lookAt, type NodeFact } from "../../system/facts.ts";
import { bytes } from "../../system/bytes-path.ts";
import { sameContent } from "../../system/listing.ts";
import type { NativeFiles } from "../../system/native-files.ts";
import { eachName } from "../differences.ts";
import { dropIfEmpty, dropRetired, isAllowed, type Rest } from "../drop-retired.ts";
import { settleNote } from "../journal.ts";
import { keepLoser } from "../rescue.ts";
import { rescuedIn, type Retirement, writeRetirement } from "../retirement.ts";
import { NO_OUTCOME, type Outcome, type Run, withSpot, withSpots } from "../run.ts";
import { stays } from "../settle-messages.ts";
import { drain, type Roots, whereStill } from "./drain.ts";
import { lostFacts, noCalls, notRemovable, stillOpen } from "./messages.ts";
import { transferWork, type TransferWork } from "./work.ts";

/** What is being finished. */
export interface Finishing {
  readonly note: Retirement;
  readonly name: string;
  readonly work: TransferWork;
}

/** Drains and settles, or leaves it for a later run and says who has it open. What is rescued is in `work`. */
export function finishTransfer(roots: Roots, finishing: Finishing, options: { readonly isLater: boolean }): Outcome {
  const { note, name, work } = finishing;
  const open = drain(roots, work, { deletions: !options.isLater });
  dropReplaced(work);
  const diagnostics = lostFacts(note.path, work.lost);
  if (open !== null) {
    writeRetirement(work.run, name, noteOf(finishing, "swept"));
    return { ...NO_OUTCOME, unsettled: [note.path], diagnostics: [...diagnostics, stillOpen(note, open)] };
  }
  const quiet = noteOf(finishing, "dropping");
  writeRetirement(work.run, name, quiet);
  const dropped = dropCopied({ note: quiet, name, work }, options.isLater);
  return { ...dropped, diagnostics: [...diagnostics, ...dropped.diagnostics] };
}

function noteOf({ note, work }: Finishing, phase: Retirement["phase"]): Retirement {
  const isOver = phase === "dropping";
  return {
    ...note,
    phase,
    seen: isOver ? [] : [...work.seen],
    copies: isOver ? [] : [...work.copies],
    rescued: work.rescued,
  };
}

/** A copy that a newer one replaced is dropped, unless somebody has reached it and written to it after all: then it is rescued. */
function dropReplaced(work: TransferWork): void {
  for (const { path, at, size, mtimeNs } of work.replaced) {
    withDir(parentOf(at), (dir) => {
      const spot: Spot = { dir, name: baseName(at) };
      const found = look(spot);
      if (found === null) return;
      const isUntouched = found.size === size && found.mtimeNs === mtimeNs;
      if (isUntouched && work.native.writersOf(spot) === "none") dropOwnName(spot);
      else if (!isUntouched)
        keepLoser(spot, work, { path, why: "somebody wrote to it while a newer one took its place", move: true });
    });
  }
  work.replaced.length = 0;
}

/** Settles what an earlier run has transferred. */
export function settleTransfer(note: Retirement, name: string, run: Run): Outcome {
  const native = run.files();
  if (native === null) return { ...NO_OUTCOME, unsettled: [note.path], diagnostics: [noCalls(note.path)] };
  const operation = { path: note.path, nodeKind: note.nodeKind, live: true };
  const work = transferWork(operation, { run, native, note });
  if (note.phase === "dropping") return dropCopied({ note, name, work }, true);
  return withSpots(note.at, note.into, (retired, shared) => {
    const outcome = finishTransfer({ retired, shared }, { note, name, work }, { isLater: true });
    return { ...outcome, rescued: work.rescued.slice(note.rescued.length) };
  });
}

/** Phase `dropping`, also where it was interrupted. What may not be removed is left to one later run; that one leaves it for good. */
function dropCopied({ note, name, work }: Finishing, isLater: boolean): Outcome {
  const rest = lookAt(bytes(note.at.directory)) === null ? { left: [], denied: [] } : drop(note, work);
  if (rest.denied.length > 0 && !isLater)
    return { ...NO_OUTCOME, unsettled: [note.path], diagnostics: [notRemovable(note, rest.denied)] };
  settleNote(work.run.dirs, name);
  const left = [...rest.left, ...rest.denied];
  return { ...NO_OUTCOME, diagnostics: left.length === 0 ? [] : [stays(note, left)] };
}

function drop(note: Retirement, work: TransferWork): Rest {
  const rest = withSpots(note.at, note.into, (retired, shared): Rest => {
    putBack({ retired, shared }, work);
    const lost = namesIn(retired.dir).filter((name) => name.startsWith(ASIDE));
    if (look(retired)?.id !== note.identity) return { left: lost, denied: [] };
    const { left, denied } = dropRetired(
      { retired, shared },
      {
        run: work.run,
        aside: (path) => asideOf(retired, path),
        rescued: rescuedIn(note),
        isWorthNaming: () => true,
        isKept: ({ here, there }) => isSameThing(here, there, work.native),
      },
    );
    syncDir(retired.dir);
    return { left: [...lost, ...left], denied };
  });
  const folder = note.at.directory;
  const isGone = withSpot({ directory: parentOf(folder), name: baseName(folder) }, (spot) =>
    isAllowed(() => dropIfEmpty(spot)),
  );
  return isGone ? rest : { ...rest, denied: [...rest.denied, ""] };
}

const ASIDE = ".holdfast-drop-";

/** Beside the old tree, under a name that tells the path by its digest. */
function asideOf(retired: Spot, path: string): Spot {
  return { dir: retired.dir, name: `${ASIDE}${sha256(path).slice(0, 32)}` };
}

/** What a killed run had moved aside goes back to its name, which is the one in shared with this digest; then it is looked at like the rest. */
function putBack(roots: Roots, work: TransferWork): void {
  const waiting = namesIn(roots.retired.dir).filter((name) => name.startsWith(ASIDE));
  if (waiting.length === 0) return;
  eachName(roots.shared, (path, fact) => {
    const aside = asideOf(roots.retired, path);
    if (fact.kind === "directory" || !waiting.includes(aside.name)) return;
    whereStill(roots.retired, path, (spot) => {
      work.run.native.renameNoReplace(aside, spot);
    });
  });
}

/** Content, kind, owner, mode, times and attributes are the same: nothing would be missed. */
function isSameThing(here: Spot, there: Spot | null, native: NativeFiles): boolean {
  const [a, b] = [look(here), there === null ? null : look(there)];
  if (a === null || b === null || there === null || !hasSameFacts(a, b)) return false;
  return (a.kind === "other" || sameContent(here, there)) && hasSameAttributes(here, there, native);
}

function hasSameFacts(a: NodeFact, b: NodeFact): boolean {
  return a.kind === b.kind && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtimeNs === b.mtimeNs;
}

function hasSameAttributes(here: Spot, there: Spot, native: NativeFiles): boolean {
  const [a, b] = [native.attributesOf(here), native.attributesOf(there)];
  return a.size === b.size && [...a].every(([name, value]) => b.get(name)?.equals(value) === true);
}
