/** ZIPs that contradict themselves, that are cut off, or that two programs would read differently. */
import { crc32, deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { openBay } from "../../support/arrival-bay.ts";
import { freshFolder } from "../../support/tree.ts";
import { endOf, extraField, wideField, type ZipEntry, type ZipFrame, zipOf } from "../../support/zip-bytes.ts";
import { accepted, type Crafted, damaged, refused, tooLarge, tryAll } from "./cases.ts";

const PLAIN: ZipEntry = { name: "index.php", data: "<?php" };
const A: ZipEntry = { name: "a", data: "a".repeat(50) };
const TREE = { "index.php": "<?php", a: "a".repeat(50) };

/** A good entry and this one. */
function one(name: string, entry: ZipEntry, expected: Crafted["expected"]): Crafted {
  return { name, bytes: () => zipOf([PLAIN, entry]), expected };
}

/** A good archive in this frame. */
function framed(name: string, frame: ZipFrame, expected: Crafted["expected"]): Crafted {
  return { name, bytes: () => zipOf([PLAIN, A], frame), expected };
}

tryAll("an entry's own header and the directory", [
  one("another name", { ...A, local: { name: "b" } }, damaged(/another name/)),
  one(
    "another name of the same length with a slash",
    { name: "a-b.php", data: "x", local: { name: "../.php" } },
    damaged(/another name/),
  ),
  one("another method", { ...A, local: { method: 0 } }, damaged(/another method/)),
  one("another size", { ...A, local: { size: 5 } }, damaged(/another size/)),
  one("another packed size", { ...A, local: { packed: 5 } }, damaged(/another size/)),
  one("another checksum", { ...A, local: { crc: 1 } }, damaged(/another checksum/)),
  one("encryption in one of both", { ...A, local: { flags: 1 } }, damaged(/set of flags/)),
  one("sizes that follow in one of both", { ...A, local: { flags: 8 } }, damaged(/set of flags/)),
  one("no header", { ...A, local: { signature: 0x04034b51 } }, damaged(/not where the directory says/)),
  one("a place behind the end", { ...A, offset: 1_000_000 }, damaged(/ends too soon/)),
  one("the place of another entry", { ...A, offset: 0 }, damaged(/another name/)),
  one(
    "broken additional fields",
    { ...A, extra: Buffer.from([1, 0, 99, 0, 1]) },
    damaged(/additional fields are broken/),
  ),
  one(
    "broken additional fields of its own header only",
    { ...A, local: { extra: Buffer.from([1, 0, 99, 0, 1]) } },
    damaged(/additional fields are broken/),
  ),
  one(
    "two fields of 64-bit numbers",
    { ...A, extra: Buffer.concat([wideField(1), wideField(2)]) },
    damaged(/additional fields are broken/),
  ),
  one("an unknown field", { ...A, extra: extraField(0x9901, Buffer.from("x")) }, accepted(TREE)),
  one("fields padded with zeros", { ...A, extra: Buffer.alloc(3) }, accepted(TREE)),
]);

tryAll("contents", [
  one("a wrong checksum", { ...A, crc: 1 }, damaged(/checksum/)),
  one("longer than it says", { ...A, size: 49 }, damaged(/longer/)),
  one("shorter than it says", { ...A, size: 51 }, damaged(/50 bytes and not the 51/)),
  one("stored with two sizes", { ...A, method: 0, size: 10 }, damaged(/two sizes differ/)),
  one("stored with a wrong checksum", { ...A, method: 0, crc: 1 }, damaged(/checksum/)),
  one("deflate that is cut off", { ...A, raw: deflateRawSync("a".repeat(50)).subarray(0, 2) }, damaged(/broken/)),
  one(
    "deflate with something behind it",
    { ...A, raw: Buffer.concat([deflateRawSync("a".repeat(50)), Buffer.from("evil")]) },
    damaged(/broken/),
  ),
  one(
    "two streams of deflate",
    { ...A, raw: Buffer.concat([deflateRawSync("a".repeat(25)), deflateRawSync("a".repeat(25))]) },
    damaged(/broken|bytes/),
  ),
  one(
    "a stream, the end of gzip and another stream",
    {
      ...A,
      raw: Buffer.concat([
        deflateRawSync("a".repeat(50)),
        Buffer.alloc(8),
        Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]),
        deflateRawSync(""),
      ]),
    },
    damaged(/data behind its end/),
  ),
  one("no deflate", { ...A, raw: Buffer.from("this is none") }, damaged(/broken|bytes|longer/)),
  one("nothing at all", { ...A, raw: Buffer.alloc(0) }, damaged(/broken/)),
  one(
    "deflate that reaches back before its beginning",
    { ...A, raw: Buffer.from([0x4b, 0x04, 0x12, 0x00, 0x00]) },
    damaged(/broken|bytes|checksum/),
  ),
  one("an empty deflated file", { name: "a", data: "", method: 8 }, accepted({ "index.php": "<?php", a: "" })),
  one("a stored file", { ...A, method: 0 }, accepted(TREE)),
  one("a folder with a content", { name: "a/", data: "x" }, refused(/content all the same/)),
  one(
    "a folder by its mode, with a content",
    { name: "a", data: "x", mode: 0o040755 },
    refused(/content all the same/),
  ),
  one("encrypted", { ...A, flags: 1 }, refused(/encrypted/, /password/)),
  one("strongly encrypted", { ...A, flags: 1 << 6 }, refused(/encrypted/)),
  one("with an encrypted directory", { ...A, flags: 1 << 13 }, refused(/encrypted/)),
  one("a patch", { ...A, flags: 1 << 5 }, refused(/patch/)),
  ...[1, 6, 9, 12, 14, 93, 95, 99].map((method) =>
    one(`method ${method}`, { ...A, raw: Buffer.from("x"), method }, refused(/method that is not read/, /7z x/)),
  ),
  one(
    "a link whose text is longer than any path",
    { name: "a", data: "x/".repeat(2048), mode: 0o120777 },
    refused(/longer than any path/),
  ),
  one(
    "a link whose text has a wrong checksum",
    { name: "a", data: "index.php", crc: 1, mode: 0o120777 },
    damaged(/checksum/),
  ),
]);

