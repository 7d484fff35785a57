/** Names that mean another place, or another place to another program: the same in a ZIP and in a tar. */
import { tarOf } from "../../support/tar-bytes.ts";
import { zipOf } from "../../support/zip-bytes.ts";
import { accepted, type Crafted, refused, tryAll } from "./cases.ts";

const LONG = "n".repeat(256);
const LONGEST = "n".repeat(255);
/** As one could write it, and what it must lead to. */
const NAMES: readonly { readonly is: string; readonly name: string | Buffer; readonly expected: RegExp | null }[] = [
  { is: "climbs out", name: "../evil.php", expected: /\.\./ },
  { is: "climbs out in its middle", name: "a/../../evil.php", expected: /\.\./ },
  { is: "climbs to the target's sibling with the same beginning", name: "../.arriving2/evil.php", expected: /\.\./ },
  { is: "climbs and comes back", name: "a/../evil.php", expected: /\.\./ },
  { is: "ends in ..", name: "a/..", expected: /\.\./ },
  { is: "is ..", name: "..", expected: /\.\./ },
  { is: "climbs out behind a dot", name: "./../evil.php", expected: /\.\./ },
  { is: "climbs by backslashes", name: "..\\evil.php", expected: /backslash/ },
  { is: "holds a backslash", name: "app\\index.php", expected: /backslash/ },
  { is: "is of a drive", name: "C:/evil.php", expected: /drive/ },
  { is: "is of a drive's folder", name: "c:evil.php", expected: /drive/ },
  { is: "holds a line break", name: "a\nb.php", expected: /control/ },
  { is: "holds an escape of a terminal", name: "a\u001b[2Jb.php", expected: /control/ },
  { is: "holds a delete character", name: "a\u007f.php", expected: /control/ },
  { is: "holds an empty part", name: "a//b.php", expected: /empty part/ },
  { is: "holds a dot as a part", name: "a/./b.php", expected: /"\."/ },
  { is: "holds a dot behind a dot", name: "././b.php", expected: /"\."/ },
  { is: "is a part of 256 bytes", name: `a/${LONG}`, expected: /255 bytes/ },
  { is: "is a part of 256 bytes in 128 letters", name: `a/${"é".repeat(128)}`, expected: /255 bytes/ },
  { is: "is a part of 255 bytes", name: `a/${LONGEST}`, expected: null },
  { is: "lies 65 folders deep", name: `${"d/".repeat(64)}f`, expected: /deeper than 64/ },
  { is: "lies 1,000 folders deep", name: `${"d/".repeat(1000)}f`, expected: /deeper than 64/ },
  { is: "is longer than a path may be", name: `${`${"n".repeat(200)}/`.repeat(25)}f`, expected: /3,072 bytes/ },
  { is: "is a file and ends as a folder, with a content", name: "a/", expected: /content all the same/ },
  { is: "is Holdfast's own folder", name: ".holdfast/journal/tx-000001.json", expected: /keeps for itself/ },
  { is: "is a folder of Holdfast's in the middle", name: "app/.holdfast/x", expected: /keeps for itself/ },
  { is: "is an old tree of Holdfast's", name: ".holdfast-retired-tx-000001.0/x", expected: /keeps for itself/ },
  { is: "is that of shared", name: "shared/x.php", expected: null },
  { is: "is that of current", name: "current/x.php", expected: null },
  { is: "is that of releases", name: "releases/1/x.php", expected: null },
  { is: "holds blanks at its ends", name: " a /b .php ", expected: null },
  { is: "begins with a dash", name: "-rf/--help", expected: null },
  { is: "is no UTF-8", name: Buffer.from([0x61, 0xff, 0xe4, 0x2e, 0x70]), expected: null },
  { is: "holds a mark that turns the reading direction", name: "gpj.\u202ephp", expected: null },
];

function casesOf(kind: string, make: (name: string | Buffer) => Buffer): Crafted[] {
  return NAMES.map(
    ({ is, name, expected }): Crafted => ({
      name: `${kind}: a name that ${is}`,
      bytes: () => make(name),
      expected: expected === null ? accepted(treeOf(name)) : refused(expected),
      asked: { root: "." },
    }),
  );
}

