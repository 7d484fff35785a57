/** Which format a file is of, by its first bytes; a name says nothing. What is not read here is refused by name, with the command that converts it. */
import { displayName } from "../../core/bytes.ts";
import { formatRefused } from "../../core/arrival-error.ts";
import { BLOCK, isUstar } from "./tar-header.ts";

interface Foreign {
  readonly starts: string;
  readonly what: string;
  /** What to do; `FILE` stands for the quoted path. */
  readonly hint: string;
}

const FOLDER = "then look at it and name the folder";

/** First bytes, as latin1, of formats that are known and not read. */
const FOREIGN: readonly Foreign[] = [
  {
    starts: "BZh",
    what: "packed with bzip2, which is not read",
    hint: "Unpack the outer layer: bzip2 -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "\xfd7zXZ\0",
    what: "packed with xz, which is not read",
    hint: "Unpack the outer layer: xz -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "\x28\xb5\x2f\xfd",
    what: "packed with zstd, which is not read",
    hint: "Unpack the outer layer: zstd -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "\x04\x22\x4d\x18",
    what: "packed with lz4, which is not read",
    hint: "Unpack the outer layer: lz4 -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "LZIP",
    what: "packed with lzip, which is not read",
    hint: "Unpack the outer layer: lzip -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "\x5d\0\0",
    what: "packed with LZMA, which is not read",
    hint: "Unpack the outer layer: xz --format=lzma -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "\x1f\x9d",
    what: "packed with compress, which is not read",
    hint: "Unpack the outer layer: gzip -dc FILE > FILE.tar; then name that file",
  },
  {
    starts: "7z\xbc\xaf\x27\x1c",
    what: "a 7z archive, which is not read",
    hint: `Unpack it: 7z x -ounpacked FILE; ${FOLDER} "unpacked"`,
  },
  {
    starts: "Rar!\x1a\x07",
    what: "a RAR archive, which is not read",
    hint: `Unpack it: unrar x FILE unpacked/; ${FOLDER} "unpacked"`,
  },
  {
    starts: "PK\x07\x08",
    what: "one part of a ZIP in several parts, which is not read",
    hint: "Join the parts into one: zip -s 0 FILE --out whole.zip; then name whole.zip",
  },
  {
    starts: "PK00PK",
    what: "one part of a ZIP in several parts, which is not read",
    hint: "Join the parts into one: zip -s 0 FILE --out whole.zip; then name whole.zip",
  },
  {
    starts: "!<arch>",
    what: "a Debian package or another ar archive, which is not read",
    hint: `Unpack it: dpkg-deb -x FILE unpacked; ${FOLDER} "unpacked"`,
  },
  {
    starts: "070701",
    what: "a cpio archive, which is not read",
    hint: `Unpack it in an empty folder: cpio -id < FILE; ${FOLDER}`,
  },
  {
    starts: "\xed\xab\xee\xdb",
    what: "an RPM package, which is not read",
    hint: `Unpack it in an empty folder: rpm2cpio FILE | cpio -id; ${FOLDER}`,
  },
  {
    starts: "<?php",
    what: "a PHP archive (phar) or a PHP script, which is not read",
    hint: `If it is a phar: php -r '(new Phar($argv[1]))->extractTo("unpacked");' FILE; ${FOLDER} "unpacked"`,
  },
  {
    starts: "<!DOCTYPE",
    what: "a web page; perhaps the shop's own page was saved in place of the download",
    hint: "Sign in to the shop again, download the archive, and compare its size with what is said there",
  },
  {
    starts: "<html",
    what: "a web page; perhaps the shop's own page was saved in place of the download",
    hint: "Sign in to the shop again, download the archive, and compare its size with what is said there",
  },
  {
    starts: "#!",
    what: "a script or a self-unpacking archive, which is not run",
    hint: "Unpack it as its vendor says, look at it, and name the folder",
  },
  {
    starts: "MZ",
    what: "a Windows program, perhaps a self-unpacking archive, which is not run",
    hint: `If it is one: 7z x -ounpacked FILE; ${FOLDER} "unpacked"`,
  },
];

const GZIP = "\x1f\x8b\x08";
const ZIP = ["PK\x03\x04", "PK\x05\x06"];

/** What the first block of a file says; throws `archive-format` for what is not read. `gzip` may hold anything yet. */
export function formatOf(head: Buffer, path: string): "zip" | "tar" | "gzip" {
  const start = head.toString("latin1");
  if (ZIP.some((mark) => start.startsWith(mark))) return "zip";
  if (start.startsWith(GZIP)) return "gzip";
  if (head.length === BLOCK && isUstar(head)) return "tar";
  const known = FOREIGN.find((format) => start.startsWith(format.starts));
  if (known !== undefined)
    throw formatRefused(path, known.what, known.hint.replaceAll("FILE", `"${displayName(path)}"`));
  throw formatRefused(path, head.length === 0 ? "empty" : "no archive that is known here", READS);
}

/** Refuses a gzip file that holds no tar. */
export function refuseUnlessTar(head: Buffer, path: string): void {
  if (head.length === BLOCK && isUstar(head)) return;
  throw formatRefused(path, "packed with gzip, but what it holds is no tar", READS);
}

const READS = "Name a folder, a ZIP, a tar or a tar.gz";