tryAll("sizes that follow the data, and 64-bit numbers", [
  ...(["signed", "bare", "wide"] as const).map((descriptor) =>
    one(`${descriptor} descriptor`, { ...A, descriptor }, accepted(TREE)),
  ),
  ...(["signed", "bare", "wide"] as const).map((descriptor) =>
    one(
      `${descriptor} descriptor of an empty file`,
      { name: "a", data: "", descriptor },
      accepted({ "index.php": "<?php", a: "" }),
    ),
  ),
  one("a descriptor that says something else", { ...A, descriptor: Buffer.alloc(16, 1) }, damaged(/follows its data/)),
  one("a descriptor far behind the end", { ...A, descriptor: "signed", packed: 100_000 }, damaged(/ends too soon/)),
  one("no descriptor", { ...A, descriptor: Buffer.alloc(0) }, damaged(/follows its data/)),
  one("64-bit numbers", { ...A, wide: true }, accepted(TREE)),
  one("64-bit numbers and a descriptor with them", { ...A, wide: true, descriptor: "wide" }, accepted(TREE)),
  one(
    "64-bit numbers that are missing",
    { ...A, size: 0xffffffff, local: { size: 50 } },
    damaged(/64-bit numbers are missing/),
  ),
  one(
    "64-bit numbers that are cut off",
    { ...A, size: 0xffffffff, extra: extraField(1, Buffer.alloc(4)) },
    damaged(/64-bit numbers are missing/),
  ),
  one("64-bit numbers above 2^53", { ...A, size: 0xffffffff, extra: wideField(2n ** 63n) }, damaged(/too large/)),
  one(
    "a 64-bit place above 2^53",
    { ...A, offset: 0xffffffff, extra: wideField(2n ** 64n - 1n) },
    damaged(/too large/),
  ),
  one(
    "a 64-bit place behind the end",
    { ...A, offset: 0xffffffff, extra: wideField(2n ** 40n) },
    damaged(/ends too soon/),
  ),
  one(
    "64-bit numbers that differ in its own header",
    { ...A, size: 0xffffffff, extra: wideField(50), local: { size: 0xffffffff, extra: wideField(51) } },
    damaged(/another size/),
  ),
  framed(
    "a 64-bit end record",
    { wideEnd: {}, end: { count: 0xffff, length: 0xffffffff, start: 0xffffffff } },
    accepted(TREE),
  ),
  framed("two end records that agree", { wideEnd: {} }, accepted(TREE)),
  framed("two end records that count differently", { wideEnd: { count: 1 } }, damaged(/say different things/)),
  framed("two end records that begin differently", { wideEnd: { start: 1 } }, damaged(/say different things/)),
  framed(
    "4 billion entries declared",
    { wideEnd: { count: 2 ** 32 }, end: { count: 0xffff } },
    tooLarge(/4294967296 entries/, /--max-entries/),
  ),
  framed(
    "a directory of 2^60 bytes",
    { wideEnd: { length: 2 ** 60 }, end: { length: 0xffffffff } },
    damaged(/does not end where/),
  ),
  framed(
    "a 64-bit end record that is not where it should be",
    { wideEnd: { locator: 3 } },
    damaged(/not where it should be/),
  ),
  framed("a 64-bit end record far behind the end", { wideEnd: { locator: 2 ** 52 } }, damaged(/ends too soon/)),
  framed("64-bit numbers promised and missing", { end: { start: 0xffffffff } }, damaged(/larger ones is missing/)),
  framed("one part of several", { end: { disk: 1, startDisk: 1 } }, refused(/part of several/, /zip -s 0/)),
  framed("one part of several, by the 64-bit record", { wideEnd: { disk: 1 } }, refused(/part of several/)),
  one("an entry of another part", { ...A, disk: 3 }, refused(/part of several/)),
]);

