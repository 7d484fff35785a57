/** Bombs, and what is merely large: refused before it fills a disk or the memory, allowed where its owner says so. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { openBay } from "../../support/arrival-bay.ts";
import { tarOf, type TarEntry } from "../../support/tar-bytes.ts";
import { freshFolder } from "../../support/tree.ts";
import { type ZipEntry, zipOf } from "../../support/zip-bytes.ts";
import { accepted, damaged, foreign, TIGHT, tooLarge, tryAll } from "./cases.ts";

const MIB = 1024 * 1024;
const ZEROS = Buffer.alloc(2 * MIB);
const PLAIN = { name: "index.php", data: "<?php" };
const FEW = Array.from({ length: 10 }, (_, index) => ({ name: `f${index}`, data: "x" }));
const MANY = [...FEW, { name: "one more", data: "x" }];
const FEW_TREE = Object.fromEntries(FEW.map(({ name, data }) => [name, data]));
const SUM = "sha256 5647f05ec18958947d32874eeb788fa396a05d0bab7c1b71f112ceb7e9b31eee";

/** Names as long as a path may be: 18 million letters. */
const LONG = Array.from({ length: 6_000 }, (_, index) => ({
  name: `${`${"n".repeat(240)}/`.repeat(12)}${index}`,
  data: "",
}));

/** An entry that claims sizes it does not have. */
function claims(size: number, packed: Buffer = deflateRawSync(ZEROS)): ZipEntry {
  return { name: "a", raw: packed, method: 8, size, crc: 0 };
}

tryAll("limits", [
  {
    name: "ZIP: 2 MB of zeros, more than 100 to one",
    bytes: () => zipOf([PLAIN, { name: "a", data: ZEROS }]),
    expected: tooLarge(/more than 100 to one/, /--max-ratio/),
  },
  {
    name: "ZIP: the same, allowed",
    bytes: () => zipOf([PLAIN, { name: "a", data: ZEROS }]),
    asked: { limits: { ratio: 2000 } },
    expected: accepted({ "index.php": "<?php", a: SUM }),
  },
  {
    name: "ZIP: 1 MB of zeros is no bomb",
    bytes: () => zipOf([{ name: "index.php", data: Buffer.alloc(9000) }]),
    asked: { limits: { ratio: 1 } },
    expected: accepted({ "index.php": "\0".repeat(9000) }),
  },
  {
    name: "ZIP: unpacks to more than it says",
    bytes: () => zipOf([PLAIN, claims(1000)]),
    expected: damaged(/longer than the 1000 bytes/),
  },
  {
    name: "ZIP: says 4 GB",
    bytes: () => zipOf([PLAIN, claims(0xfffffffe)]),
    expected: tooLarge(/unpacks to \d+ bytes, more than 2147483648/, /--max-size/),
  },
  {
    name: "ZIP: many entries that are too much together",
    bytes: () => zipOf([PLAIN, ...[1, 2, 3].map((n) => ({ ...claims(900 * MIB), name: `a${n}` }))]),
    expected: tooLarge(/more than 2147483648/, /--max-size/),
  },
  {
    name: "ZIP: names that fill a memory",
    bytes: () => zipOf(LONG),
    expected: tooLarge(/more than 16000000 letters/, /--max-entries/),
  },
  {
    name: "tar: links that fill a memory, of another alphabet",
    bytes: () =>
      gzipSync(tarOf(LONG.map(({ name }) => ({ name: "a", type: "2", pax: { linkpath: `${name.slice(1500)}ж` } })))),
    expected: tooLarge(/more than 16000000 letters/, /--max-entries/),
  },
  {
    name: "ZIP: ten entries where ten are allowed",
    bytes: () => zipOf(FEW),
    asked: { limits: TIGHT },
    expected: accepted(FEW_TREE),
  },
  {
    name: "ZIP: eleven where ten are allowed",
    bytes: () => zipOf(MANY),
    asked: { limits: TIGHT },
    expected: tooLarge(/11 entries, more than 10/, /--max-entries/),
  },
  {
    name: "tar: ten entries where ten are allowed",
    bytes: () => tarOf(FEW),
    asked: { limits: TIGHT },
    expected: accepted(FEW_TREE),
  },
  {
    name: "tar: eleven where ten are allowed",
    bytes: () => tarOf(MANY),
    asked: { limits: TIGHT },
    expected: tooLarge(/more than 10 entries/, /--max-entries/),
  },
  {
    name: "tar: larger than allowed",
    bytes: () => tarOf([PLAIN, { name: "a", data: Buffer.alloc(5 * MIB) }]),
    asked: { limits: TIGHT },
    expected: tooLarge(/more than 4194304/, /--max-size/),
  },
  {
    name: "tar: hard links that are too much as files",
    bytes: () =>
      tarOf([{ name: "a", data: ZEROS }, ...["b", "c"].map((name): TarEntry => ({ name, type: "1", linkName: "a" }))]),
    asked: { limits: TIGHT },
    expected: tooLarge(/unpacks to 6291456 bytes/, /--max-size/),
  },
  {
    name: "tar.gz: 64 MB of zeros",
    bytes: () => gzipSync(tarOf([PLAIN, { name: "a", data: Buffer.alloc(64 * MIB) }])),
    expected: tooLarge(/more than/, /--max-(size|ratio)/),
  },
  {
    name: "tar.gz: a bomb behind the end of the tar",
    bytes: () => gzipSync(Buffer.concat([tarOf([PLAIN]), Buffer.alloc(64 * MIB)])),
    asked: { limits: TIGHT },
    expected: tooLarge(/unpacks to more than the limits/, /--max-size or --max-ratio/),
  },
  {
    name: "tar.gz: a bomb of headers that belong to nothing",
    bytes: () =>
      gzipSync(
        tarOf([
          PLAIN,
          ...Array.from(
            { length: 200 },
            (): TarEntry => ({
              name: "g",
              type: "g",
              data: "x".repeat(100_000).replace(/^.*$/, "100000 comment=" + "x".repeat(99_984) + "\n"),
            }),
          ),
        ]),
      ),
    asked: { limits: TIGHT },
    expected: tooLarge(/unpacks to more than the limits/, /--max-size/),
  },
  {
    name: "gzip: a bomb that is no tar",
    bytes: () => gzipSync(Buffer.alloc(64 * MIB)),
    expected: foreign(/what it holds is no tar/, /tar\.gz/),
  },
]);