/** The folders of a path, and the file. */
function treeOf(name: string | Buffer): Record<string, string | null> {
  const path = typeof name === "string" ? name : `a\udcff\udce4.p`;
  const names = path.split("/");
  const folders = names.slice(1).map((_, depth) => [names.slice(0, depth + 1).join("/"), null] as const);
  return Object.fromEntries<string | null>([...folders, [path, "it"], ["index.php", "<?php"]]);
}

const PLAIN = { name: "index.php", data: "<?php" };
const pax = (name: string | Buffer): Buffer => tarOf([PLAIN, { name: "short", pax: { path: name }, data: "it" }]);

tryAll("names", [
  ...casesOf("ZIP", (name) => zipOf([PLAIN, { name, data: "it", mode: 0o100644 }])),
  ...casesOf("tar, extended header", pax),
  ...casesOf("tar, GNU's long name", (name) => tarOf([PLAIN, { name: "short", longName: name, data: "it" }])),
  {
    name: "ZIP: a name that is absolute",
    bytes: (outside) => zipOf([PLAIN, { name: `${outside}/evil.php`, data: "it" }]),
    expected: refused(/absolute/),
  },
  {
    name: "tar: a name that is absolute",
    bytes: (outside) => tarOf([PLAIN, { name: `${outside}/evil.php`, data: "it" }]),
    expected: refused(/absolute/),
  },
  {
    name: "tar: a name that is absolute by its first part",
    bytes: () => tarOf([PLAIN, { name: "evil.php", prefix: "/tmp", data: "it" }]),
    expected: refused(/absolute/),
  },
  {
    name: "tar: a name that climbs by its first part",
    bytes: () => tarOf([PLAIN, { name: "evil.php", prefix: "..", data: "it" }]),
    expected: refused(/\.\./),
  },
  {
    name: "ZIP: a name with a NUL byte, which C programs cut off there",
    bytes: () => zipOf([PLAIN, { name: "evil.php\0.jpg", data: "it" }]),
    expected: refused(/NUL/),
  },
  {
    name: "tar: a long name with a NUL byte",
    bytes: () => tarOf([PLAIN, { name: "x", longName: "evil.php\0.jpg", data: "it" }]),
    expected: refused(/NUL/),
  },
  {
    name: "tar: an extended name with a NUL byte",
    bytes: () => tarOf([PLAIN, { name: "x", pax: { path: "evil.php\0.jpg" }, data: "it" }]),
    expected: refused(/NUL/),
  },
  { name: "ZIP: an empty name", bytes: () => zipOf([PLAIN, { name: "", data: "it" }]), expected: refused(/empty/) },
  { name: "tar: an empty name", bytes: () => tarOf([PLAIN, { name: "", data: "it" }]), expected: refused(/empty/) },
  { name: "ZIP: the name is a dot", bytes: () => zipOf([PLAIN, { name: ".", data: "it" }]), expected: refused(/"\."/) },
  {
    name: "tar: a file in the place of the whole",
    bytes: () => tarOf([PLAIN, { name: "./", type: "0" }, { name: ".", data: "it" }]),
    expected: refused(/place of the whole/),
  },
  {
    name: "tar: as `tar -C folder .` writes it",
    bytes: () =>
      tarOf([
        { name: "./", type: "5" },
        { name: "./index.php", data: "<?php" },
      ]),
    expected: accepted({ "index.php": "<?php" }),
  },
  {
    name: "ZIP: a folder's name with two slashes at its end",
    bytes: () => zipOf([PLAIN, { name: "a//" }]),
    expected: refused(/empty part/),
  },
  {
    name: "ZIP: a link whose name ends as a folder's",
    bytes: () => zipOf([PLAIN, { name: "a/", mode: 0o120777, data: "index.php" }]),
    expected: refused(/ends as a folder's/),
  },
]);
