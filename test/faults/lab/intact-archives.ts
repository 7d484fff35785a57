/** Archives as honest programs make them, small, each with what its format has to offer. */
import { gzipSync } from "node:zlib";
import { tarOf, type TarEntry } from "../../support/tar-bytes.ts";
import { unicodePath, type ZipEntry, zipOf } from "../../support/zip-bytes.ts";

/** How an archive is made and what protects what is in it. */
export interface Intact {
  readonly name: string;
  readonly kind: "zip" | "tar" | "tar-gz";
  readonly bytes: Buffer;
}

const LONG = `deep/${"folder/".repeat(20)}file`;
const DOS = Buffer.from([0x63, 0x61, 0x66, 0x82]);

const ZIP: readonly ZipEntry[] = [
  { name: "index.php", data: "<?php echo 'shop';\n".repeat(20) },
  { name: "artisan", data: "#!/usr/bin/env php\n", mode: 0o100755, method: 0 },
  { name: "public/" },
  { name: "public/é.txt", data: "accent", descriptor: "signed" },
  { name: "public/link", data: "../index.php", mode: 0o120777 },
  { name: "public/empty", data: "" },
  { name: ".env.example", data: "APP_KEY=\n", mode: 0o100600 },
];

const TAR: readonly TarEntry[] = [
  { name: "index.php", data: "<?php echo 'shop';\n".repeat(20) },
  { name: "artisan", data: "#!/usr/bin/env php\n", mode: 0o755 },
  { name: "public", type: "5" },
  { name: "public/a.txt", data: "b".repeat(700) },
  { name: "public/link", type: "2", linkName: "../index.php" },
  { name: "public/hard", type: "1", linkName: "artisan" },
  { name: "public/empty" },
];

const GNU = tarOf(
  [...TAR, { name: LONG.slice(0, 100), longName: LONG, data: "deep" }].map((entry) => ({
    ...entry,
    magic: "ustar  \0",
  })),
);
const PAX = tarOf([...TAR, { name: "short", pax: { path: LONG, mtime: "1750000000.5" }, data: "deep" }]);
const PLAIN = tarOf(
  TAR.map((entry) => ({ ...entry, name: `./${String(entry.name)}` })).filter(({ type }) => type !== "1"),
);

/** The archives that are changed. */
export const INTACT: readonly Intact[] = [
  { name: "zip", kind: "zip", bytes: zipOf(ZIP, { comment: Buffer.from("Thank you") }) },
  {
    name: "zip with 64-bit numbers",
    kind: "zip",
    bytes: zipOf(
      ZIP.map((entry) => ({
        ...entry,
        wide: true,
        ...(entry.descriptor === undefined ? {} : { descriptor: "wide" as const }),
      })),
      { wideEnd: {} },
    ),
  },
  {
    name: "zip in a folder",
    kind: "zip",
    bytes: zipOf(ZIP.map((entry) => ({ ...entry, name: `shop/${String(entry.name)}` }))),
  },
  {
    name: "zip of DOS",
    kind: "zip",
    bytes: zipOf([
      { name: "index.php", data: "<?php", madeBy: 0, attributes: 0x20 },
      { name: DOS, data: "x", madeBy: 0, attributes: 0x20, extra: unicodePath(DOS, "café") },
    ]),
  },
  { name: "tar of GNU", kind: "tar", bytes: GNU },
  { name: "tar of POSIX", kind: "tar", bytes: PAX },
  { name: "tar of a folder", kind: "tar", bytes: PLAIN },
  { name: "tar of GNU in gzip", kind: "tar-gz", bytes: gzipSync(GNU) },
  {
    name: "tar of POSIX in two members of gzip",
    kind: "tar-gz",
    bytes: Buffer.concat([gzipSync(PAX.subarray(0, 1000)), gzipSync(PAX.subarray(1000))]),
  },
];
