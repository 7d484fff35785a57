/** Archives that are to fill the memory or the disk of whoever opens them. */
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import type { ArrivalLimits } from "../../../src/core/arrival.ts";
import { globalHeader, tarOf } from "../../support/tar-bytes.ts";
import { zipOf } from "../../support/zip-bytes.ts";

export interface Bomb {
  readonly name: string;
  readonly bytes: () => Buffer;
  readonly limits?: Partial<ArrivalLimits>;
  /** `accepted`, or the code of the refusal. */
  readonly expected: string;
}

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const PIECE = 64 * MIB;

/** This many bytes of zeros, as raw deflate. */
function zeros(length: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(PIECE), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: length / PIECE }, () => piece), deflateRawSync("")]);
}

/** gzip with a head and zeros behind it; its trailer is wrong, which a bomb's maker does not mind. */
function gzipBomb(head: Buffer, length: number): Buffer {
  const start = deflateRawSync(head, { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]), start, zeros(length), Buffer.alloc(8)]);
}

const ONE = tarOf([{ name: "index.php", data: "<?php" }], Buffer.alloc(0));
const LARGE = tarOf([{ name: "a", size: 2 * GIB }], Buffer.alloc(0));
const EVERYTHING = { ratio: 1_000_000 };

const folders = (count: number): readonly { readonly name: string }[] =>
  Array.from({ length: count }, (_, index) => ({ name: `folder-${index}/` }));
const TWIN = { name: "FOLDER-7", data: "a twin but for its case" };
/** As many entries as are allowed, of which only the last is wrong. */
const TWIN_AT_THE_END = [...folders(199_999), TWIN];

function zipOfMany(entries: readonly { readonly name: string; readonly data?: string }[]): Buffer {
  return zipOf(entries, { wideEnd: {}, end: { count: 0xffff } });
}

/** Files with names as long as a path may be. */
const longNames = (count: number): readonly { readonly name: string; readonly data: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${`${"n".repeat(240)}/`.repeat(12)}${index}`,
    data: "",
  }));

/** As many records as fit into a directory, of which the end counts a few. */
function fullDirectory(): Buffer {
  const record = zipOf([{ name: "a" }]).subarray(31, 31 + 47);
  const count = Math.floor((60 * MIB) / record.length);
  const records = Buffer.alloc(count * record.length);
  for (let at = 0; at < count; at++) record.copy(records, at * record.length);
  const local = zipOf([{ name: "a" }]).subarray(0, 31);
  return Buffer.concat([
    local,
    records,
    zipOf([], { end: { count: 100, length: records.length, start: local.length } }),
  ]);
}

export const BOMBS: readonly Bomb[] = [
  {
    name: "a ZIP of 2 GiB that says 1,000 bytes",
    bytes: () => zipOf([{ name: "a", raw: zeros(2 * GIB), method: 8, size: 1000 }]),
    expected: "archive-damaged",
  },
  {
    name: "a ZIP of 2 GiB that says so",
    bytes: () => zipOf([{ name: "a", raw: zeros(2 * GIB), method: 8, size: 2 * GIB }]),
    expected: "archive-too-large",
  },
  {
    name: "a ZIP of 256 MiB of zeros, allowed, with a wrong checksum",
    bytes: () => zipOf([{ name: "a", raw: zeros(256 * MIB), method: 8, size: 256 * MIB }]),
    limits: EVERYTHING,
    expected: "archive-damaged",
  },
  { name: "a tar.gz of 2 GiB that says so", bytes: () => gzipBomb(LARGE, 2 * GIB), expected: "archive-too-large" },
  { name: "a tar.gz with 2 GiB behind its end", bytes: () => gzipBomb(ONE, 2 * GIB), expected: "archive-too-large" },
  {
    name: "a gzip of 2 GiB that is no tar",
    bytes: () => gzipBomb(Buffer.alloc(600), 2 * GIB),
    expected: "archive-format",
  },
  {
    name: "a tar.gz of headers that speak of nothing",
    bytes: () =>
      gzipSync(
        tarOf([
          { name: "index.php", data: "<?php" },
          ...Array.from({ length: 200 }, () => globalHeader({ comment: "x".repeat(MIB / 2) })),
        ]),
      ),
    expected: "archive-too-large",
  },
  {
    name: "a tar of 128 MiB in an extended header",
    bytes: () => tarOf([{ name: "index.php", data: "<?php", pax: { comment: "x".repeat(128 * MIB) } }]),
    expected: "archive-damaged",
  },
  { name: "a ZIP of 200,001 folders", bytes: () => zipOfMany(folders(200_001)), expected: "archive-too-large" },
  { name: "a ZIP with a directory of 60 MiB", bytes: fullDirectory, expected: "archive-damaged" },
  {
    name: "a ZIP of 200,000 folders without a file",
    bytes: () => zipOfMany(folders(200_000)),
    expected: "archive-refused",
  },
  {
    name: "a ZIP of 200,000 entries, judged to the last",
    bytes: () => zipOfMany(TWIN_AT_THE_END),
    expected: "archive-refused",
  },
  {
    name: "a tar.gz of 200,000 entries, judged to the last",
    bytes: () => gzipSync(tarOf(TWIN_AT_THE_END)),
    expected: "archive-refused",
  },
  { name: "a ZIP of 20,000 long names", bytes: () => zipOf(longNames(20_000)), expected: "archive-too-large" },
  {
    name: "a tar.gz of 50,000 long names",
    bytes: () => gzipSync(tarOf(longNames(50_000).map(({ name }) => ({ name: "a", data: "", pax: { path: name } })))),
    expected: "archive-too-large",
  },
  {
    name: "a ZIP of long names, judged to the last",
    bytes: () => zipOf([...longNames(5_000), { name: "folder-7", data: "" }, TWIN]),
    expected: "archive-refused",
  },
];
