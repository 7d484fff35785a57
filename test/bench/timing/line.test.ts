import { describe, expect, test } from "vitest";
import { atLeast, atMost, faster, longer, verdictOf } from "../../../bench/timing/line.ts";

const WORDS = { what: "something", ours: "a", theirs: "b" };
const PAIR = { ours: [10, 30, 20], theirs: [100, 100, 100] };

describe("longer() and faster()", () => {
  test("say the same pair the two ways round", () => {
    expect(longer(WORDS, PAIR, 0.2).samples).toEqual([0.1, 0.3, 0.2]);
    expect(faster(WORDS, PAIR, 5).samples).toEqual([10, 100 / 30, 5]);
  });

  test("keep the medians of both sides", () => {
    expect(longer(WORDS, PAIR, null).milliseconds).toEqual({ ours: 20, theirs: 100 });
  });
});

describe("verdictOf()", () => {
  test.each([
    ["PASS", atMost(0.2)],
    ["SHORT", atMost(0.19)],
    ["PASS", atLeast(0.2)],
    ["SHORT", atLeast(0.21)],
  ] as const)("is %s by the median against %o", (verdict, bound) => {
    expect(verdictOf({ bound, samples: [0.1, 0.2, 9] })).toBe(verdict);
  });

  test("is none where nothing is asked for", () => {
    expect(verdictOf({ bound: null, samples: [1] })).toBeNull();
  });
});
