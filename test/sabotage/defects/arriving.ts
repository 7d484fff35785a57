import type { Catcher, Defect } from "../defect.ts";

const zip = (named: string): Catcher => ({ file: "test/system/archive/zip.test.ts", named });
const tar = (named: string): Catcher => ({ file: "test/system/archive/tar.test.ts", named });
const names = (named: string): Catcher => ({ file: "test/system/archive/names.test.ts", named });
const meeting = (named: string): Catcher => ({ file: "test/system/archive/same-place.test.ts", named });
const limits = (named: string): Catcher => ({ file: "test/system/archive/limits.test.ts", named });
const making = (named: string): Catcher => ({ file: "test/system/archive/write-tree.test.ts", named });
const folder = (named: string): Catcher => ({ file: "test/system/archive/folder.test.ts", named });

/** A check that is left out. */
function without(...[id, file, find, caughtBy]: readonly [string, string, string, Catcher]): Defect {
  return { id: `arriving-${id}`, file, find, replace: "", caughtBy };
}

const WRITE = "src/system/archive/write-tree.ts";
const FOLDER = "src/system/archive/folder.ts";
const CHECKED = "src/system/archive/checked-sink.ts";
const INFLATE = "src/system/archive/inflate.ts";
const STREAM = "src/system/archive/tar-stream.ts";
const LOCAL = "src/system/archive/zip-local.ts";
const DIRECTORY = "src/system/archive/zip-directory.ts";
const TAR = "src/system/archive/tar.ts";
const NAMES = "src/plan/arrival/names.ts";
const TREE = "src/plan/arrival/tree.ts";
const LINKS = "src/plan/arrival/links.ts";

