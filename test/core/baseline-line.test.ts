import { assert, bigInt, property } from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaselineNode } from "../../src/core/baseline.ts";
import { baselineLine } from "../../src/plan/baseline-document.ts";
import { BaselineLine } from "../../src/core/baseline-line.ts";

const NODE: BaselineNode = { kind: "file", mode: 0o644, size: 3, mtimeNs: -5n, ctimeNs: 7n, digest: "a".repeat(64) };
const GIT = `git:${"b".repeat(40)}`;

function reader(text: string): BaselineLine {
  return new BaselineLine(Buffer.from(text));
}

describe("a line of a baseline", () => {
  it.each<[string, BaselineNode]>([
    ["index.php", NODE],
    ["größe\n", { ...NODE, digest: null, size: -1 }],
    ["a", { ...NODE, digest: GIT, mode: 0, mtimeNs: 99_999_999_999_999_999_999n }],
    ["link", { ...NODE, kind: "link", digest: null, text: '\udcff"' }],
    ["folder", { ...NODE, kind: "directory", digest: null, size: 0 }],
  ])("of %j is read as it was written", (name, node) => {
    const text = baselineLine(name, node);
    const line = reader(`${text}rest`);
    expect(line.read(0)).toBe(true);
    expect({ name: line.name, ...line.node() }).toEqual({ name, ...node });
    expect(line.next).toBe(Buffer.byteLength(text));
  });

  const good = baselineLine("name", { ...NODE, mtimeNs: 5n });
  it.each<[string, string]>([
    ["another kind", good.replace(/^f/, "x")],
    ["a mode with nine in it", good.replace("644", "649")],
    ["a mode of five digits", good.replace("644", "10644")],
    ["a size below nothing", good.replace(" 3 ", " -2 ")],
    ["no size", good.replace(" 3 ", "  ")],
    ["a change time before 1970", good.replace(" 7 ", " -7 ")],
    ["a time too long", good.replace(" 7 ", ` ${"7".repeat(21)} `)],
    ["a short digest", good.replace("aaa", "aa")],
    ["a long digest", good.replace("aaa", "aaaa")],
    ["a digest of one digit", good.replace(/a{64}/, "a")],
    ["more than a mark for no digest", good.replace(/a{64}/, "-a")],
    ["the beginning of git's id at the very end", "f 644 3 5 7 gi\n"],
    ["a digest in capitals", good.replace("aaa", "AAA")],
    ["git's id without an end", good.replace(/a{64}/, "git:abc")],
    ["another mark than git's", good.replace(/a{64}/, `got:${"a".repeat(40)}`)],
    ["a name without its end", good.replace('"\n', "\n")],
    ["a control character in the name", good.replace("name", "na\u0001me")],
    ["an escape that is none", good.replace("name", String.raw`na\xme`)],
    ["no name", good.replace("name", "")],
    ["a name that is its folder", good.replace("name", ".")],
    ["an escaped slash in the name", good.replace("name", String.raw`a\u002fb`)],
    ["NUL in the name", good.replace("name", String.raw`a\u0000b`)],
    ["something after the name", good.replace('"\n', '" \n')],
    ["a text where there is no link", good.replace('"\n', '" "a"\n')],
    ["nothing after it", good.slice(0, -1)],
  ])("with %s is none", (_what, text) => {
    expect(text).not.toBe(good);
    expect(reader(text).read(0)).toBe(false);
  });

  it("has exactly the times that it says, to the nanosecond", () => {
    const time = bigInt({ min: -(10n ** 19n), max: 10n ** 20n - 1n });
    const apart = bigInt({ min: -(2n ** 40n), max: 2n ** 40n });
    assert(
      property(time, apart, (ns, by) => {
        const line = reader(baselineLine("a", { ...NODE, mtimeNs: ns, ctimeNs: 7n }));
        line.read(0);
        expect(line.hasTimes(ns, 7n)).toBe(true);
        for (const other of [ns + by, ns + 1n, ns - 1n, ns + 2n ** 32n, ns - 2n ** 32n])
          expect(line.hasTimes(other, 7n)).toBe(other === ns);
      }),
      { numRuns: 2000 },
    );
  });

  it("of a file whose change time proves nothing has no times", () => {
    const line = reader(baselineLine("a", { ...NODE, mtimeNs: 5n, ctimeNs: 0n }));
    line.read(0);
    expect(line.hasTimes(5n, 0n)).toBe(false);
  });
});
