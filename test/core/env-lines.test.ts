import { describe, expect, it } from "vitest";
import { addition, missingSettings, settingsIn } from "../../src/core/env-lines.ts";

const keysOf = (text: string): string[] => settingsIn(text).map(({ key }) => key);

describe("the settings of a .env", () => {
  it.each([
    ["KEY=value", "KEY"],
    ["  KEY = value", "KEY"],
    ["export KEY=value", "KEY"],
    ["KEY: value", "KEY"],
    ['"KEY"=value', "KEY"],
    ["KEY=", "KEY"],
    ["database.default.hostname = localhost", "database.default.hostname"],
    ["KEY=a b", "KEY"],
    ["\uFEFFKEY=first line behind a mark", "KEY"],
  ])("%j is one", (text, key) => {
    expect(keysOf(text)).toEqual([key]);
  });

  it.each(["# KEY=value", "", "KEY", "=value", "1KEY=value", "http://example.com", "KEY:value"])(
    "%j is none",
    (text) => {
      expect(keysOf(text)).toEqual([]);
    },
  );

  it("takes a value in quotes with all its lines, in the three kinds of quotes", () => {
    for (const quote of ['"', "'", "`"]) {
      const text = `A=${quote}-----BEGIN\nINNER=x\n-----END${quote}\nB=2\n`;
      expect(settingsIn(text).map(({ key, lines, line }) => [key, lines.length, line])).toEqual([
        ["A", 3, 1],
        ["B", 1, 4],
      ]);
    }
  });

  it("is not misled by a quote behind a backslash, and not by one that is never closed", () => {
    expect(keysOf('A="say \\"\nB=inside\n"\nC=3')).toEqual(["A", "C"]);
    expect(keysOf("A='it\nB=2")).toEqual(["A", "B"]);
  });

  it("keeps the comment lines directly above, and not a setting that is commented out", () => {
    const [a, b] = settingsIn("# far\n\n# near\n# nearer\nA=1\n# OLD=1\n# why\nB=2\n");
    expect(a?.above).toEqual(["# near", "# nearer"]);
    expect(b?.above).toEqual(["# why"]);
  });
});

describe("what is missing", () => {
  it("is what the example has and the file in use has not, each once and in order", () => {
    const { missing } = missingSettings("B=1\nA=1\nC=1\nB=2\n", "A=\n");
    expect(missing.map(({ key, lines }) => [key, lines])).toEqual([
      ["B", ["B=1"]],
      ["C", ["C=1"]],
    ]);
  });

  it("is not what its owner has commented out, with or without a value", () => {
    const found = missingSettings("A=1\nB=1\nC=1\n", "# A=5\n#B=\n");
    expect(found.missing.map(({ key }) => key)).toEqual(["C"]);
    expect(found.commentedOut).toEqual(["A", "B"]);
  });

  it("is never a name that stands in the file in any reading of it", () => {
    // One reader sees a value of three lines here, another the setting B.
    expect(missingSettings("B=1\n", "A='it\nB=2\nC='\n").missing).toEqual([]);
  });

  it("does not take a name for another that begins alike", () => {
    expect(missingSettings("APP=1\n", "APP_KEY=1\nMY_APP=1\n").missing).toHaveLength(1);
  });
});

describe("the lines to add", () => {
  const missing = settingsIn("# why\nA=a b\nB='x\r\ny'\r\n");

  it("are as they stand, behind a last line that is ended", () => {
    expect(addition("X=1\n", missing)).toBe("# why\nA=a b\nB='x\ny'\n");
  });

  it("come behind one line end where the last line has none", () => {
    expect(addition("X=1", missing.slice(0, 1))).toBe("\n# why\nA=a b\n");
  });

  it("have the line ends of the file", () => {
    expect(addition("X=1\r\nY=2", missing)).toBe("\r\n# why\r\nA=a b\r\nB='x\r\ny'\r\n");
  });

  it("follow a mark at the beginning of an otherwise empty file", () => {
    expect(addition("\uFEFF", missing.slice(0, 1))).toBe("# why\nA=a b\n");
    expect(addition("", [])).toBe("");
  });
});
