import type { Catcher, Defect } from "../defect.ts";

const copy = (named: string): Catcher => ({ file: "test/system/copy-file.test.ts", named });
const transfer = (named: string): Catcher => ({ file: "test/apply/transfer.test.ts", named });
const COPY = "src/system/copy-file.ts";

/** What goes wrong when data is copied to another file system. */
export const COPYING: readonly Defect[] = [
  {
    id: "copy-over-what-is-there",
    file: COPY,
    find: "constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW",
    replace: "constants.O_CREAT | constants.O_NOFOLLOW",
    caughtBy: copy("never writes over anything"),
  },
  {
    id: "copy-through-a-link",
    file: COPY,
    find: "constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;\nconst CREATE",
    replace: "constants.O_RDONLY | constants.O_NONBLOCK;\nconst CREATE",
    caughtBy: copy("a link that took the place of a file is not read through"),
  },
  {
    id: "copy-waits-for-a-pipe",
    file: COPY,
    find: 'if (["ENOENT", "ELOOP", "ENXIO"]',
    replace: 'if (["ENOENT", "ENXIO"]',
    caughtBy: copy("a link that took the place of a file is not read through"),
  },
  {
    id: "copy-without-its-holes",
    file: COPY,
    find: "    if (sparse && isZero(piece)) continue;\n",
    replace: "",
    caughtBy: transfer("keeps modes, owners, times, attributes, hard links, holes"),
  },
  {
    id: "copy-loses-the-hole-at-its-end",
    file: COPY,
    find: "  if (sparse) ftruncateSync(target, done);\n",
    replace: "",
    caughtBy: transfer("keeps modes, owners, times, attributes, hard links, holes"),
  },
  {
    id: "copy-without-attributes",
    file: COPY,
    find: "  lost.push(...copyAttributes(copying, native, mayKeepBits));\n",
    replace: "",
    caughtBy: transfer("keeps modes, owners, times, attributes, hard links, holes"),
  },
  {
    id: "copy-with-times-of-its-own",
    file: COPY,
    find: "  native.setTimesNs(to, { atimeNs: stats.atimeNs, mtimeNs: stats.mtimeNs });\n",
    replace: "",
    caughtBy: transfer("keeps modes, owners, times, attributes, hard links, holes"),
  },
  {
    id: "copy-keeps-roots-privilege",
    file: COPY,
    find: "const mayKeepBits = keepsOwner && stats.uid !== 0n;",
    replace: "const mayKeepBits = keepsOwner;",
    caughtBy: copy("keeps set-uid for the owner it keeps, and never for root"),
  },
  {
    id: "database-not-known",
    file: COPY,
    find: "if (done === 0) database = ",
    replace: "if (done < 0) database = ",
    caughtBy: copy("knows a SQLite database by its first bytes"),
  },
  {
    id: "transfer-without-room",
    file: "src/apply/transfer/make-copy.ts",
    find: "  const unfit = noRoom(trees.old, known) ?? noLeases(known, work);",
    replace: "  const unfit = noLeases(known, work);",
    caughtBy: transfer("room that was there when it was planned and is gone by now"),
  },
  {
    id: "transfer-without-the-last-pass",
    file: "src/apply/transfer/make-copy.ts",
    find: "  copyPass(trees, work);\n  const open",
    replace: "  const open",
    caughtBy: transfer("run before the last pass and after the exchange"),
  },
  {
    id: "transfer-of-an-open-database",
    file: "src/apply/transfer/make-copy.ts",
    find: 'if (!isWhole || work.native.writersOf(spot) === "some") open.push(path);',
    replace: "if (!isWhole) open.push(path);",
    caughtBy: transfer("comes along while the application is stopped, and not while somebody still has it open"),
  },
  {
    id: "transfer-of-a-database-while-the-site-runs",
    file: "src/apply/transfer/make-copy.ts",
    find: "    if (work.databases.size > 0) return left(",
    replace: "    if (work.databases.size > 99) return left(",
    caughtBy: transfer("of its own or inside a folder is left where it is unless the application is stopped"),
  },
  {
    id: "transfer-drops-what-somebody-put-into-its-copy",
    file: "src/apply/transfer/publish.ts",
    find: "  if (touched.length === 0) removeOwnTree(tree);\n",
    replace: "  if (touched.length >= 0) removeOwnTree(tree);\n",
    caughtBy: transfer("what somebody put into the published copy before it is taken back is kept"),
  },
  {
    id: "release-that-cannot-be-linked-to-another-disk",
    file: "src/cli/release/placing.ts",
    find: "    across: UNUSED,\n",
    replace: "    across: null,\n",
    caughtBy: { file: "test/cli/release-across.test.ts", named: "gets two releases and goes back" },
  },
];
