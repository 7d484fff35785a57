import { describe, expect, test } from "vitest";
import { countText, markdownTable, type RowResult, terminalText } from "../../../bench/report/table-text.ts";
import { faster, longer } from "../../../bench/timing/line.ts";

const RESULT: RowResult = {
  ids: ["3", "4"],
  title: "Something",
  lines: [
    longer(
      { what: "a walk", ours: "ours", theirs: "find | sort", why: "the walk alone takes 3 x" },
      { ours: [400, 300, 200], theirs: [100, 100, 100] },
      2,
    ),
    { ...faster({ what: "a copy", ours: "ours", theirs: "cp" }, { ours: [10], theirs: [2500] }, 50), row: "4" },
    { what: "memory", ours: "ours", theirs: "", unit: "MiB", bound: null, samples: [61.72] },
    { what: "by clones", missing: "mkfs.xfs is not installed" },
  ],
};

describe("terminalText()", () => {
  test("says numbers, verdicts, limits, and what was not measured", () => {
    expect(terminalText(RESULT)).toBe(
      [
        "   3, 4  Something",
        "         ❌ SHORT a walk: ours | find | sort",
        "            3.00 x (2.00 x to 4.00 x), asked: ≤ 2 x; 300 ms | 100 ms",
        "            limit: the walk alone takes 3 x",
        "         ✅ PASS a copy: ours | cp",
        "            250 x (250 x to 250 x), asked: ≥ 50 x; 10 ms | 2.50 s",
        "         ℹ️  TOLD memory: ours",
        "            61.7 MiB (61.7 MiB to 61.7 MiB)",
        "         ➖ by clones: not measured here: mkfs.xfs is not installed",
        "",
      ].join("\n"),
    );
  });
});

describe("markdownTable()", () => {
  test("has a line for each, with the row it belongs to, and no bar that would end a cell", () => {
    const lines = markdownTable([RESULT]).split("\n").slice(2);
    expect(lines).toEqual([
      "| 3 | a walk | ours | find \\| sort | 2.00 x | 3.00 x | 4.00 x | ≤ 2 x | SHORT | 300 ms \\| 100 ms | the walk alone takes 3 x |",
      "| 4 | a copy | ours | cp | 250 x | 250 x | 250 x | ≥ 50 x | PASS | 10 ms \\| 2.50 s |  |",
      "| 3 | memory | ours |  | 61.7 MiB | 61.7 MiB | 61.7 MiB |  | told |  |  |",
      "| 3 | by clones |  |  |  |  |  |  | not measured |  | mkfs.xfs is not installed |",
    ]);
  });
});

describe("countText()", () => {
  test("counts verdicts, and marks a quick run", () => {
    expect(countText([RESULT], { quick: false })).toBe("1 PASS, 1 SHORT, 1 told, 1 not measured");
    expect(countText([RESULT], { quick: true })).toContain("QUICK");
  });
});
