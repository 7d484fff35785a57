import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder } from "../../support/tree.ts";
import { acknowledgedIn, type CrashState, crashStates } from "./crash-states.ts";
import { advance, beginReplay, endReplay, stateKey, writeState } from "./replay.ts";
import { pick } from "./sample.ts";
import { type LogEntry, readWriteLog, SECTOR } from "./write-log.ts";

const FLUSH = 1;
const FUA = 2;
const MARK = 8;

/** An entry as the kernel writes it; each sector of a write is filled with one letter. */
function entry(flags: number, sector: number, content: string): Buffer {
  const head = Buffer.alloc(SECTOR);
  const isMark = flags === MARK;
  const bytes = Buffer.concat(content.split("").map((letter) => Buffer.alloc(SECTOR, letter)));
  const fields = [sector, isMark ? 0 : content.length, flags, isMark ? content.length : 0];
  for (const [index, field] of fields.entries()) head.writeBigUInt64LE(BigInt(field), index * 8);
  if (!isMark) return Buffer.concat([head, bytes]);
  head.write(content, 32, "latin1");
  return head;
}

function logFile(folder: string, entries: readonly Buffer[]): string {
  const head = Buffer.alloc(SECTOR);
  head.writeBigUInt64LE(0x6a736677736872n, 0);
  head.writeBigUInt64LE(1n, 8);
  head.writeBigUInt64LE(BigInt(entries.length), 16);
  head.writeUInt32LE(SECTOR, 24);
  const path = join(folder, "log");
  writeFileSync(path, Buffer.concat([head, ...entries]));
  return path;
}

const ENTRIES = [
  entry(0, 0, "a"),
  entry(MARK, 0, "start"),
  entry(0, 1, "bb"),
  entry(0, 2, "c"),
  entry(FUA, 3, "d"),
  entry(0, 4, "e"),
  entry(FLUSH, 0, ""),
  entry(0, 5, "f"),
  entry(FLUSH | FUA, 0, "ghijklmnopqrstuvwxyz"),
  entry(MARK, 0, "end"),
  entry(0, 7, "z"),
];

/** Each state's disk, one letter a sector; a dot where nothing was ever written. */
function disks(): { readonly states: readonly CrashState[]; readonly contents: string[]; readonly keys: string[] } {
  const folder = freshFolder();
  const base = join(folder, "base");
  writeFileSync(base, Buffer.alloc(SECTOR * 20, "."));
  const log = readWriteLog(logFile(folder, ENTRIES));
  const states = crashStates(log, "start", "end");
  const replay = beginReplay(log, base, join(folder, "current"));
  const [contents, keys]: [string[], string[]] = [[], []];
  for (const state of states) {
    advance(replay, state.upTo);
    const image = join(folder, "state");
    writeState(replay, state, image);
    const disk = readFileSync(image, "latin1");
    contents.push(Array.from({ length: 20 }, (_, index) => disk[index * SECTOR]).join(""));
    keys.push(stateKey(replay, state));
  }
  endReplay(replay);
  return { states, contents, keys };
}

it("a power cut leaves the writes in order, or one missing that no flush had passed, or the last cut through", () => {
  const { contents } = disks();
  expect(contents).toEqual([
    "a...................",
    "abb.................",
    "abc.................",
    "abcd................",
    "abcde...............",
    // Entry 2 missing: what a later write put there stays; entry 3 missing: what an earlier one put there is back.
    "a.cde...............",
    "abbde...............",
    "abcdef..............",
    // Eight sectors are one block of 4096 bytes, which a disk keeps whole.
    "ghijklmn............",
    "ghijklmnopqrstuvwxyz",
  ]);
});

it("contents of a disk have one key each, however they came about", () => {
  const { contents, keys } = disks();
  expect(new Set(keys).size).toBe(new Set(contents).size);
});

it("what was acknowledged until the disk changes again must be on it", () => {
  const ack = (name: string): LogEntry => ({ kind: "mark", text: `acknowledged:${name}` });
  const write = (): LogEntry => ({
    kind: "write",
    sector: 0,
    bytes: Buffer.alloc(SECTOR),
    flushes: false,
    durable: false,
  });
  const log = [
    ack("one"),
    write(),
    ack("two"),
    { kind: "mark", text: "other" } as const,
    ack("three"),
    write(),
    ack("four"),
  ];
  expect(acknowledgedIn(log, { kind: "after", upTo: 0 })).toEqual(["one"]);
  expect(acknowledgedIn(log, { kind: "after", upTo: 2 })).toEqual(["one", "two", "three"]);
  expect(acknowledgedIn(log, { kind: "torn", upTo: 2, sectors: 8 })).toEqual(["one"]);
  expect(acknowledgedIn(log, { kind: "after", upTo: 7 })).toEqual(["one", "two", "three", "four"]);
});

it("a log that ends within an entry, or is none, is refused", () => {
  const folder = freshFolder();
  const path = logFile(folder, ENTRIES);
  writeFileSync(path, readFileSync(path).subarray(0, -1));
  expect(() => readWriteLog(path)).toThrowError(/ends within an entry/);
  writeFileSync(path, Buffer.alloc(SECTOR));
  expect(() => readWriteLog(path)).toThrowError(/no log of dm-log-writes/);
});

it("a sample is spread over the whole, in order, and the same for the same seed", () => {
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const some = pick(all, { states: 10, seed: 3 });
  expect(some.map((index) => Math.floor(index / 100))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(pick(all, { states: 10, seed: 3 })).toEqual(some);
  expect(pick(all, { states: 10, seed: 4 })).not.toEqual(some);
  expect(pick(all, { states: 2000, seed: 3 })).toEqual(all);
});