const FAKE = zipOf([{ name: "evil.php", data: "evil" }]);

tryAll("what stands around the entries", [
  framed("a comment", { comment: Buffer.from("Thank you for buying") }, accepted(TREE)),
  framed("a comment of 65,535 bytes", { comment: Buffer.alloc(0xffff, 0x20) }, accepted(TREE)),
  framed(
    "something behind the end",
    { trailing: Buffer.from("x") },
    damaged(/no end record, or something stands behind/),
  ),
  framed("zeros behind the end", { trailing: Buffer.alloc(512) }, damaged(/no end record, or something stands behind/)),
  framed(
    "another archive behind the end",
    { trailing: FAKE },
    damaged(/does not end where its end record begins|end record/),
  ),
  framed("another archive as its comment", { comment: FAKE }, damaged(/two end records/)),
  framed("an end record in its comment", { comment: endOf({}) }, damaged(/two end records/)),
  framed(
    "an end record in its comment that does not reach the end",
    { comment: Buffer.concat([endOf({}), Buffer.from("x")]) },
    damaged(/two end records/),
  ),
  framed(
    "a comment that is longer than it says",
    { comment: Buffer.from("abc"), end: { commentLength: 1 } },
    damaged(/no end record/),
  ),
  framed(
    "a comment that is shorter than it says",
    { comment: Buffer.from("abc"), end: { commentLength: 9 } },
    damaged(/no end record/),
  ),
  {
    name: "another archive in front",
    bytes: () => Buffer.concat([FAKE, zipOf([PLAIN, A])]),
    expected: damaged(/does not end where/),
  },
  framed("another archive in front, places put right", { prefix: FAKE }, damaged(/belong to no entry/)),
  framed(
    "a program in front",
    { prefix: Buffer.from("MZ".padEnd(600)) },
    { code: "archive-format", says: /Windows program/ },
  ),
  framed("something in front of the directory", { beforeDirectory: Buffer.from("x") }, damaged(/belong to no entry/)),
  framed("something between the directory and its end", { beforeEnd: Buffer.from("x") }, damaged(/does not end where/)),
  framed(
    "zeros in front of the directory, as some programs align",
    { beforeDirectory: Buffer.alloc(13) },
    accepted(TREE),
  ),
  {
    name: "an entry that the directory does not name",
    bytes: () => zipOf([PLAIN, { name: "evil.php", data: "evil", hidden: true }, A]),
    expected: damaged(/belong to no entry/),
  },
  {
    name: "fewer entries than counted",
    bytes: () => zipOf([PLAIN, A], { end: { count: 3 } }),
    expected: damaged(/fewer entries than the 3|shorter than the number/),
  },
  {
    name: "more entries than counted",
    bytes: () => zipOf([PLAIN, A], { end: { count: 1 } }),
    expected: damaged(/more entries than the 1/),
  },
  framed("entries on this disk counted otherwise", { end: { countHere: 1 } }, refused(/part of several/)),
  framed("a directory that is shorter than it says", { end: { length: 1 } }, damaged(/does not end where|shorter/)),
  {
    name: "a record of the directory that is none",
    bytes: () => zipOf([PLAIN, { ...A, signature: 0x02014b51 }]),
    expected: damaged(/directory is broken/),
  },
  { name: "no entry", bytes: () => zipOf([]), expected: refused(/holds no file/) },
  { name: "only folders", bytes: () => zipOf([{ name: "a/" }, { name: "a/b/" }]), expected: refused(/holds no file/) },
]);

