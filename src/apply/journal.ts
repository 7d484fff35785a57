/**
 * The durable record of a plan being applied.
 *
 *   `journal/tx-<n>.json`     INTENT: one line `holdfast-journal 1 <bytes> <sha256>`, then the plan as JSON with absolute facts;
 *                             durable before the first change
 *   `journal/tx-<n>.<k>.json` what step k retires (`retirement.ts`), in the same form; durable before its exchange
 *   `journal/tx-<n>.<k>.settled`  what was retired has been compared for the last time
 *   `journal/tx-<n>.done`     DONE: durable after the last fsync
 *
 * A transaction without DONE is unfinished. Recovery believes the disk first and the journal second.
 */
import { pendingNotes, unfinishedIds } from "../core/journal-names.ts";
import { HoldfastError } from "../core/error.ts";
import type { Plan } from "../plan/plan.ts";
import { planFrom } from "../plan/plan-document.ts";
import { dropOwnName, look, lookAtSelf, namesIn, rename, syncDir } from "../system/dir.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { sha256 } from "../system/digest.ts";
import { createFile, readFileAt, replaceFile } from "../system/durable-file.ts";
import { numbersOf, renumberedPlan } from "./renumbered.ts";
import type { StateDirs } from "./state.ts";

/** No file of the journal is longer. */
export const JOURNAL_LIMIT = 256 * 1024 * 1024;
const KEPT = 50;
const PRIVATE = 0o600;

/** A transaction whose INTENT is durable. */
export interface Transaction {
  readonly id: string;
  readonly plan: Plan;
}

/** Which command a transaction is part of; a command may have several, all with the same mark. */
export interface CommandMark {
  readonly command: string;
  /** When the command began, ISO. */
  readonly since: string;
}

/** Writes INTENT; when it returns, an interruption at any later instant can be completed. The mark is kept with it, for `undo --last`. */
export function beginTransaction(dirs: StateDirs, plan: Plan, run: CommandMark): Transaction {
  const id = `tx-${String(lastNumber(dirs) + 1).padStart(6, "0")}`;
  const bytes = Buffer.from(sealed({ ...plan, run }, dirs));
  const made = createFile({ dir: dirs.journal, name: `${id}.json` }, dirs.stage, { bytes, mode: PRIVATE });
  if (!made) throw new Error(`The journal already has ${id}`);
  return { id, plan };
}

/** Writes DONE and drops the oldest finished transactions beyond fifty. */
export function endTransaction(dirs: StateDirs, id: string): void {
  createFile({ dir: dirs.journal, name: `${id}.done` }, dirs.stage, { bytes: Buffer.from("done\n"), mode: PRIVATE });
  dropOldTransactions(dirs);
}

/** A transaction that has INTENT and no DONE; `plan` is null where the file is damaged or no plan for this shared folder. */
export interface OpenTransaction {
  readonly id: string;
  readonly plan: Plan | null;
}

/**
 * The unfinished transactions, oldest first. A journal is only carried out for the user who wrote it: the folder belongs to the site's
 * user, and whoever can put a file there must not have root, or anybody else, do what it says. Throws `journal-of-another-user`.
 */
export function openTransactions(dirs: StateDirs): readonly OpenTransaction[] {
  return unfinishedIds(namesIn(dirs.journal)).map((id) => {
    const spot = { dir: dirs.journal, name: `${id}.json` };
    const owner = look(spot)?.uid ?? 0;
    if (owner !== (effectiveUser() ?? owner)) throw journalOfAnother(id, owner);
    const value = unsealed(readFileAt(spot, JOURNAL_LIMIT));
    const plan = planFrom(value);
    if (plan?.layout.shared !== dirs.shared.path) return { id, plan: null };
    return { id, plan: renumberedPlan(plan, numbersOf(value, lookAtSelf(dirs.shared).dev)) };
  });
}

