import { describe, expect, it } from "vitest";
import { type HistoryEntry, historyLine, historyLines, readHistoryLine, withLine } from "../../src/plan/history.ts";
import { historyWords } from "../../src/report/history-text.ts";

const ENTRY: HistoryEntry = {
  at: "2026-01-02T03:04:05Z",
  command: "release",
  release: '2026 "odd" \n name',
  result: "failed",
  counts: { entries: 3, rescued: 2 },
  facts: { step: "hook before-activate", run: "tx-000007" },
};

describe("a line of the history", () => {
  it("is one line, and read back says the same", () => {
    const line = historyLine(ENTRY);
    expect(line.split("\n")).toHaveLength(2);
    expect(readHistoryLine(line.trimEnd())).toEqual(ENTRY);
  });

  it("of a deployment names first or subsequent behind the time, as earlier versions do", () => {
    const line = historyLine({ ...ENTRY, command: "persist", first: false, release: "app" });
    expect(line).toMatch(/^2026-01-02T03:04:05Z subsequent "app" command=persist result=failed /);
    expect(readHistoryLine(line.trimEnd())).toMatchObject({ command: "persist", first: false });
  });

  it("of an earlier version is read, too", () => {
    const old = '2026-01-02T03:04:05Z first "app" frameworks=laravel,vue entries=9 holdfast=0.1.0';
    expect(readHistoryLine(old)).toEqual({
      at: "2026-01-02T03:04:05Z",
      command: "persist",
      first: true,
      release: "app",
      result: "done",
      counts: { entries: 9 },
      facts: { frameworks: "laravel,vue", holdfast: "0.1.0" },
    });
  });

  it.each(["", "2024-01-15 deployed by something else", "2026-01-02T03:04:05Z first 0.1.0", 'x y "z" a==="'])(
    "%j is none",
    (line) => {
      expect(readHistoryLine(line)).toBeNull();
      expect(historyWords(line)).toBeNull();
    },
  );

  it("reads as words", () => {
    expect(historyWords(historyLine({ ...ENTRY, release: "app" }).trimEnd())).toBe(
      "2026-01-02 03:04 UTC, release of app: failed, 3 entries, 2 files rescued, step hook before-activate",
    );
  });

  it("comes behind the others, which stay as they are; a file that is not ours is not gone on with", () => {
    const one = withLine(undefined, historyLine(ENTRY));
    const two = withLine(one.trimEnd(), historyLine({ ...ENTRY, command: "rollback" }));
    expect(two.startsWith(one)).toBe(true);
    expect(historyLines(two).map((line) => line.split(" ")[1])).toEqual(["release", "rollback"]);
    expect(historyLines(withLine("somebody's", historyLine(ENTRY)))).toHaveLength(1);
  });
});
