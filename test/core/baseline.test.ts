import { describe, expect, it } from "vitest";
import { type BaselineNode, compareNode, isSettledTime } from "../../src/core/baseline.ts";

const FILE: BaselineNode = { kind: "file", mode: 0o644, size: 4, mtimeNs: 10n, ctimeNs: 20n, digest: "d" };
const LINK: BaselineNode = { kind: "link", mode: 0o777, size: 0, mtimeNs: 1n, ctimeNs: 2n, digest: null, text: "a" };
const FOLDER: BaselineNode = { kind: "directory", mode: 0o755, size: 0, mtimeNs: 1n, ctimeNs: 2n, digest: null };
const told = (known: BaselineNode, change: Partial<BaselineNode>, from: "tree" | "archive" = "tree"): string => {
  const { content, mode } = compareNode(known, { ...known, ...change }, from);
  return `${content} ${mode}`;
};

describe("what can be told of a name without reading it", () => {
  it.each<[string, BaselineNode, Partial<BaselineNode>, string]>([
    ["the same change time", FILE, {}, "same same"],
    ["another change time alone: chmod, ln, touch -r", FILE, { ctimeNs: 21n }, "read same"],
    [
      "another time of the last writing under the same change time, which no kernel shows",
      FILE,
      { mtimeNs: 11n },
      "read same",
    ],
    ["another size", FILE, { size: 5, ctimeNs: 21n }, "changed same"],
    ["size, time and mode", FILE, { size: 5, mtimeNs: 9n, ctimeNs: 21n, mode: 0o600 }, "changed changed"],
    ["mode alone", FILE, { ctimeNs: 21n, mode: 0o600 }, "read changed"],
    ["a folder in place of a file", FILE, { kind: "directory" }, "changed changed"],
    ["a link's text", LINK, { text: "b", ctimeNs: 3n }, "changed same"],
    ["a link made again with its text", LINK, { ctimeNs: 3n, mtimeNs: 3n }, "same same"],
    ["a folder in which something was made", FOLDER, { ctimeNs: 3n, mtimeNs: 3n }, "same same"],
    ["a folder's mode", FOLDER, { ctimeNs: 3n, mode: 0o700 }, "same changed"],
  ])("%s", (...[, known, change, answer]) => {
    expect(told(known, change)).toBe(answer);
  });

  it("a change time of which the baseline says that it proves nothing is no proof", () => {
    expect(compareNode({ ...FILE, ctimeNs: 0n }, { ...FILE, ctimeNs: 0n }, "tree").content).toBe("read");
  });

  it("an archive says nothing about modes as they are on disk", () => {
    expect(told(FILE, { mode: 0o600, ctimeNs: 21n }, "archive")).toBe("read same");
  });
});

describe("a change time proves something when it is older than the clock's tick", () => {
  const second = 1_000_000_000n;
  it.each<[string, bigint, bigint, boolean]>([
    ["a second old", 5n * second + 7n, 6n * second + 7n, true],
    ["of the same tick", 5n * second + 7n, 5n * second + 5_000_000n, false],
    ["of a clock that is ahead", 9n * second + 7n, 6n * second, false],
    ["a whole second, two old: FAT", 5n * second, 7n * second, false],
    ["a whole second, four old", 5n * second, 9n * second, true],
  ])("%s", (...[, changed, now, answer]) => {
    expect(isSettledTime(changed, now)).toBe(answer);
  });
});
