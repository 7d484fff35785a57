/** ZIPs of other systems: second names, modes, what Windows and macOS write. */
import { expect, it } from "vitest";
import { openBay } from "../../support/arrival-bay.ts";
import { freshFolder } from "../../support/tree.ts";
import { extraField, unicodePath, type ZipEntry, zipOf } from "../../support/zip-bytes.ts";
import { accepted, type Crafted, damaged, refused, tryAll } from "./cases.ts";

const PLAIN: ZipEntry = { name: "index.php", data: "<?php" };

/** A good entry and this one. */
function one(name: string, entry: ZipEntry, expected: Crafted["expected"]): Crafted {
  return { name, bytes: () => zipOf([PLAIN, entry]), expected };
}

const DOS = Buffer.from([0x63, 0x61, 0x66, 0x82]);

tryAll("second names, and archives made on other systems", [
  one(
    "a second name that climbs out",
    { name: "a.php", data: "x", extra: unicodePath("a.php", "../a.php") },
    damaged(/two names/),
  ),
  one(
    "a second name that is another",
    { name: "a.jpg", data: "x", extra: unicodePath("a.jpg", "a.php") },
    damaged(/two names/),
  ),
  one(
    "a second name that is the same",
    { name: "é.php", data: "x", extra: unicodePath("é.php", "é.php") },
    accepted({ "index.php": "<?php", "é.php": "x" }),
  ),
  one(
    "a second name in place of letters of DOS",
    { name: DOS, data: "x", extra: unicodePath(DOS, "café") },
    accepted({ "index.php": "<?php", café: "x" }),
  ),
  one(
    "a second name with other parts",
    { name: DOS, data: "x", extra: unicodePath(DOS, "ca/fé") },
    damaged(/two names/),
  ),
  one(
    "a second name of another first name",
    { name: DOS, data: "x", extra: unicodePath(DOS, "café", 7) },
    damaged(/two names/),
  ),
  one(
    "a second name in its own header only",
    { name: "a.php", data: "x", local: { extra: unicodePath("a.php", "../a.php") } },
    damaged(/another name/),
  ),
  one(
    "a second name of another version",
    { name: "a", data: "x", extra: extraField(0x7075, Buffer.from([2, 0, 0, 0, 0, 0x61])) },
    damaged(/two names/),
  ),
  {
    name: "made on Windows: no modes, folders by their bit",
    bytes: () =>
      zipOf([
        { name: "index.php", data: "<?php", madeBy: 0, attributes: 0x20 },
        { name: "a", madeBy: 0, attributes: 0x10 },
        { name: "b/", madeBy: 0, attributes: 0x10 },
      ]),
    expected: accepted({ "index.php": "<?php", a: null, b: null }),
  },
  {
    name: "made on Windows: the upper half of the attributes is no mode",
    bytes: () => zipOf([{ name: "index.php", data: "<?php", madeBy: 0, mode: 0o120777 }]),
    expected: accepted({ "index.php": "<?php" }),
  },
  {
    name: "made on Windows by an old program: backslashes",
    bytes: () => zipOf([{ name: "app\\index.php", data: "<?php", madeBy: 0, attributes: 0x20 }]),
    expected: refused(/backslash/),
  },
  {
    name: "made on macOS",
    bytes: () =>
      zipOf([
        PLAIN,
        { name: "__MACOSX/._index.php", data: "x" },
        { name: ".DS_Store", data: "x" },
        { name: "a/._b", data: "x" },
        { name: "a/b", data: "b" },
      ]),
    expected: accepted({ "index.php": "<?php", a: null, "a/b": "b" }, "junk-left-out"),
  },
]);

it("modes: readable by the server, executable where it was, never writable by all, a secret stays private", () => {
  const bay = openBay(freshFolder());
  try {
    const { modes, wrongs } = bay.deliver(
      zipOf([
        { ...PLAIN, mode: 0o100666 },
        { name: "artisan", data: "x", mode: 0o100775 },
        { name: "closed", data: "x", mode: 0o100000 },
        { name: ".env", data: "x", mode: 0o100600 },
        { name: "d/", mode: 0o040777 },
      ]),
    );
    expect(wrongs).toEqual([]);
    expect(modes).toEqual({ "index.php": 0o644, artisan: 0o755, closed: 0o644, ".env": 0o600, d: 0o755 });
  } finally {
    bay.close();
  }
});
