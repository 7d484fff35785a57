/** Tars that contradict themselves, that are cut off, or that two programs would read differently; plain and in gzip. */
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { openBay } from "../../support/arrival-bay.ts";
import { binaryNumber, globalHeader, paxLines, tarOf, type TarEntry } from "../../support/tar-bytes.ts";
import { freshFolder } from "../../support/tree.ts";
import { accepted, type Crafted, damaged, foreign, refused, tryAll } from "./cases.ts";

const PLAIN: TarEntry = { name: "index.php", data: "<?php" };
const A: TarEntry = { name: "a", data: "a".repeat(50) };
const TREE = { "index.php": "<?php", a: "a".repeat(50) };

function one(name: string, entry: TarEntry, expected: Crafted["expected"]): Crafted {
  return { name, bytes: () => tarOf([PLAIN, entry]), expected };
}

const OCTAL_8G = "77777777777\0";
const LONG = `${"folder/".repeat(20)}file.php`;
const LONG_TREE = Object.fromEntries<string | null>([
  ["index.php", "<?php"],
  ...Array.from({ length: 20 }, (_, depth) => ["folder/".repeat(depth + 1).slice(0, -1), null] as const),
  [LONG, "x"],
]);

tryAll("headers", [
  one("a wrong checksum", { ...A, checksum: 1 }, damaged(/checksum/)),
  one("a checksum that is no number", { ...A, checksum: "zzzzzzzz" }, damaged(/checksum/)),
  one("another mark", { ...A, magic: "ustar\x0001" }, damaged(/header in it is broken/)),
  one("no mark, as before 1988", { ...A, magic: "\0\0\0\0\0\0\0\0" }, damaged(/header in it is broken/)),
  one("the mark of GNU", { ...A, magic: "ustar  \0" }, accepted(TREE)),
  one(
    "the mark of GNU, with times where POSIX has the name's first part",
    { ...A, magic: "ustar  \0", prefix: "../evil" },
    accepted(TREE),
  ),
  one("a name in two parts", { name: "file.php", prefix: LONG.slice(0, -9), data: "x" }, accepted(LONG_TREE)),
  one("a size of 8 GB", { ...A, size: OCTAL_8G }, damaged(/cut off/)),
  one("a size that is no number", { ...A, size: "0000000005x\0" }, damaged(/number in a header is broken/)),
  one("a size in hexadecimal", { ...A, size: "0x32\0" }, damaged(/number in a header is broken/)),
  one("a size below zero, in octal", { ...A, size: "-0000000062\0" }, damaged(/number in a header is broken/)),
  one("a size below zero, in binary", { ...A, size: binaryNumber(-50n) }, damaged(/number in a header is broken/)),
  one("a size of 2^80, in binary", { ...A, size: binaryNumber(2n ** 80n) }, damaged(/number in a header is broken/)),
  one("a size of 2^50, in binary", { ...A, size: binaryNumber(2n ** 50n) }, damaged(/cut off/)),
  one("a right size, in binary", { ...A, size: binaryNumber(50n) }, accepted(TREE)),
  one("a right size, with blanks", { ...A, size: "         62 " }, accepted(TREE)),
  one("no size", { name: "a", size: Buffer.alloc(12) }, accepted({ "index.php": "<?php", a: "" })),
  one("a size that eats the next header", { ...A, size: 512 + 50 }, damaged(/broken|checksum|cut off|zeros/)),
  one("a folder with a content", { name: "d", type: "5", data: "x" }, refused(/content all the same/)),
  one("a folder by its slash, with a content", { name: "d/", data: "x" }, refused(/content all the same/)),
  one("a folder by its slash", { name: "d/" }, accepted({ "index.php": "<?php", d: null })),
  one(
    "a link with a content",
    { name: "l", type: "2", linkName: "index.php", data: "x" },
    refused(/content all the same/),
  ),
  one("a contiguous file", { ...A, type: "7" }, accepted(TREE)),
  one("a file of an old type", { ...A, type: "\0" }, accepted(TREE)),
]);

