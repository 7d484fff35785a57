import { describe, expect, test } from "vitest";
import { roomAt, roomFor, roomOf } from "../../bench/room.ts";
import { ROWS } from "../../bench/rows/index.ts";
import { FULL, makeTree } from "../../bench/trees/work-sets.ts";
import { join } from "node:path";
import { freshFolder } from "../support/tree.ts";

describe("roomOf()", () => {
  test("is enough for what a set comes to", () => {
    const plan = { ...FULL.S, files: 400 };
    const made = makeTree(join(freshFolder(), "tree"), plan);
    const room = roomOf(plan);
    expect(room.bytes).toBeGreaterThan(made.bytes * 0.9);
    expect(room.bytes).toBeLessThan(made.bytes * 2);
    expect(room.nodes).toBeGreaterThanOrEqual(made.files + made.folders);
  });
});

describe("roomFor()", () => {
  const nothing = (): boolean => false;

  test("counts a set of several rows once, and the copies of the greediest row", () => {
    const one = roomFor(
      ROWS.filter(({ ids }) => ids.includes("3")),
      FULL,
      nothing,
    );
    const both = roomFor(
      ROWS.filter(({ ids }) => ids.includes("2") || ids.includes("3")),
      FULL,
      nothing,
    );
    expect(both.bytes - one.bytes).toBe(roomOf(FULL.S).bytes);
  });

  test("counts no set that is there", () => {
    expect(
      roomFor(
        ROWS.filter(({ ids }) => ids.includes("2")),
        FULL,
        () => true,
      ),
    ).toEqual({ bytes: 0, nodes: 0 });
  });
});

describe("roomAt()", () => {
  test("tells of the disk that a folder will be on", () => {
    const there = freshFolder();
    expect(roomAt(join(there, "not/yet")).bytes).toBeGreaterThan(0);
  });
});
