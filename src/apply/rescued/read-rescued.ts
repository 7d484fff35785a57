import { NAMES } from "../../core/layout.ts";
import { type AbsPath, rel, under } from "../../core/path.ts";
import type { RescueNote } from "../../core/rescue.ts";
import { RESCUED_FOLDER } from "../../plan/own-file.ts";
import { planFrom } from "../../plan/plan-document.ts";
import { noteOfPlan, readNoteText } from "../../plan/rescued/rescue-note.ts";
import { type RescuedLeaf, type RescuedRun, withoutEmptied } from "../../plan/rescued/rescued-run.ts";
import { bytes } from "../../system/bytes-path.ts";
import { closeDir, type Dir, look, namesIn, openChild, withDir } from "../../system/dir.ts";
import { readFileAt } from "../../system/durable-file.ts";
import { lookAt } from "../../system/facts.ts";
import { JOURNAL_LIMIT, unsealed } from "../journal.ts";

const NS_IN_MS = 1_000_000n;

/** The folder that holds what was rescued. */
export function rescueFolder(shared: AbsPath): AbsPath {
  return under(shared, rel(RESCUED_FOLDER));
}

/** What lies in the rescue folder, run by run, oldest first; a run of which everything was put back has no leaves. Reads only; through no link. */
export function readRescued(shared: AbsPath): RescuedRun[] {
  const folder = rescueFolder(shared);
  if (lookAt(bytes(folder))?.kind !== "directory") return [];
  return withDir(folder, (dir) =>
    namesIn(dir).flatMap((id) => {
      const fact = look({ dir, name: id });
      if (fact?.kind !== "directory" || id.startsWith(".")) return [];
      const note = noteIn(dir, id) ?? noteInJournal(shared, id);
      const at = note?.at ?? isoOf(fact.mtimeNs);
      return [withoutEmptied({ id, at, note, leaves: leavesIn(dir, id, "") })];
    }),
  );
}

function isoOf(ns: bigint): string {
  return new Date(Number(ns / NS_IN_MS)).toISOString().replace(/\.\d+Z$/, "Z");
}

function noteIn(dir: Dir, id: string): RescueNote | null {
  const text = readFileAt({ dir, name: `${id}.json` }, JOURNAL_LIMIT)?.toString("utf8");
  return text === undefined ? null : readNoteText(text);
}

/** A run from before reasons were noted, or one that was killed: its plan tells the same, without each file's own reason. */
function noteInJournal(shared: AbsPath, id: string): RescueNote | null {
  const folder = under(shared, rel(`${NAMES.state}/journal`));
  const fact = lookAt(bytes(`${folder}/${id}.json`));
  if (fact?.kind !== "file") return null;
  const plan = planFrom(unsealed(withDir(folder, (dir) => readFileAt({ dir, name: `${id}.json` }, JOURNAL_LIMIT))));
  return plan === null ? null : noteOfPlan(plan, isoOf(fact.mtimeNs));
}

function leavesIn(parent: Dir, name: string, prefix: string): RescuedLeaf[] {
  const dir = openChild(parent, name);
  try {
    return namesIn(dir).flatMap((child): RescuedLeaf[] => {
      const fact = look({ dir, name: child });
      if (fact === null) return [];
      const kept = `${prefix}${child}`;
      const below = fact.kind === "directory" ? leavesIn(dir, child, `${kept}/`) : [];
      if (below.length > 0) return below;
      const size = fact.kind === "file" ? fact.size : 0;
      return [{ kept, kind: fact.kind, bytes: size, changed: Number(fact.mtimeNs / NS_IN_MS) }];
    });
  } finally {
    closeDir(dir);
  }
}