/** Two entries that share the data of one: the directory of a bomb has thousands of them. */
function overlapping(): Buffer {
  const data = Buffer.from("a".repeat(50));
  return zipOf([
    { name: "a", data, method: 0 },
    {
      name: "a",
      raw: Buffer.alloc(0),
      method: 0,
      crc: crc32(data),
      size: data.length,
      packed: data.length,
      offset: 0,
      local: { packed: 0, size: 0 },
    },
  ]);
}

/** A quoted bomb (D. Fifield, 2019): an entry whose stored data is the header and data of the next. */
function quoted(): Buffer {
  const inner = zipOf([{ name: "b", data: "evil", method: 0 }]);
  const local = inner.subarray(0, inner.indexOf("PK\x01\x02", 0, "latin1"));
  const outer: ZipEntry = { name: "a", data: local, method: 0 };
  return zipOf([outer, { name: "b", data: "evil", method: 0, offset: 31, local: { signature: 0 } }]);
}

tryAll("entries that share bytes", [
  { name: "the same data twice", bytes: overlapping, expected: damaged(/shares bytes/) },
  { name: "one in the data of another", bytes: quoted, expected: damaged(/shares bytes/) },
  one(
    "data that reaches into the directory",
    { ...A, method: 0, packed: 60, size: 60 },
    damaged(/reaches into the directory/),
  ),
]);

tryAll("links whose texts share bytes", [
  {
    name: "are refused before one is unpacked",
    bytes: () => {
      const link: ZipEntry = { name: "l", raw: Buffer.from("no deflate"), method: 8, size: 1, mode: 0o120777 };
      return zipOf([PLAIN, link, { ...link, offset: zipOf([PLAIN]).indexOf("PK\u0001\u0002") }]);
    },
    expected: damaged(/shares bytes/),
  },
]);

it("a directory of more than one piece is read as one", () => {
  const bay = openBay(freshFolder());
  // 146 bytes each, so that a piece of 256 KiB ends within a record.
  const names = Array.from({ length: 4_000 }, (_, index) => String(index).padStart(100, "n"));
  try {
    const arrived = bay.deliver(zipOf(names.map((name) => ({ name, data: name }))));
    expect(arrived.refused).toBeNull();
    expect(arrived.wrongs).toEqual([]);
    expect(arrived.tree).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  } finally {
    bay.close();
  }
});

it("cut off at any byte, it is refused", () => {
  const bay = openBay(freshFolder());
  const whole = zipOf(
    [PLAIN, { ...A, descriptor: "signed" }, { name: "b/" }, { name: "b/l", data: "../a", mode: 0o120777 }],
    {
      wideEnd: {},
      comment: Buffer.from("a comment"),
    },
  );
  try {
    expect(bay.deliver(whole).refused).toBeNull();
    for (let length = 0; length < whole.length; length++) {
      const { refused: refusal, wrongs } = bay.deliver(whole.subarray(0, length));
      expect(wrongs, `${length}`).toEqual([]);
      expect(refusal?.code, `${length}`).toMatch(/^archive-(damaged|format)$/);
    }
  } finally {
    bay.close();
  }
});
