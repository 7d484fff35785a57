import { describe, expect, test } from "vitest";
import { ratiosOf, spreadOf } from "../../../bench/timing/statistics.ts";

describe("spreadOf()", () => {
  test("has the middle one of an odd number", () => {
    expect(spreadOf([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 });
  });

  test("has what lies between the two middle ones of an even number", () => {
    expect(spreadOf([10, 1, 2, 4])).toEqual({ min: 1, median: 3, max: 10 });
  });

  test("sorts by number and leaves what it was given as it was", () => {
    const samples = [100, 9, 20];
    expect(spreadOf(samples).median).toBe(20);
    expect(samples).toEqual([100, 9, 20]);
  });

  test("refuses nothing at all", () => {
    expect(() => spreadOf([])).toThrow("Nothing was measured");
  });
});

describe("ratiosOf()", () => {
  test("divides round by round", () => {
    expect(ratiosOf([10, 9], [5, 3])).toEqual([2, 3]);
  });

  test("refuses sides of unequal length", () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow("2 measurements against 1");
  });
});
