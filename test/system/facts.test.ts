import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { incarnationOf, lookAt, signatureOf } from "../../src/system/facts.ts";
import { freshFolder } from "../support/tree.ts";

it("a file that was made under the same inode number later is another one, and so is one that was changed", () => {
  const path = join(freshFolder(), "f");
  writeFileSync(path, "f");
  const fact = lookAt(path);
  if (fact === null) throw new Error("The file is not there");
  expect(incarnationOf({ ...fact, size: 9, mtimeNs: 1n })).toBe(incarnationOf(fact));
  expect(incarnationOf({ ...fact, bornNs: fact.bornNs + 1n })).not.toBe(incarnationOf(fact));
  for (const change of [{ size: 9 }, { mtimeNs: 1n }, { ctimeNs: 1n }, { id: "1:1" }])
    expect(signatureOf({ ...fact, ...change })).not.toBe(signatureOf(fact));
});