/** INTENT is linked to its name only when it is durable, so a torn one is damage, not a crash: it is kept under the name that is handed back. */
export function keepDamaged(dirs: StateDirs, id: string): string {
  let name = `${id}.damaged`;
  for (let number = 2; look({ dir: dirs.journal, name }) !== null; number++) name = `${id}.damaged-${number}`;
  rename({ dir: dirs.journal, name: `${id}.json` }, { dir: dirs.journal, name });
  syncDir(dirs.journal);
  return name;
}

/** Keeps a note of a step of a transaction, durably. */
export function writeNote(dirs: StateDirs, name: string, value: object): void {
  const bytes = Buffer.from(sealed(value, dirs));
  replaceFile({ dir: dirs.journal, name: `${name}.json` }, dirs.stage, { bytes, mode: PRIVATE });
}

/** Reads a note back; null where there is none or it is torn. */
export function readNote(dirs: StateDirs, name: string): unknown {
  return unsealed(readFileAt({ dir: dirs.journal, name: `${name}.json` }, JOURNAL_LIMIT));
}

/** Drops a note of a step that came to nothing. */
export function dropNote(dirs: StateDirs, name: string): void {
  dropOwnName({ dir: dirs.journal, name: `${name}.json` });
}

/** Marks what a note tells of as settled, durably. */
export function settleNote(dirs: StateDirs, name: string): void {
  const bytes = Buffer.from("settled\n");
  createFile({ dir: dirs.journal, name: `${name}.settled` }, dirs.stage, { bytes, mode: PRIVATE });
}

/** True when {@link settleNote} was reached. */
export function isSettled(dirs: StateDirs, name: string): boolean {
  return look({ dir: dirs.journal, name: `${name}.settled` }) !== null;
}

/** A value as the bytes of a file of the journal, with the device number that its identities are of. */
function sealed(value: object, dirs: StateDirs): string {
  const body = JSON.stringify({ ...value, device: lookAtSelf(dirs.shared).dev });
  return `holdfast-journal 1 ${Buffer.byteLength(body)} ${sha256(body)}\n${body}\n`;
}

/** The value in the bytes of a file of the journal, with the `device` that its identities are of; null where there is none or it is torn. */
export function unsealed(bytes: Buffer | null): unknown {
  if (bytes === null) return null;
  const text = bytes.toString("utf8");
  const head = /^holdfast-journal 1 (\d+) ([0-9a-f]{64})\n/.exec(text);
  if (head === null) return null;
  const body = text.slice(head[0].length, -1);
  if (Buffer.byteLength(body) !== Number(head[1]) || sha256(body) !== head[2]) return null;
  return JSON.parse(body) as unknown;
}

/** The highest number that any of our folders knows, so that none is used twice even where the journal was lost. */
function lastNumber(dirs: StateDirs): number {
  const names = [dirs.journal, dirs.retired, dirs.rescued].flatMap((dir) => namesIn(dir));
  return Math.max(0, ...names.map((name) => Number(/^tx-(\d{1,9})(\.|$)/.exec(name)?.[1] ?? 0)));
}

function dropOldTransactions(dirs: StateDirs): void {
  const last = lastNumber(dirs);
  const names = namesIn(dirs.journal);
  const needed = new Set([...unfinishedIds(names), ...pendingNotes(names).map((note) => note.replace(/\.\d+$/, ""))]);
  for (const name of names) {
    const id = /^(tx-(\d+))\./.exec(name);
    if (id?.[1] === undefined || needed.has(id[1]) || Number(id[2]) > last - KEPT) continue;
    dropOwnName({ dir: dirs.journal, name });
  }
}

function journalOfAnother(id: string, owner: number): HoldfastError {
  return new HoldfastError({
    code: "journal-of-another-user",
    message: `An unfinished run (${id}) was made by another user (uid ${owner})`,
    hint: "Complete it as that user with: holdfast recover",
    exit: "unfinished",
  });
}
