import { describe, expect, test } from "vitest";
import { EVIDENCE } from "../../bench/report/measured.ts";
import { optionsOf } from "../../bench/options.ts";

describe("optionsOf()", () => {
  test("measures everything five times unless told otherwise", () => {
    expect(optionsOf([], "/here")).toMatchObject({
      quick: false,
      rows: null,
      rounds: 5,
      deployer: null,
      keep: null,
    });
    expect(optionsOf(["--quick"], "/here")).toMatchObject({ quick: true, rounds: 2 });
  });

  test("takes rows, rounds and folders", () => {
    const options = optionsOf(["--rows", "1, 7,scale", "--rounds=9", "--work", "trees", "--deployer", "dep"], "/here");
    expect(options).toMatchObject({ rows: ["1", "7", "scale"], rounds: 9, work: "/here/trees", deployer: "/here/dep" });
  });

  test("keeps figures where it is told to", () => {
    expect(optionsOf(["--evidence"], "/here")).toMatchObject({ keep: EVIDENCE });
    expect(optionsOf(["--quick", "--keep", "figures"], "/here")).toMatchObject({ keep: "/here/figures" });
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
