import * as z from "zod/mini";
import { HISTORY_RESULTS } from "./history.ts";

/** An absolute path. */
export const absPath = z
  .string()
  .check(
    z.regex(/^\//, "must be absolute"),
    z.describe("An absolute path; bytes that are not UTF-8 stand as the lone surrogates U+DC80 to U+DCFF"),
  );
/** Owner and mode. */
export const owner = z
  .object({ uid: z.int(), gid: z.int(), mode: z.int() })
  .check(z.describe("Numeric owner, and mode as a number"));
const at = z
  .object({
    directory: absPath,
    name: z.string().check(
      z.minLength(1),
      z.refine((name) => !name.includes("/") && name !== "." && name !== "..", "must be one name"),
    ),
  })
  .check(z.describe("A name in a physical folder"));
const common = {
  path: z.string().check(z.describe("What it is about, as the owner knows it")),
  reason: z.string().check(z.minLength(1), z.describe("Why")),
};
const fileMode = z
  .union([z.literal(0o600), z.literal(0o644), z.literal(0o755)])
  .check(z.describe("Mode of the file, as a number"));
const shipped = z
  .object({ schema: z.literal(1), entries: z.record(z.string(), z.record(z.string(), z.nullable(z.string()))) })
  .check(z.describe("Names that releases brought into each entry"));
const nodeKind = z.enum(["directory", "file"]);
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Which node it is. */
export const identity = z.string().check(z.regex(/^\d+:\d+$/), z.describe("device:inode"));
const take = {
  at,
  into: at,
  text: z.string().check(z.describe("Text of the link in the application")),
  identity,
  nodeKind,
  live: z.boolean(),
};

const keptName = z.string().check(
  z.minLength(1),
  z.refine(
    (path) => !path.split("/").some((name) => name === "" || name === "." || name === ".."),
    "must be a path below",
  ),
  z.describe("What it is called below the rescue folder of the run"),
);
const word = z.string().check(z.regex(/^[a-z-]+$/));
const historyEntry = z
  .object({
    at: z.string().check(z.regex(/^\S+$/)),
    command: word,
    first: z.exactOptional(z.boolean()),
    release: z.string(),
    result: z.enum(HISTORY_RESULTS),
    counts: z.record(word, z.int()),
    facts: z.record(word, z.string()),
  })
  .check(z.describe("What a line of the history says"));
const words = z.nullable(z.array(z.string()).check(z.minLength(1)));

const source = z
  .object({
    path: absPath,
    kind: z.enum(["folder", "zip", "tar", "tar-gz"]),
    identity,
    size: z.int().check(z.minimum(0)),
    digest: z.nullable(digest).check(z.describe("sha256 of the archive's bytes")),
  })
  .check(z.describe("What was delivered"));
const limits = z
  .object({
    ratio: z.number().check(z.positive()),
    bytes: z.int().check(z.minimum(0)),
    entries: z.int().check(z.minimum(0)),
  })
  .check(z.describe("Unpacked bytes for one of the archive, unpacked bytes, entries: how much it may be"));

/** Any operation as a document. */
export const operation = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("make-directory"), ...common, at, owner }),
  z.object({ kind: z.literal("adopt"), ...common, ...take, database: z.boolean(), companions: z.array(z.string()) }),
  z.object({
    kind: z.literal("merge"),
    ...common,
    ...take,
    winner: z.enum(["app", "shared"]),
    fromApp: z.array(z.string()),
    staysDeleted: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("transfer"),
    ...common,
    ...take,
    database: z.boolean(),
    keepIn: z.array(absPath),
    quiesce: words.check(z.describe("The command that stops the application's writing, in words")),
    resume: words.check(z.describe("The command that lets it go on again, in words")),
    winner: z.enum(["app", "shared"]),
    fromApp: z.array(z.string()),
    staysDeleted: z.array(z.string()),
  }),
  z.object({ kind: z.literal("unshare"), ...common, ...take, database: z.boolean() }),
  z.object({
    kind: z.literal("settle"),
    ...common,
    at,
    into: at,
    identity,
    note: z.string().check(z.regex(/^tx-\d+\.\d+$/), z.describe("The journal's note of the step that retired it")),
  }),
  z.object({ kind: z.literal("make-link"), ...common, at, text: z.string(), owner }),
  z.object({ kind: z.literal("relink"), ...common, at, text: z.string(), was: z.string() }),
  z.object({
    kind: z.literal("set-aside"),
    ...common,
    at,
    identity,
    nodeKind: z.enum(["directory", "file", "link", "other"]),
    to: z.enum(["rescued", "retired"]),
    as: z.string(),
  }),
  z.object({
    kind: z.literal("write-file"),
    ...common,
    at,
    content: z.string(),
    mode: fileMode,
    owner,
    exclusive: z.boolean(),
  }),
  z.object({
    kind: z.literal("write-record"),
    ...common,
    at,
    record: z.record(z.string(), z.unknown()),
    before: z.optional(
      z.object({ trees: z.array(z.unknown()), seeded: z.array(z.string()), undone: z.optional(z.literal(true)) }),
    ),
    owner,
  }),
  z.object({ kind: z.literal("write-shipped"), ...common, at, shipped, before: shipped, owner }),
  z.object({
    kind: z.literal("activate"),
    ...common,
    at,
    text: z.string().check(z.regex(/^releases\/[^/]+$/)),
    was: z.nullable(z.string()),
    identity,
    owner,
  }),
  z.object({ kind: z.literal("exchange-trees"), ...common, at, into: at, identity, next: identity }),
  z.object({ kind: z.literal("move-tree"), ...common, at, into: at, identity }),
  z.object({ kind: z.literal("remove-tree"), ...common, at, identity }),
  z.object({ kind: z.literal("unpack"), ...common, at, source, root: z.string(), limits, owner }),
  z.object({
    kind: z.literal("write-baseline"),
    ...common,
    at,
    tree: absPath.check(z.describe("The copy of the code that is read")),
    identity,
    born: z.string().check(z.regex(/^\d+$/), z.describe("When its folder was made, in nanoseconds since 1970")),
    from: z.union([z.enum(["tree", "git"]), source]).check(z.describe("What is read")),
  }),
  z.object({
    kind: z.literal("bring"),
    ...common,
    at,
    into: at,
    root: absPath.check(z.describe("The tree that it goes into")),
    identity,
    nodeKind: z.enum(["directory", "file", "link"]),
    digest: z.nullable(digest),
    rights: z.nullable(owner),
    replaces: z.nullable(identity).check(z.describe("What gives way, in device:inode")),
    live: z.boolean(),
    keeps: z.boolean(),
  }),
  z.object({
    kind: z.literal("keep-rescued"),
    ...common,
    at,
    identity,
    nodeKind: z.enum(["file", "link"]),
    as: z.string(),
  }),
  z.object({ kind: z.literal("set-rights"), ...common, at, identity, nodeKind, rights: owner }),
  z.object({ kind: z.literal("write-history"), ...common, at, entry: historyEntry, owner }),
  z.object({
    kind: z.literal("append-lines"),
    ...common,
    at,
    identity,
    was: digest,
    text: z.string(),
    remove: z.exactOptional(z.literal(true)),
  }),
  z.object({
    kind: z.literal("put-back"),
    ...common,
    at,
    from: at,
    identity,
    replaced: z.nullable(identity),
    as: keptName,
  }),
  z.object({
    kind: z.literal("swap-in"),
    ...common,
    at,
    into: at,
    identity: z.nullable(identity),
    next: z.nullable(identity),
  }),
  z.object({
    kind: z.literal("stand-in"),
    ...common,
    at,
    from: at,
    identity,
    replaced: z.nullable(identity),
    kept: at,
  }),
  z.object({
    kind: z.literal("take-snapshot"),
    ...common,
    at,
    before: z.nullable(at),
    skip: z.array(z.string()),
    named: z.boolean(),
    program: z.string(),
    begun: z.string(),
  }),
  z.object({
    kind: z.literal("restore"),
    ...common,
    at,
    snapshot: at,
    digest,
    node: keptName,
    replaced: z.nullable(identity),
    as: keptName,
  }),
  z.object({ kind: z.literal("try-calls"), ...common, at, others: z.array(at) }),
  z.object({ kind: z.literal("put-link-test"), ...common, at, targets: at, token: z.string(), owner }),
  z.object({ kind: z.literal("drop-link-test"), ...common, at, targets: at }),
  z.object({ kind: z.literal("put-canary"), ...common, at, content: z.string() }),
  z.object({ kind: z.literal("drop-canary"), ...common, at, content: z.string() }),
]);