it("200,001 entries are one too many, and 200,000 in a chain of hard links are found out at once", () => {
  const bay = openBay(freshFolder());
  try {
    const many = zipOf(
      Array.from({ length: 200_001 }, (_, index) => ({ name: `d/${index}` })),
      { wideEnd: {}, end: { count: 0xffff } },
    );
    const looked = bay.deliver(many);
    expect(looked.wrongs).toEqual([]);
    expect(looked.refused).toMatchObject({ code: "archive-too-large" });
    expect(looked.refused?.message).toContain("200001 entries, more than 200000");
    const chain = [
      { name: "000000", data: "x" },
      ...Array.from(
        { length: 20_000 },
        (_, index): TarEntry => ({ name: pad(index + 1), type: "1", linkName: pad(index) }),
      ),
    ];
    const walked = bay.deliver(
      tarOf(
        chain.map((entry) => ({
          ...entry,
          name: `${30_000 - Number(entry.name)}`,
          ...("linkName" in entry ? { linkName: `${30_000 - Number(entry.linkName)}` } : {}),
        })),
      ),
      { limits: { bytes: 10 } },
    );
    expect(walked.wrongs).toEqual([]);
    expect(walked.refused).toMatchObject({ code: "archive-too-large" });
  } finally {
    bay.close();
  }
});

function pad(index: number): string {
  return String(index).padStart(6, "0");
}

it("what unpacks to exactly what is allowed is accepted, and a byte more is not", () => {
  const bay = openBay(freshFolder());
  const data = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) & 0xff));
  try {
    for (const bytes of [
      zipOf([{ name: "a", data }]),
      tarOf([{ name: "a", data }]),
      gzipSync(tarOf([{ name: "a", data }])),
    ]) {
      expect(bay.deliver(bytes, { limits: { bytes: 4096 } }).refused).toBeNull();
      expect(bay.deliver(bytes, { limits: { bytes: 4095 } }).refused).toMatchObject({ code: "archive-too-large" });
    }
  } finally {
    bay.close();
  }
});
