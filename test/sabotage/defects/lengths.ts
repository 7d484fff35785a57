import type { Defect } from "../defect.ts";

const FLIPS = "test/system/flips.test.ts";
const JOURNAL = "test/apply/journal.test.ts";

/** Checks of a length or a sum, each left out. */
export const LENGTHS: readonly Defect[] = [
  {
    id: "publish-what-came-out-short",
    file: "src/system/durable-file.ts",
    find: "      if (fstatSync(fd).size !== content.bytes.length) throw shortWrite(spot);\n",
    replace: "",
    caughtBy: { file: FLIPS, named: "that comes out shorter than it should" },
  },
  {
    id: "write-once",
    file: "src/system/durable-file.ts",
    find: "  while (done < bytes.length) done +=",
    replace: "  if (done < bytes.length) done +=",
    caughtBy: { file: FLIPS, named: "is written to its end" },
  },
  {
    id: "write-the-beginning-again",
    file: "src/system/durable-file.ts",
    find: "writeSync(fd, bytes, done, bytes.length - done)",
    replace: "writeSync(fd, bytes, 0, bytes.length - done)",
    caughtBy: { file: FLIPS, named: "is written to its end" },
  },
  {
    id: "read-whatever-the-size",
    file: "src/system/durable-file.ts",
    find: "    if (fact.size > limit) throw tooLarge(spot, fact.size, limit);\n",
    replace: "",
    caughtBy: { file: "test/system/durable-file.test.ts", named: "refuses what is too large" },
  },
  {
    id: "read-as-far-as-it-grows",
    file: "src/system/durable-file.ts",
    find: "count === 0 || filled > limit",
    replace: "count === 0",
    caughtBy: { file: FLIPS, named: "a file that grows while it is read" },
  },
  {
    id: "journal-of-any-length",
    file: "src/apply/journal.ts",
    find: "Buffer.byteLength(body) !== Number(head[1]) || ",
    replace: "",
    caughtBy: { file: JOURNAL, named: "whose length or whose sum" },
  },
  {
    id: "journal-of-any-sum",
    file: "src/apply/journal.ts",
    find: " || sha256(body) !== head[2]",
    replace: "",
    caughtBy: { file: JOURNAL, named: "any bit turned" },
  },
  {
    id: "same-size-is-the-same",
    file: "src/system/listing.ts",
    find: "return digest !== null && digest === digestAt(b);",
    replace: "return digest !== null;",
    caughtBy: { file: "test/apply/merge-live.test.ts", named: "files of the same size" },
  },
  {
    id: "gone-is-the-same",
    file: "src/system/listing.ts",
    find: "return digest !== null && digest === digestAt(b);",
    replace: "return digest === digestAt(b);",
    caughtBy: { file: FLIPS, named: "gone on both sides" },
  },
];
