import { spawnSync } from "node:child_process";
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeName } from "../../src/core/bytes.ts";
import { quote, quoteInText, quoteShort } from "../../src/core/shell.ts";
import { SHELLS } from "../script/portable-tree.ts";

/** Names as the disk knows them: any text without NUL, with bytes that are not UTF-8 among it. */
const names = array(
  oneof(
    string({ unit: "binary" }),
    constantFrom("\n", "'", "\\", "$(x)", "`x`", "-n", "!", "\r", "*", "~", "\udce9", "\udc80\udcff"),
  ),
  { maxLength: 6 },
).map((parts) => parts.join("").replaceAll("\0", ""));

describe.each([quote, quoteInText])("%o", (quoting) => {
  for (const [name, [command = "sh", ...flags]] of Object.entries(SHELLS)) {
    it(`gives every byte back under ${name}`, () => {
      assert(
        property(array(names, { minLength: 1, maxLength: 30 }), (words) => {
          const script = words.map((word) => `printf '%s.' ${quoting(word)}`).join("\n");
          const printed = spawnSync(command, [...flags, "-c", script], {
            stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, LC_ALL: "C" },
          }).stdout;
          expect(printed.toString("hex")).toBe(
            Buffer.from(
              words
                .map((word) => Buffer.from(encodeName(word)).toString("hex"))
                .join("2e")
                .concat("2e"),
              "hex",
            ).toString("hex"),
          );
        }),
        { numRuns: 15 },
      );
    });
  }

  it("refuses NUL, which no word can hold", () => {
    expect(() => quoting("a\0b")).toThrow("NUL");
  });
});

describe("quote()", () => {
  it("is itself always valid UTF-8", () => {
    expect(quote("caf\udce9's")).toBe(`'caf'"$(printf '\\351')"''\\''s'`);
  });
});

describe("quoteInText()", () => {
  it("uses double quotes as long as nothing in them means anything", () => {
    expect(["/home/me/my site", "it's", "$(x)", "a`b"].map(quoteInText)).toEqual([
      '"/home/me/my site"',
      '"it\'s"',
      "'$(x)'",
      "'a`b'",
    ]);
  });
});

describe("quoteShort()", () => {
  it("leaves plain words alone and quotes the rest", () => {
    expect(["../shared/a-b_c.d", "-x", "a b", "", "~x"].map(quoteShort)).toEqual([
      "../shared/a-b_c.d",
      "'-x'",
      "'a b'",
      "''",
      "'~x'",
    ]);
  });
});