tryAll("headers that speak of others", [
  one("GNU's long name", { name: "short", longName: LONG, data: "x" }, accepted(LONG_TREE)),
  one("an extended name", { name: "short", pax: { path: LONG }, data: "x" }, accepted(LONG_TREE)),
  one(
    "two long names: the extended one counts",
    { name: "short", longName: "b", pax: { path: "a" }, data: "a".repeat(50) },
    accepted(TREE),
  ),
  one("an extended name, empty", { name: "a", pax: { path: "" }, data: "x" }, refused(/empty/)),
  one("an extended size that is right", { ...A, size: 0, pax: { size: "50" } }, accepted(TREE)),
  one("an extended size that is too short", { ...A, pax: { size: "0" } }, damaged(/broken|checksum/)),
  one("an extended size that is too long", { ...A, pax: { size: "5000" } }, damaged(/cut off/)),
  one("an extended size below zero", { ...A, pax: { size: "-50" } }, damaged(/extended header in it is broken/)),
  one(
    "an extended size of 16 digits",
    { ...A, pax: { size: "9".repeat(16) } },
    damaged(/extended header in it is broken/),
  ),
  one(
    "an extended size that is no whole number",
    { ...A, pax: { size: "5e1" } },
    damaged(/extended header in it is broken/),
  ),
  one("an extended size of a folder", { name: "d", type: "5", pax: { size: "512" } }, damaged(/cut off/)),
  one(
    "an extended size of a link",
    { name: "l", type: "2", linkName: "index.php", pax: { size: "512" } },
    refused(/content all the same/),
  ),
  one("an extended time", { ...A, pax: { mtime: "1750000000.123", atime: "1" } }, accepted(TREE)),
  one("an extended time below zero", { ...A, pax: { mtime: "-1.5" } }, accepted(TREE)),
  one(
    "an extended time that is no number",
    { ...A, pax: { mtime: "soon" } },
    damaged(/extended header in it is broken/),
  ),
  one(
    "keys that are not known",
    { ...A, pax: { comment: "x", "SCHILY.xattr.user.x": "y", uname: "root" } },
    accepted(TREE),
  ),
  one(
    "an extended link that leads out",
    { name: "l", type: "2", linkName: "index.php", pax: { linkpath: "../../kept" } },
    refused(/leads out/),
  ),
  one(
    "GNU's long link that leads out",
    { name: "l", type: "2", linkName: "index.php", longLink: `${"../".repeat(50)}kept` },
    refused(/leads out/),
  ),
  one(
    "a sparse file of POSIX",
    {
      ...A,
      pax: {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "../evil",
        "GNU.sparse.realsize": "50",
      },
    },
    refused(/sparse/, /--sparse/),
  ),
  ...[
    ["a line without a length", Buffer.from("path=a\n")],
    ["a line that is longer than it is", Buffer.from("99 path=a\n")],
    ["a line that is shorter than it is", Buffer.from("5 path=a\n")],
    ["a length of zero", Buffer.from("0 path=a\n")],
    ["a line without an end", Buffer.from("9 path=ab")],
    ["a line without a key", Buffer.from("5 =a\n")],
    ["a line without a value", Buffer.from("7 path\n")],
    ["a length of ten digits", Buffer.from("9999999999 path=a\n")],
    ["bytes behind its last line", Buffer.concat([paxLines({ path: "a" }), Buffer.from("x")])],
  ].map(([name, paxBytes]) =>
    one(
      `an extended header with ${String(name)}`,
      { ...A, paxBytes: paxBytes as Buffer },
      damaged(/extended header in it is broken/),
    ),
  ),
  one(
    "an extended header of 2 MB",
    { ...A, pax: { comment: "x".repeat(2 * 1024 * 1024) } },
    damaged(/longer than any name/),
  ),
  one("a long name of 2 MB", { ...A, longName: "x".repeat(2 * 1024 * 1024) }, damaged(/longer than any name/)),
  {
    name: "a comment for all, as git writes it",
    bytes: () => tarOf([globalHeader({ comment: "0123abcd" }), PLAIN, A]),
    expected: accepted(TREE),
  },
  { name: "a time for all", bytes: () => tarOf([globalHeader({ mtime: "1" }), PLAIN, A]), expected: accepted(TREE) },
  {
    name: "a name for all",
    bytes: () => tarOf([globalHeader({ path: "../evil" }), PLAIN, A]),
    expected: refused(/one name or size to all/),
  },
  {
    name: "a size for all",
    bytes: () => tarOf([globalHeader({ size: "512" }), PLAIN, A]),
    expected: refused(/one name or size to all/),
  },
  {
    name: "a link for all",
    bytes: () => tarOf([globalHeader({ linkpath: "../evil" }), PLAIN, A]),
    expected: refused(/one name or size to all/),
  },
  {
    name: "sparse for all",
    bytes: () => tarOf([globalHeader({ "GNU.sparse.major": "1" }), PLAIN, A]),
    expected: refused(/sparse/),
  },
  {
    name: "a long name, and no entry",
    bytes: () => tarOf([PLAIN, { name: "././@LongLink", type: "L", data: "a\0" }]),
    expected: damaged(/header that belongs to an entry/),
  },
]);

const BLOCK = Buffer.alloc(512);
const EVIL = tarOf([{ name: "evil.php", data: "evil" }]);

