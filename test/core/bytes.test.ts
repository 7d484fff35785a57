import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeName, displayName, encodeName, hasEscapedBytes } from "../../src/core/bytes.ts";

it("encodeName(decodeName(bytes)) is the identity for every sequence of bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...encodeName(decodeName(bytes))]).toEqual([...bytes]);
    }),
    { numRuns: 2000 },
  );
});

it("a valid UTF-8 name is carried as it reads", () => {
  expect(decodeName(Buffer.from("Füße 🎉.txt"))).toBe("Füße 🎉.txt");
  expect(hasEscapedBytes("Füße 🎉.txt")).toBe(false);
});

it("a name with other bytes survives JSON", () => {
  const name = decodeName(Buffer.from([0x61, 0xff, 0x0a]));
  expect(hasEscapedBytes(name)).toBe(true);
  const back = JSON.parse(JSON.stringify({ name })) as { name: string };
  expect([...encodeName(back.name)]).toEqual([0x61, 0xff, 0x0a]);
});

it("displayName() shows control characters, odd bytes and direction marks instead of sending them to the terminal", () => {
  expect(displayName(decodeName(Buffer.from("a\u001b[31m\n")))).toBe("a\\x1b[31m\\x0a");
  expect(displayName(decodeName(Buffer.from([0xfe])))).toBe("\\xfe");
  expect(displayName("a\u202eb")).toBe("a\\u202eb");
});
