import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { cksum } from "../../src/core/cksum.ts";

it.each([0, 1, 255, 256, 65_537])("cksum() of %i bytes is what the command prints", (length) => {
  const bytes = randomBytes(length);
  expect(cksum(bytes)).toBe(execFileSync("cksum", { input: bytes }).toString().trim());
});
