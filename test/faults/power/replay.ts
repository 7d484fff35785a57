/** Makes the contents of a disk from the log of what was written: one image moves forward through the log, each crash state is a copy of it. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { CrashState } from "./crash-states.ts";
import { copyImage } from "./image.ts";
import { type LogEntry, SECTOR } from "./write-log.ts";

/** A disk on its way through a log. */
export interface Replay {
  readonly log: readonly LogEntry[];
  /** The disk before the first entry. */
  readonly base: number;
  readonly image: string;
  readonly disk: number;
  /** How many entries are applied. */
  applied: number;
  /** For each sector that is not as in the base, a number for its content. */
  readonly changed: Map<number, bigint>;
  /** The same for the whole disk: equal for equal contents. */
  key: bigint;
}

/** Begins before the first entry; `image` is made anew. */
export function beginReplay(log: readonly LogEntry[], base: string, image: string): Replay {
  copyImage(base, image);
  return {
    log,
    base: openSync(base, "r"),
    image,
    disk: openSync(image, "r+"),
    applied: 0,
    changed: new Map(),
    key: 0n,
  };
}

export function endReplay(replay: Replay): void {
  closeSync(replay.base);
  closeSync(replay.disk);
}

/** Applies the log up to an entry. It only goes forward. */
export function advance(replay: Replay, upTo: number): void {
  if (upTo < replay.applied) throw new Error(`The replay is at ${replay.applied} and cannot go back to ${upTo}`);
  for (; replay.applied < upTo; replay.applied++) {
    const entry = replay.log[replay.applied];
    if (entry?.kind !== "write") continue;
    writeSync(replay.disk, entry.bytes, 0, entry.bytes.length, entry.sector * SECTOR);
    for (const [sector, content] of sectorsOf(entry)) {
      const now = contentKey(replay, sector, content);
      replay.key ^= now ^ (replay.changed.get(sector) ?? 0n);
      replay.changed.set(sector, now);
    }
  }
}

/** What tells a state's content from every other one's. The replay must stand at the state's `upTo`. */
export function stateKey(replay: Replay, state: CrashState): string {
  let key = replay.key;
  for (const [sector, content] of undone(replay, state))
    key ^= contentKey(replay, sector, content) ^ (replay.changed.get(sector) ?? 0n);
  return key.toString(16);
}

/** Writes a state as an image of its own. The replay must stand at the state's `upTo`. */
export function writeState(replay: Replay, state: CrashState, image: string): void {
  copyImage(replay.image, image);
  const fd = openSync(image, "r+");
  for (const [sector, content] of undone(replay, state)) writeSync(fd, content, 0, SECTOR, sector * SECTOR);
  closeSync(fd);
}

/** The sectors of a state that are not as in the replay, with what they hold instead: what stood there before the missing write. */
function undone(replay: Replay, state: CrashState): Map<number, Buffer> {
  if (state.kind === "after") return new Map();
  const index = state.kind === "without" ? state.dropped : lastWrite(replay.log, state.upTo);
  const entry = replay.log[index];
  if (entry?.kind !== "write") throw new Error(`Entry ${index} of the log is no write`);
  const firstMissing = state.kind === "without" ? entry.sector : entry.sector + state.sectors;
  const sectors = sectorsOf(entry).map(([sector]) => sector);
  const missing = sectors.filter(
    (sector) => sector >= firstMissing && holderOf(replay.log, sector, state.upTo) === index,
  );
  return new Map(missing.map((sector) => [sector, contentAt(replay, sector, index)]));
}

function lastWrite(log: readonly LogEntry[], upTo: number): number {
  return log.findLastIndex((entry, index) => index < upTo && entry.kind === "write" && entry.bytes.length > 0);
}

/** Which entry before `upTo` wrote a sector last; -1 where none did. */
function holderOf(log: readonly LogEntry[], sector: number, upTo: number): number {
  return log.findLastIndex((entry, index) => index < upTo && entry.kind === "write" && covers(entry, sector));
}

/** What a sector held when only the entries before `upTo` were written. */
function contentAt(replay: Replay, sector: number, upTo: number): Buffer {
  const entry = replay.log[holderOf(replay.log, sector, upTo)];
  if (entry?.kind !== "write") return baseContent(replay, sector);
  return entry.bytes.subarray((sector - entry.sector) * SECTOR, (sector - entry.sector + 1) * SECTOR);
}

type Write = Extract<LogEntry, { readonly kind: "write" }>;

function covers(entry: Write, sector: number): boolean {
  return sector >= entry.sector && sector < entry.sector + entry.bytes.length / SECTOR;
}

function sectorsOf(entry: Write): [number, Buffer][] {
  return Array.from({ length: entry.bytes.length / SECTOR }, (_, index) => [
    entry.sector + index,
    entry.bytes.subarray(index * SECTOR, (index + 1) * SECTOR),
  ]);
}

/** 0 where the sector is as in the base. */
function contentKey(replay: Replay, sector: number, content: Buffer): bigint {
  if (content.equals(baseContent(replay, sector))) return 0n;
  return createHash("sha256").update(`${sector} `).update(content).digest().readBigUInt64LE(0);
}

function baseContent(replay: Replay, sector: number): Buffer {
  const content = Buffer.alloc(SECTOR);
  readSync(replay.base, content, 0, SECTOR, sector * SECTOR);
  return content;
}
