import { createHash } from "node:crypto";
import { assert, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaselineHead, BaselineNode } from "../../src/core/baseline.ts";
import { decodeName } from "../../src/core/bytes.ts";
import {
  baselineEndLine,
  baselineFolderLine,
  baselineHeadLine,
  baselineLine,
  parseBaseline,
} from "../../src/plan/baseline-document.ts";

const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const HEAD: BaselineHead = { release: "2026-11-23_14-30-00", tree: "2049:77", born: "17", from: "tree" };
const NODE: BaselineNode = { kind: "file", mode: 0o644, size: 3, mtimeNs: -5n, ctimeNs: 7n, digest: "a".repeat(64) };
const FOLDER: BaselineNode = { kind: "directory", mode: 0o755, size: 0, mtimeNs: 5n, ctimeNs: 7n, digest: null };

/** A baseline of lines as somebody would make it who knows how to sum it up. */
function sealed(body: string, count?: number): string {
  return body + baselineEndLine(count ?? body.split("\n").filter((line) => /^[dflo] /.test(line)).length, sumOf(body));
}

const BODY = [
  baselineHeadLine(HEAD),
  baselineFolderLine(""),
  baselineLine("app", FOLDER),
  baselineLine("index.php", NODE),
  baselineLine("storage", { ...FOLDER, kind: "link", mode: 0o777, text: '../\n"x"' }),
  baselineFolderLine("app" as never),
  baselineLine(decodeName(Buffer.from([0xff, 0x0a, 0x22, 0x5c])), { ...NODE, digest: null }),
];

describe("a baseline as a text", () => {
  it("is read as it was written, whatever bytes a name has", () => {
    const reading = parseBaseline(sealed(BODY.join("")), sumOf);
    if ("fault" in reading) throw new Error(reading.fault);
    const { nodes, ...head } = reading.baseline;
    expect(head).toEqual(HEAD);
    expect([...nodes.keys()]).toEqual(["app", "index.php", "storage", `app/\udcff\n"\\`]);
    expect(nodes.get("index.php" as never)).toEqual(NODE);
    expect(nodes.get("storage" as never)?.text).toBe('../\n"x"');
  });

  it("is refused wherever it was cut off", () => {
    const whole = sealed(BODY.join(""));
    for (let length = 0; length < whole.length; length++)
      expect(parseBaseline(whole.slice(0, length), sumOf)).toHaveProperty("fault");
  });

  it("is refused with any bit flipped", () => {
    const whole = Buffer.from(sealed(BODY.join("")));
    const original = parseBaseline(whole.toString("utf8"), sumOf);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(parseBaseline(flipped.toString("utf8"), sumOf)).toHaveProperty("fault");
    }
    expect(original).toHaveProperty("baseline");
  });

  it.each<[string, (body: string) => string, RegExp]>([
    ["of a newer program", (body) => body.replace("baseline 1", "baseline 2"), /newer/],
    ["with a name twice", (body) => body + baselineLine("x", NODE) + baselineLine("x", NODE), /twice/],
    ["with a name that climbs out", (body) => body + baselineLine("..", NODE), /not as expected/],
    ["with a path for a name", (body) => body + baselineLine("a/b", NODE), /not as expected/],
    ["with a folder that is none of it", (body) => body + baselineFolderLine("index.php" as never), /no folder of it/],
    ["with a link without its text", (body) => body + baselineLine("k", NODE).replace(/^f/, "l"), /not as expected/],
    ["with a name before any folder", () => baselineHeadLine(HEAD) + baselineLine("x", NODE), /not as expected/],
    ["with a head that says nothing", (body) => body.replace(/\{.*\}/, "{}"), /first line/],
    ["with no head", () => baselineFolderLine(""), /first line/],
    ["of another source", (body) => body.replace('"tree"}', '"rumour"}'), /first line/],
  ])("%s is refused although its sum is right", (_what, change, why) => {
    const reading = parseBaseline(sealed(change(BODY.join(""))), sumOf);
    expect("fault" in reading && reading.fault).toMatch(why);
  });

  it("with another count is refused", () => {
    expect(parseBaseline(sealed(BODY.join(""), 5), sumOf)).toEqual({
      fault: "it should hold 5 names and holds 4",
    });
  });

  it("names of any bytes come back", () => {
    const name = uint8Array({ minLength: 1, maxLength: 20 })
      .filter((bytes) => !bytes.includes(0) && !bytes.includes(0x2f))
      .map((bytes) => decodeName(bytes))
      .filter((text) => text !== "." && text !== "..");
    assert(
      property(name, (text) => {
        const reading = parseBaseline(
          sealed(baselineHeadLine(HEAD) + baselineFolderLine("") + baselineLine(text, NODE)),
          sumOf,
        );
        expect("baseline" in reading && [...reading.baseline.nodes.keys()]).toEqual([text]);
      }),
    );
  });
});
