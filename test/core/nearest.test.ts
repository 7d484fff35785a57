import { expect, it } from "vitest";
import { nearest } from "../../src/core/nearest.ts";

it.each([
  ["frist", "first"],
  ["subsequnet", "subsequent"],
  ["AUTO", "auto"],
])("nearest(%j) is %j", (typed, word) => {
  expect(nearest(typed, ["auto", "first", "subsequent"])).toBe(word);
});

it("nearest() names nothing where nothing is near", () => {
  expect(nearest("deploy-everything", ["auto", "first", "subsequent"])).toBeNull();
});
