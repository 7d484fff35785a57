/** Files that are no archive which is read: refused by name, with the command that makes one of them. The content decides, not the name. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ARRIVAL_LIMITS } from "../../../src/core/arrival.ts";
import { abs } from "../../../src/core/path.ts";
import { openSource } from "../../../src/system/archive/open-source.ts";
import { freshFolder, manifest, writeTree } from "../../support/tree.ts";
import { openBay } from "../../support/arrival-bay.ts";
import { tarOf } from "../../support/tar-bytes.ts";
import { type Crafted, foreign, tryAll } from "./cases.ts";

const START: readonly (readonly [string, string | readonly number[], RegExp, RegExp])[] = [
  ["bzip2", "BZh91AY", /bzip2/, /bzip2 -dc ".*delivery" > ".*delivery"\.tar/],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], /xz/, /xz -dc/],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd], /zstd/, /zstd -dc/],
  ["lz4", [0x04, 0x22, 0x4d, 0x18], /lz4/, /lz4 -dc/],
  ["lzip", "LZIP\u0001", /lzip/, /lzip -dc/],
  ["LZMA", [0x5d, 0, 0, 0x80], /LZMA/, /xz --format=lzma/],
  ["compress", [0x1f, 0x9d, 0x90], /compress/, /gzip -dc/],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], /7z archive/, /7z x/],
  ["RAR 4", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0], /RAR archive/, /unrar x/],
  ["RAR 5", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 1, 0], /RAR archive/, /unrar x/],
  ["a part of a ZIP", "PK\u0007\u0008PK\u0003\u0004", /one part of a ZIP/, /zip -s 0/],
  ["a part of a ZIP, once split", "PK00PK\u0003\u0004", /one part of a ZIP/, /zip -s 0/],
  ["a Debian package", "!<arch>\n", /Debian package/, /dpkg-deb -x/],
  ["cpio", "070701", /cpio/, /cpio -id/],
  ["RPM", [0xed, 0xab, 0xee, 0xdb], /RPM/, /rpm2cpio/],
  ["phar", "<?php __HALT_COMPILER();", /phar/, /extractTo/],
  ["a script", "#!/bin/sh\necho evil", /script/, /look at it/],
  ["a Windows program", "MZ\u0090", /Windows program/, /7z x/],
  ["a web page", "<!DOCTYPE html><title>Sign in</title>", /web page/, /Sign in/],
  ["a text", "Thank you for buying", /no archive that is known here/, /tar\.gz/],
  ["nothing", "", /empty/, /tar\.gz/],
  ["a byte", "P", /no archive that is known here/, /tar\.gz/],
];

tryAll(
  "formats",
  START.flatMap(([name, start, says, next]): Crafted[] => {
    const bytes = typeof start === "string" ? Buffer.from(start, "latin1") : Buffer.from(start);
    return [bytes, Buffer.concat([bytes, Buffer.alloc(600, 0x41)])]
      .slice(0, bytes.length > 0 ? 2 : 1)
      .map((whole, index) => ({
        name: `${name}${index === 0 ? "" : ", longer"}`,
        bytes: () => whole,
        expected: foreign(says, next),
      }));
  }),
);

it.each(["bzip2", "xz"])("what the refusal says about %s is right: its command makes a tar that is read", (tool) => {
  const folder = freshFolder();
  const path = join(folder, "update");
  writeFileSync(path, execFileSync(tool, ["-c"], { input: tarOf([{ name: "index.php", data: "<?php" }]) }));
  const command = hintFor(path);
  const bay = openBay(folder);
  try {
    execFileSync("sh", ["-c", command]);
    const made = execFileSync("cat", [`${path}.tar`]);
    expect(bay.deliver(made)).toMatchObject({ refused: null, wrongs: [], tree: { "index.php": "<?php" } });
  } finally {
    bay.close();
  }
});

function hintFor(path: string): string {
  try {
    openSource(abs(path), ARRIVAL_LIMITS).close();
  } catch (error) {
    return /layer: (.*?);/.exec((error as { hint: string }).hint)?.[1] ?? "false";
  }
  return "false";
}

it.each([
  ["nothing there", "gone", /nothing is there/],
  ["a link", "link", /it is a link/],
  ["a FIFO", "fifo", /device, FIFO or socket/],
  ["a file as a folder", "file/x", /cannot be read/],
])("no delivery: %s", (_, name, says) => {
  const folder = freshFolder();
  writeTree(folder, { file: "x", "tree/index.php": "<?php", link: { link: "tree" } });
  execFileSync("mkfifo", [join(folder, "fifo")]);
  const before = manifest(folder);
  expect(() => openSource(abs(join(folder, name)), ARRIVAL_LIMITS)).toThrow(says);
  expect(() => openSource(abs("/"), ARRIVAL_LIMITS)).toThrow(/root of the file system/);
  expect(manifest(folder)).toEqual(before);
});
