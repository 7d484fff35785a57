/** Entries that meet in one place, links, and what is no file: in a ZIP and in a tar. */
import { tarOf, type TarEntry } from "../../support/tar-bytes.ts";
import { zipOf, type ZipEntry } from "../../support/zip-bytes.ts";
import { accepted, type Crafted, refused, tryAll } from "./cases.ts";

interface Simple {
  readonly name: string;
  /** A text is a file, null a folder, `{ link }` a link. */
  readonly is: string | null | { readonly link: string };
}

const PLAIN: Simple = { name: "index.php", is: "<?php" };

function zipEntry({ name, is }: Simple): ZipEntry {
  if (is === null) return { name: `${name}/` };
  return typeof is === "string" ? { name, data: is } : { name, data: is.link, mode: 0o120777 };
}

function tarEntry({ name, is }: Simple): TarEntry {
  if (is === null) return { name, type: "5" };
  return typeof is === "string" ? { name, data: is } : { name, type: "2", linkName: is.link };
}

/** The same entries in both formats. */
function both(
  name: string,
  entries: (outside: string) => readonly Simple[],
  expected: Crafted["expected"],
): readonly Crafted[] {
  return [
    { name: `ZIP: ${name}`, bytes: (outside) => zipOf([PLAIN, ...entries(outside)].map(zipEntry)), expected },
    { name: `tar: ${name}`, bytes: (outside) => tarOf([PLAIN, ...entries(outside)].map(tarEntry)), expected },
  ];
}

const file = (name: string, is = "it"): Simple => ({ name, is });
const folder = (name: string): Simple => ({ name, is: null });
const link = (name: string, text: string): Simple => ({ name, is: { link: text } });

tryAll("entries that meet", [
  ...both("a file twice", () => [file("a", "1"), file("a", "2")], refused(/twice/)),
  ...both("the same file twice", () => [file("a"), file("a")], refused(/twice/)),
  ...both("a folder twice", () => [folder("a"), folder("a")], refused(/twice/)),
  ...both("a file and a folder", () => [file("a"), folder("a")], refused(/twice/)),
  ...both("a folder and a file", () => [folder("a"), file("a")], refused(/twice/)),
  ...both("a file, and another in it", () => [file("a"), file("a/b")], refused(/in which it lies, is a file/)),
  ...both("a file in what becomes a file", () => [file("a/b"), file("a")], refused(/folder to another/)),
  ...both(
    "a folder named after what lies in it",
    () => [file("a/b"), folder("a")],
    accepted({ "index.php": "<?php", a: null, "a/b": "it" }),
  ),
  ...both("two files that differ in case", () => [file("a/Logo.png"), file("a/logo.png")], refused(/nothing but case/)),
  ...both("two files with capitals", () => [file("a/LOGO.png"), file("a/Logo.png")], refused(/nothing but case/)),
  ...both("capitals behind small letters", () => [file("a/logo"), file("a/Logo")], refused(/nothing but case/)),
  ...both("two folders that differ in case", () => [file("Img/a"), file("img/b")], refused(/nothing but case/)),
  ...both("case of another alphabet", () => [file("Ж"), file("ж")], refused(/nothing but case/)),
  ...both("a sharp s and two s", () => [file("straße"), file("STRASSE")], refused(/nothing but case/)),
  ...both(
    "an accent spelt in two ways",
    () => [file("caf\u00e9"), file("cafe\u0301")],
    refused(/nothing but case or the spelling/),
  ),
]);

tryAll("links", [
  ...both("a link to an absolute path", (outside) => [link("a", outside)], refused(/absolute path/)),
  ...both("a link that climbs out", () => [link("a", "../../outside")], refused(/leads out/)),
  ...both(
    "a link that climbs out of a folder",
    () => [file("d/x"), link("d/a", "../../outside")],
    refused(/leads out/),
  ),
  ...both("a link that climbs out and comes back", () => [link("a", "../.arriving/index.php")], refused(/leads out/)),
  ...both(
    "a link that leads out by another",
    () => [file("d/e/x"), link("up", "d/e"), link("a", "up/../../../outside")],
    refused(/leads out/),
  ),
  ...both(
    "a link that leads out by the folder of another",
    () => [link("d/up", ".."), link("d/a", "up/../kept")],
    refused(/leads out/),
  ),
  ...both(
    "a link, and a file through it",
    (outside) => [link("a", outside), file("a/evil.php")],
    refused(/is a link|absolute/),
  ),
  ...both(
    "a harmless link, and a file through it",
    () => [file("d/x"), link("a", "d"), file("a/evil.php")],
    refused(/in which it lies, is a link/),
  ),
  ...both(
    "a file, and a link in the place of its folder",
    () => [file("a/evil.php"), link("a", "d")],
    refused(/folder to another/),
  ),
  ...both("a link, and a file of its name", () => [link("a", "index.php"), file("a")], refused(/twice/)),
  ...both("a link, and a folder of its name", () => [link("a", "d"), folder("a")], refused(/twice/)),
  ...both("a link without a text", () => [link("a", "")], refused(/no path/)),
  ...both("a link with a line break in its text", () => [link("a", "index.php\nx")], refused(/no path/)),
  ...both("a link to itself", () => [link("a", "a")], accepted({ "index.php": "<?php", a: { link: "a" } })),
  ...both(
    "a link that leads nowhere",
    () => [link("a", "b/c")],
    accepted({ "index.php": "<?php", a: { link: "b/c" } }),
  ),
  ...both(
    "links that stay inside",
    () => [file("d/x"), link("a", "d"), link("d/b", "../index.php"), link("d/whole", "..")],
    accepted({
      "index.php": "<?php",
      d: null,
      "d/x": "it",
      a: { link: "d" },
      "d/b": { link: "../index.php" },
      "d/whole": { link: ".." },
    }),
  ),
]);

