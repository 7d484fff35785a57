import { describe, expect, test } from "vitest";
import { optionsOf } from "../../bench/options.ts";

describe("optionsOf()", () => {
  test("measures everything five times unless told otherwise", () => {
    expect(optionsOf([], "/here")).toMatchObject({
      quick: false,
      rows: null,
      rounds: 5,
      deployer: null,
      evidence: false,
    });
    expect(optionsOf(["--quick"], "/here")).toMatchObject({ quick: true, rounds: 2 });
  });

  test("takes rows, rounds and folders", () => {
    const options = optionsOf(["--rows", "1, 7,scale", "--rounds=9", "--work", "trees", "--deployer", "dep"], "/here");
    expect(options).toMatchObject({ rows: ["1", "7", "scale"], rounds: 9, work: "/here/trees", deployer: "/here/dep" });
  });

  test.each([
    [["--rounds", "many"], "--rounds wants a whole number"],
    [["--rounds", "0"], "--rounds wants a whole number"],
    [["--quick", "--evidence"], "no evidence"],
    [["--fast"], "--fast"],
  ])("refuses %j", (argv, message) => {
    expect(() => optionsOf(argv, "/here")).toThrow(message);
  });
});
