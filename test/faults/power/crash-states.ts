/**
 * Which contents a disk can have after a power cut, from the log of what was written. Writes between two flushes may reach the disk in
 * any order or not at all; what a flush has passed is there. Pure.
 */
import { type LogEntry, SECTOR } from "./write-log.ts";

/** One write, by its index in the log. */
interface Write {
  readonly index: number;
  readonly entry: Extract<LogEntry, { readonly kind: "write" }>;
}

/** What is on the disk: everything of the log before `upTo`, but for what the kind says. */
export type CrashState =
  /** The writes in order, ended after some of them. */
  | { readonly kind: "after"; readonly upTo: number }
  /** One that no flush had passed is missing. */
  | { readonly kind: "without"; readonly upTo: number; readonly dropped: number }
  /** The last one is there in part: only its first `sectors`. */
  | { readonly kind: "torn"; readonly upTo: number; readonly sectors: number };

/** Writes of more than this many sectors may be cut through; a disk keeps one block of 4096 bytes whole. */
const WHOLE = 8;

/** All states between two marks, in the order of the log. */
export function crashStates(log: readonly LogEntry[], from: string, to: string): CrashState[] {
  const [start, end] = [markAt(log, from), markAt(log, to)];
  const states: CrashState[] = [{ kind: "after", upTo: start }];
  let unflushed: Write[] = [];
  for (let index = start; index < end; index++) {
    const entry = log[index];
    if (entry?.kind !== "write") continue;
    if (entry.flushes) {
      states.push(...eachMissing(unflushed, index));
      unflushed = [];
    }
    if (entry.bytes.length === 0) continue;
    const sectors = entry.bytes.length / SECTOR;
    if (sectors > WHOLE) states.push({ kind: "torn", upTo: index + 1, sectors: halfOf(sectors) });
    states.push({ kind: "after", upTo: index + 1 });
    unflushed.push({ index, entry });
  }
  return [...states, ...eachMissing(unflushed, end)];
}

/** Index of a mark in the log. Throws where the recording did not come so far. */
export function markAt(log: readonly LogEntry[], text: string): number {
  const index = log.findIndex((entry) => entry.kind === "mark" && entry.text === text);
  if (index < 0) throw new Error(`The log has no mark "${text}"`);
  return index;
}

/** What was acknowledged to somebody by the time that the disk can be in this state: the rest of the marks `acknowledged:NAME`. */
export function acknowledgedIn(log: readonly LogEntry[], state: CrashState): string[] {
  // The disk stays as it is until the next write, so what was acknowledged before that must be on it.
  const next = log.findIndex((entry, index) => index >= state.upTo && entry.kind === "write");
  const end = state.kind === "after" && next >= 0 ? next : state.upTo;
  return log
    .slice(0, end)
    .flatMap((entry) => (entry.kind === "mark" ? (/^acknowledged:(.+)$/.exec(entry.text)?.[1] ?? []) : []));
}

/** The last one missing is the state before it, which stands already; one that was durable by itself cannot be missing. */
function eachMissing(unflushed: readonly Write[], upTo: number): CrashState[] {
  return unflushed
    .slice(0, -1)
    .filter(({ entry }) => !entry.durable)
    .map(({ index }) => ({ kind: "without", upTo, dropped: index }));
}

function halfOf(sectors: number): number {
  return Math.floor(sectors / 2 / WHOLE) * WHOLE || WHOLE;
}

/** A state in words. */
export function describeState(state: CrashState): string {
  if (state.kind === "after") return `after ${state.upTo} entries`;
  if (state.kind === "torn") return `after ${state.upTo} entries, the last one cut after ${state.sectors} sectors`;
  return `after ${state.upTo} entries, without entry ${state.dropped}`;
}