const hard = (name: string, to: string): TarEntry => ({ name, type: "1", linkName: to });
const INDEX = { name: "index.php", data: "<?php" };

tryAll("hard links, devices, privileges", [
  {
    name: "a hard link becomes a file of its own",
    bytes: () => tarOf([INDEX, hard("a", "index.php"), hard("d/b", "a")]),
    expected: accepted({ "index.php": "<?php", a: "<?php", d: null, "d/b": "<?php" }),
  },
  {
    name: "a hard link to an absolute path",
    bytes: (outside) => tarOf([INDEX, hard("a", `${outside}/kept`)]),
    expected: refused(/no file of the release/),
  },
  {
    name: "a hard link that climbs out",
    bytes: () => tarOf([INDEX, hard("a", "../kept")]),
    expected: refused(/no file of the release/),
  },
  {
    name: "a hard link to a link",
    bytes: () => tarOf([INDEX, { name: "l", type: "2", linkName: "index.php" }, hard("a", "l")]),
    expected: refused(/no file of the release/),
  },
  {
    name: "a hard link to a folder",
    bytes: () => tarOf([INDEX, { name: "d", type: "5" }, hard("a", "d")]),
    expected: refused(/no file of the release/),
  },
  {
    name: "a hard link to itself",
    bytes: () => tarOf([INDEX, hard("a", "a")]),
    expected: refused(/only after it/),
  },
  {
    name: "a hard link to what comes later",
    bytes: () => tarOf([INDEX, hard("a", "b"), { name: "b", data: "b" }]),
    expected: refused(/only after it/),
  },
  {
    name: "a hard link with a content",
    bytes: () => tarOf([INDEX, { ...hard("a", "index.php"), data: "evil" }]),
    expected: refused(/content all the same/),
  },
  {
    name: "a hard link, and a file through it",
    bytes: () => tarOf([INDEX, hard("a", "index.php"), { name: "a/b", data: "x" }]),
    expected: refused(/in which it lies/),
  },
  {
    name: "a hard link to what is left out",
    bytes: () => tarOf([INDEX, { name: "._x", data: "x" }, hard("a", "._x")]),
    expected: refused(/no file of the release/),
  },
  ...[
    { type: "3", what: /character device/ },
    { type: "4", what: /block device/ },
    { type: "6", what: /FIFO/ },
    { type: "S", what: /sparse/ },
    { type: "M", what: /type that is not read/ },
    { type: "V", what: /type that is not read/ },
    { type: "D", what: /type that is not read/ },
    { type: "\u00ff", what: /type that is not read/ },
  ].map(
    ({ type, what }): Crafted => ({
      name: `tar: an entry of type ${JSON.stringify(type)}`,
      bytes: () => tarOf([INDEX, { name: "a", type }]),
      expected: refused(what),
    }),
  ),
  ...[0o020644, 0o060644, 0o010644, 0o140644].map(
    (mode): Crafted => ({
      name: `ZIP: a mode that says device, FIFO or socket (${mode.toString(8)})`,
      bytes: () => zipOf([INDEX, { name: "a", mode }]),
      expected: refused(/device, FIFO or socket/),
    }),
  ),
  {
    name: "tar: set-uid and set-gid are not kept",
    bytes: () => tarOf([INDEX, { name: "a", mode: 0o6755, data: "x" }, { name: "d", type: "5", mode: 0o3777 }]),
    expected: accepted({ "index.php": "<?php", a: "x", d: null }, "privilege-dropped"),
  },
  {
    name: "ZIP: set-uid is not kept",
    bytes: () => zipOf([INDEX, { name: "a", mode: 0o104755, data: "x" }]),
    expected: accepted({ "index.php": "<?php", a: "x" }, "privilege-dropped"),
  },
]);