/** What goes wrong when a delivery is read, judged and unpacked. */
export const ARRIVING: readonly Defect[] = [
  without("over-what-is-there", WRITE, " | constants.O_EXCL", making("never writes over anything")),
  {
    id: "arriving-copies-through-a-link",
    file: WRITE,
    find: "READ = constants.O_RDONLY | constants.O_NOFOLLOW",
    replace: "READ = constants.O_RDONLY",
    caughtBy: making("a file that became a link is not copied from"),
  },
  without(
    "short-files",
    WRITE,
    "        if (fstatSync(fd).size !== node.size) throw shortWrite(path);\n",
    making("what comes out shorter"),
  ),
  without("reads-a-folder-through-links", FOLDER, " | constants.O_NOFOLLOW", folder("becomes a link out of it")),
  without(
    "reads-what-is-written-to",
    FOLDER,
    "    if (signatureOf(factOf(fstatSync(fd, { bigint: true }))) !== signatureOf(before)) throw changed(path, entry);\n",
    folder("a file that is written to while it is read"),
  ),
  without(
    "another-folder",
    FOLDER,
    "      if (index !== entries.length) throw changed(path);\n",
    folder("what came, went or was renamed"),
  ),
  {
    id: "arriving-longer-than-declared",
    file: CHECKED,
    find: "if (count > declared.size)",
    replace: "if (count > declared.size * 1e9)",
    caughtBy: limits("ZIP: unpacks to more than it says"),
  },
  {
    id: "arriving-shorter-than-declared",
    file: CHECKED,
    find: "if (count !== declared.size)",
    replace: "if (count > declared.size)",
    caughtBy: zip("shorter than it says"),
  },
  {
    id: "arriving-with-a-wrong-checksum",
    file: CHECKED,
    find: "if (declared.crc !== undefined && crc !== declared.crc)",
    replace: "if (declared.crc !== undefined && count < 0)",
    caughtBy: zip("stored with a wrong checksum"),
  },
  without(
    "cut-off-streams",
    INFLATE,
    '      if (ended !== end) throw new BrokenStream("it is cut off, or something stands behind it");\n',
    tar("cut off at any byte"),
  ),
  without(
    "streams-with-something-behind",
    INFLATE,
    '      if (members !== 1) throw new BrokenStream("there is data behind its end");\n',
    zip("a stream, the end of gzip and another stream"),
  ),
  {
    id: "arriving-gzip-with-a-wrong-checksum",
    file: STREAM,
    find: "if (trailer.readUInt32LE(0) !== crc || ",
    replace: "if (",
    caughtBy: tar("a wrong checksum of the first of two members"),
  },
  {
    id: "arriving-gzip-bombs",
    file: STREAM,
    find: "if (whole > most)",
    replace: "if (whole > most * 1e9)",
    caughtBy: limits("tar.gz: a bomb behind the end of the tar"),
  },
  without(
    "another-local-name",
    LOCAL,
    '  if (!rest.subarray(0, nameLength).equals(nameBytes)) throw differs("name");\n',
    zip("another name of the same length with a slash"),
  ),
  without(
    "another-local-method",
    LOCAL,
    '  if (head.readUInt16LE(8) !== record.method) throw differs("method");\n',
    zip("another method"),
  ),
  without(
    "another-local-size",
    LOCAL,
    '  if (!agrees(size, record.size) || !agrees(packed, record.packed)) throw differs("size");\n',
    zip("another size"),
  ),
  without(
    "another-local-checksum",
    LOCAL,
    '  if (!agrees(crc, record.crc)) throw differs("checksum");\n',
    zip("another checksum"),
  ),
  without(
    "a-second-local-name",
    LOCAL,
    '  if (extra.has(UNICODE_PATH) && nameIn(nameBytes, extra) !== record.name) throw differs("name");\n',
    { file: "test/system/archive/zip-systems.test.ts", named: "a second name in its own header only" },
  ),
  without(
    "shared-bytes",
    LOCAL,
    '    if (offset < before) throw damaged(file, names(index), "it shares bytes with another entry");\n',
    zip("the same data twice"),
  ),
  without(
    "data-in-the-directory",
    LOCAL,
    '    if (end > directory) throw damaged(file, names(index), "it reaches into the directory");\n',
    zip("data that reaches into the directory"),
  ),
  without(
    "hidden-entries",
    LOCAL,
    "    refuseUnclaimed(file, before, offset);\n",
    zip("an entry that the directory does not name"),
  ),
  without(
    "hidden-bytes-before-the-directory",
    LOCAL,
    "  refuseUnclaimed(file, before, directory);\n",
    zip("something in front of the directory"),
  ),
  {
    id: "arriving-two-end-records",
    file: DIRECTORY,
    find: "if (found.length > 1 || tail.includes(END_MARK, at + 1))",
    replace: "if (found.length > 1)",
    caughtBy: zip("an end record in its comment that does not reach the end"),
  },
  {
    id: "arriving-a-directory-anywhere",
    file: DIRECTORY,
    find: "if (end.start + end.length !== endsAt)",
    replace: "if (end.start + end.length > endsAt)",
    caughtBy: zip("something between the directory and its end"),
  },
  {
    id: "arriving-another-count",
    file: DIRECTORY,
    find: "if (found === count) return;",
    replace: "if (found >= count) return;",
    caughtBy: zip("more entries than counted"),
  },
  {
    id: "arriving-a-tar-without-an-end",
    file: TAR,
    find: 'if (!isZero(blockOf(file, stream))) throw damaged(file, "a single block of zeros stands between its entries");',
    replace: "blockOf(file, stream);",
    caughtBy: tar("a single block of zeros, and another archive"),
  },
  {
    id: "arriving-a-tar-behind-the-end",
    file: TAR,
    find: "if (!isZero(part)) throw",
    replace: "if (part.length < 0) throw",
    caughtBy: tar("another archive behind the end"),
  },
  {
    id: "arriving-a-tar-with-contents-behind-links",
    file: TAR,
    find: 'if (size > 0) throw entryRefused(culprit, "it is no file',
    replace: 'if (size < 0) throw entryRefused(culprit, "it is no file',
    caughtBy: tar("a link with a content"),
  },
  {
    id: "arriving-a-tar-with-wrong-checksums",
    file: "src/system/archive/tar-header.ts",
    find: "if (numberIn(block, 148, 8) !== sumOf(block))",
    replace: "if (numberIn(block, 148, 8) === null)",
    caughtBy: tar("headers a wrong checksum"),
  },
  {
    id: "arriving-one-size-for-all",
    file: TAR,
    find: "extended.linkpath !== undefined || extended.size !== undefined)",
    replace: "extended.linkpath !== undefined)",
    caughtBy: tar("a size for all"),
  },
  without(
    "climbing-names",
    NAMES,
    '  if (segments.includes("..")) return \'its name leads out by ".."\';\n',
    names("ZIP: a name that climbs out"),
  ),
  without(
    "absolute-names",
    NAMES,
    '  if (path.startsWith("/")) return "its name is absolute";\n',
    names("ZIP: a name that is absolute"),
  ),
  without(
    "backslashes",
    NAMES,
    '  if (path.includes("\\\\")) return "its name holds a backslash, which some programs take for a slash";\n',
    names("ZIP: a name that holds a backslash"),
  ),
  without(
    "names-cut-off-by-a-nul",
    NAMES,
    '  if (path.includes("\\0")) return "its name holds a NUL byte";\n',
    names("ZIP: a name with a NUL byte"),
  ),
  without(
    "control-bytes",
    NAMES,
    '  if (hasControls(path)) return "its name holds control bytes";\n',
    names("ZIP: a name that holds an escape of a terminal"),
  ),
  without("names-of-our-own", NAMES, "name === NAMES.state || ", names("ZIP: a name that is Holdfast's own folder")),
  {
    id: "arriving-the-same-name-twice",
    file: TREE,
    find: "if (there !== undefined && there !== IMPLIED)",
    replace: "if (there !== undefined && there === IMPLIED)",
    caughtBy: meeting("ZIP: a file twice"),
  },
  {
    id: "arriving-through-a-link",
    file: TREE,
    find: 'if (kind !== "directory")',
    replace: 'if (kind !== "directory" && kind !== "link")',
    caughtBy: meeting("ZIP: a harmless link, and a file through it"),
  },
  without(
    "twins",
    TREE,
    '  if (listed.kind !== "folder") refuseTwins(numbers, listed.source);\n',
    meeting("ZIP: two files that differ in case"),
  ),
  {
    id: "arriving-a-twin-in-small-letters",
    file: TREE,
    find: "numbers.has(folded) ? folded : spelled.get(folded)",
    replace: "spelled.get(folded)",
    caughtBy: meeting("ZIP: two files that differ in case"),
  },
  without("twins-with-capitals", TREE, "    spelled.set(folded, path);\n", meeting("ZIP: two files with capitals")),
  {
    id: "arriving-bytes-of-another-place",
    file: "src/system/archive/file-parts.ts",
    find: "position + length > near.start + near.bytes.length",
    replace: "position > near.start + near.bytes.length",
    caughtBy: { file: "test/system/archive/real-programs.test.ts" },
  },
  {
    id: "arriving-a-record-cut-in-two",
    file: DIRECTORY,
    find: "piece.length - LONGEST_RECORD;",
    replace: "piece.length - RECORD.length;",
    caughtBy: zip("a directory of more than one piece"),
  },
  {
    id: "arriving-names-without-end",
    file: "src/system/archive/entry-list.ts",
    find: "if (letters > most)",
    replace: "if (letters > most * 2)",
    caughtBy: limits("names that fill a memory"),
  },
  {
    id: "arriving-letters-of-one-size",
    file: "src/system/archive/entry-list.ts",
    find: ".test(text) ? 2 : 1)",
    replace: ".test(text) ? 1 : 1)",
    caughtBy: limits("of another alphabet"),
  },
  {
    id: "arriving-links-that-lead-out",
    file: LINKS,
    find: '=== "outside")',
    replace: '=== "loop")',
    caughtBy: meeting("ZIP: a link that climbs out"),
  },
  {
    id: "arriving-hard-links-to-what-comes-later",
    file: LINKS,
    find: "if ((next.index ?? 0) >= (from.index ?? 0))",
    replace: "if ((next.index ?? 0) === (from.index ?? 0))",
    caughtBy: meeting("a hard link to what comes later"),
  },
  {
    id: "arriving-beyond-the-ratio",
    file: "src/core/arrival-limits.ts",
    find: "bytes > size * limits.ratio",
    replace: "bytes > size * limits.ratio * 1e9",
    caughtBy: limits("ZIP: 2 MB of zeros, more than 100 to one"),
  },
  {
    id: "arriving-a-byte-beyond-the-limit",
    file: "src/core/arrival-limits.ts",
    find: "if (bytes > limits.bytes)",
    replace: "if (bytes > limits.bytes + 1)",
    caughtBy: limits("what unpacks to exactly what is allowed"),
  },
  {
    id: "arriving-half-made",
    file: "src/apply/unpack.ts",
    find: "    takeBack(making, run);\n",
    replace: "",
    caughtBy: zip("stored with a wrong checksum"),
  },
  {
    id: "a-folder-that-the-application-never-had-is-demanded",
    file: "src/plan/release/fitness.ts",
    find: "!allowed.other && isServed(live) &&",
    replace: '!allowed.other && live.webRoot !== "" &&',
    caughtBy: { file: "test/cli/release-refused.test.ts", named: "but not one without a folder" },
  },
];