tryAll("its end", [
  { name: "no end", bytes: () => tarOf([PLAIN, A], Buffer.alloc(0)), expected: damaged(/without the mark of its end/) },
  { name: "half an end", bytes: () => tarOf([PLAIN, A], BLOCK), expected: damaged(/without the mark of its end/) },
  { name: "an end of twenty blocks", bytes: () => tarOf([PLAIN, A], Buffer.alloc(20 * 512)), expected: accepted(TREE) },
  {
    name: "an end with a part of a block",
    bytes: () => tarOf([PLAIN, A], Buffer.alloc(3 * 512 + 7)),
    expected: accepted(TREE),
  },
  {
    name: "another archive behind the end",
    bytes: () => tarOf([PLAIN, A], Buffer.concat([BLOCK, BLOCK, EVIL])),
    expected: damaged(/something stands behind/),
  },
  {
    name: "a byte behind the end",
    bytes: () => tarOf([PLAIN, A], Buffer.concat([BLOCK, BLOCK, Buffer.from("x")])),
    expected: damaged(/something stands behind/),
  },
  {
    name: "a single block of zeros, and another archive",
    bytes: () => tarOf([PLAIN, A], Buffer.concat([BLOCK, EVIL])),
    expected: damaged(/single block of zeros/),
  },
  {
    name: "something in front",
    bytes: () => Buffer.concat([Buffer.from("x"), tarOf([PLAIN])]),
    expected: foreign(/no archive that is known/, /tar\.gz/),
  },
  {
    name: "no entry",
    bytes: () => tarOf([], Buffer.alloc(1024)),
    expected: foreign(/no archive that is known/, /tar\.gz/),
  },
  { name: "only folders", bytes: () => tarOf([{ name: "d", type: "5" }]), expected: refused(/holds no file/) },
]);

const tar = tarOf([PLAIN, A]);
const zipped = gzipSync(tar);

/** gzip with a byte of it changed. */
function changed(at: number, by = 1): Buffer {
  const bytes = Buffer.from(zipped);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ by;
  return bytes;
}

tryAll("gzip", [
  { name: "a tar", bytes: () => zipped, expected: accepted(TREE) },
  {
    name: "several members",
    bytes: () => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    expected: accepted(TREE),
  },
  { name: "a member that is empty", bytes: () => Buffer.concat([zipped, gzipSync("")]), expected: accepted(TREE) },
  {
    name: "another tar as a second member",
    bytes: () => Buffer.concat([zipped, gzipSync(EVIL)]),
    expected: damaged(/something stands behind/),
  },
  {
    name: "something behind it",
    bytes: () => Buffer.concat([zipped, Buffer.from("x")]),
    expected: damaged(/compressed data is broken/),
  },
  {
    name: "zeros behind it",
    bytes: () => Buffer.concat([zipped, Buffer.alloc(100)]),
    expected: damaged(/compressed data is broken/),
  },
  { name: "a wrong checksum", bytes: () => changed(-8), expected: damaged(/does not match its checksum/) },
  { name: "a wrong length", bytes: () => changed(-1), expected: damaged(/does not match its checksum/) },
  { name: "changed data", bytes: () => changed(40, 0x10), expected: damaged(/compressed data|header|checksum/) },
  {
    name: "a wrong checksum of the first of two members",
    bytes: () => Buffer.concat([changed(-8), gzipSync("")]),
    expected: damaged(/does not match its checksum/),
  },
  { name: "a text", bytes: () => gzipSync("hello"), expected: foreign(/what it holds is no tar/, /tar\.gz/) },
  { name: "nothing", bytes: () => gzipSync(""), expected: foreign(/what it holds is no tar/, /tar\.gz/) },
  {
    name: "a ZIP",
    bytes: () => gzipSync(Buffer.from("PK\x03\x04".padEnd(600, "x"))),
    expected: foreign(/what it holds is no tar/, /tar\.gz/),
  },
  { name: "gzip in gzip", bytes: () => gzipSync(zipped), expected: foreign(/what it holds is no tar/, /tar\.gz/) },
  { name: "no more than the mark", bytes: () => zipped.subarray(0, 3), expected: damaged(/compressed data is broken/) },
]);

it("cut off at any byte, it is refused, but for the zeros behind its end", () => {
  const bay = openBay(freshFolder());
  const plain = tarOf([
    PLAIN,
    { name: "d", type: "5" },
    { name: "x", longName: "d/a", data: "a".repeat(600) },
    { name: "l", type: "2", linkName: "d/a" },
  ]);
  try {
    for (const whole of [plain, gzipSync(plain)]) {
      expect(bay.deliver(whole).refused).toBeNull();
      for (let length = 0; length < whole.length; length += whole === plain ? 61 : 1) {
        const { refused: refusal, wrongs } = bay.deliver(whole.subarray(0, length));
        expect(wrongs, `${length}`).toEqual([]);
        expect(refusal?.code, `${length}`).toMatch(/^archive-(damaged|format)$/);
      }
    }
  } finally {
    bay.close();
  }
});
