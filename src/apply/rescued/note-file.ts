/**
 * The note beside a run's rescue folder, `rescued/tx-<n>.json`: where what lies there came from, and why. It is durable before the first name goes
 * to the rescue folder, told by the plan, and is completed file by file when the run ends.
 */
import { isInside } from "../../core/path.ts";
import type { RescuedItem } from "../../core/rescue.ts";
import { noteOfPlan, noteText, readNoteText, withItems } from "../../plan/rescued/rescue-note.ts";
import { dropOwnName, look, type Spot, syncDir } from "../../system/dir.ts";
import { readFileAt, replaceFile } from "../../system/durable-file.ts";
import type { Transaction } from "../journal.ts";
import type { Rescued } from "../run.ts";
import type { StateDirs } from "../state.ts";

const NOTE_LIMIT = 256 * 1024 * 1024;
const PRIVATE = 0o600;

/** Whose run it is and when it began. */
export interface NoteFrame {
  readonly dirs: StateDirs;
  readonly transaction: Transaction;
  /** ISO, UTC. */
  readonly at: string;
  /** True where root runs: only then are files given away. */
  readonly asRoot: boolean;
}

/** Makes durable what this run rescues and why; once for each run. */
export function beginRescueNote(frame: NoteFrame): void {
  const spot = noteSpot(frame);
  if (look(spot) === null) write(spot, noteText(noteOfPlan(frame.transaction.plan, frame.at)), frame);
}

/** Completes the note with each file's own reason; where nothing was rescued after all, it goes. */
export function endRescueNote(frame: NoteFrame, rescued: readonly Rescued[]): void {
  const spot = noteSpot(frame);
  if (look(spot) === null) return;
  if (look({ dir: spot.dir, name: frame.transaction.id }) === null) {
    dropOwnName(spot);
    syncDir(spot.dir);
    return;
  }
  const text = readFileAt(spot, NOTE_LIMIT)?.toString("utf8") ?? "";
  const note = readNoteText(text) ?? noteOfPlan(frame.transaction.plan, frame.at);
  const complete = noteText(withItems(note, itemsOf(frame, rescued)));
  if (complete !== text) write(spot, complete, frame);
}

function noteSpot({ dirs, transaction }: NoteFrame): Spot {
  return { dir: dirs.rescued, name: `${transaction.id}.json` };
}

function itemsOf({ dirs, transaction }: NoteFrame, rescued: readonly Rescued[]): RescuedItem[] {
  const folder = `${dirs.rescued.path}/${transaction.id}`;
  return rescued
    .filter(({ kept }) => isInside(kept, folder) && kept !== folder)
    .map(({ kept, path, why }) => ({ kept: kept.slice(folder.length + 1), path, why }));
}

function write(spot: Spot, text: string, { dirs, transaction, asRoot }: NoteFrame): void {
  const owner = asRoot ? { owner: transaction.plan.owner } : {};
  replaceFile(spot, dirs.stage, { bytes: Buffer.from(text), mode: PRIVATE, ...owner });
}
