import * as z from "zod";
import { HISTORY_RESULTS } from "./history.ts";

/** An absolute path. */
export const absPath = z
  .string()
  .regex(/^\//, "must be absolute")
  .describe("An absolute path; bytes that are not UTF-8 stand as the lone surrogates U+DC80 to U+DCFF");
/** Owner and mode. */
export const owner = z
  .object({ uid: z.int(), gid: z.int(), mode: z.int() })
  .describe("Numeric owner, and mode as a number");
const at = z
  .object({
    directory: absPath,
    name: z
      .string()
      .min(1)
      .refine((name) => !name.includes("/") && name !== "." && name !== "..", "must be one name"),
  })
  .describe("A name in a physical folder");
const common = {
  path: z.string().describe("What it is about, as the owner knows it"),
  reason: z.string().min(1).describe("Why"),
};
const fileMode = z
  .union([z.literal(0o600), z.literal(0o644), z.literal(0o755)])
  .describe("Mode of the file, as a number");
const shipped = z
  .object({ schema: z.literal(1), entries: z.record(z.string(), z.record(z.string(), z.string().nullable())) })
  .describe("Names that releases brought into each entry");
const nodeKind = z.enum(["directory", "file"]);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Which node it is. */
export const identity = z
  .string()
  .regex(/^\d+:\d+$/)
  .describe("device:inode");
const take = {
  at,
  into: at,
  text: z.string().describe("Text of the link in the application"),
  identity,
  nodeKind,
  live: z.boolean(),
};

const keptName = z
  .string()
  .min(1)
  .refine(
    (path) => !path.split("/").some((name) => name === "" || name === "." || name === ".."),
    "must be a path below",
  )
  .describe("What it is called below the rescue folder of the run");
const word = z.string().regex(/^[a-z-]+$/);
const historyEntry = z
  .object({
    at: z.string().regex(/^\S+$/),
    command: word,
    first: z.boolean().exactOptional(),
    release: z.string(),
    result: z.enum(HISTORY_RESULTS),
    counts: z.record(word, z.int()),
    facts: z.record(word, z.string()),
  })
  .describe("What a line of the history says");
const words = z.array(z.string()).min(1).nullable();

const source = z
  .object({
    path: absPath,
    kind: z.enum(["folder", "zip", "tar", "tar-gz"]),
    identity,
    size: z.int().min(0),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .describe("sha256 of the archive's bytes"),
  })
  .describe("What was delivered");
const limits = z
  .object({ ratio: z.number().positive(), bytes: z.int().min(0), entries: z.int().min(0) })
  .describe("Unpacked bytes for one of the archive, unpacked bytes, entries: how much it may be");

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
    quiesce: words.describe("The command that stops the application's writing, in words"),
    resume: words.describe("The command that lets it go on again, in words"),
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
    note: z
      .string()
      .regex(/^tx-\d+\.\d+$/)
      .describe("The journal's note of the step that retired it"),
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
    before: z
      .object({ trees: z.array(z.unknown()), seeded: z.array(z.string()), undone: z.literal(true).optional() })
      .optional(),
    owner,
  }),
  z.object({ kind: z.literal("write-shipped"), ...common, at, shipped, before: shipped, owner }),
  z.object({
    kind: z.literal("activate"),
    ...common,
    at,
    text: z.string().regex(/^releases\/[^/]+$/),
    was: z.string().nullable(),
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
    tree: absPath.describe("The copy of the code that is read"),
    identity,
    born: z.string().regex(/^\d+$/).describe("When its folder was made, in nanoseconds since 1970"),
    from: z.union([z.enum(["tree", "git"]), source]).describe("What is read"),
  }),
  z.object({
    kind: z.literal("bring"),
    ...common,
    at,
    into: at,
    root: absPath.describe("The tree that it goes into"),
    identity,
    nodeKind: z.enum(["directory", "file", "link"]),
    digest: digest.nullable(),
    rights: owner.nullable(),
    replaces: identity.nullable().describe("What gives way, in device:inode"),
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
    was: z.string().regex(/^[0-9a-f]{64}$/),
    text: z.string(),
    remove: z.literal(true).exactOptional(),
  }),
  z.object({
    kind: z.literal("put-back"),
    ...common,
    at,
    from: at,
    identity,
    replaced: identity.nullable(),
    as: keptName,
  }),
  z.object({
    kind: z.literal("swap-in"),
    ...common,
    at,
    into: at,
    identity: identity.nullable(),
    next: identity.nullable(),
  }),
  z.object({ kind: z.literal("stand-in"), ...common, at, from: at, identity, replaced: identity.nullable(), kept: at }),
  z.object({
    kind: z.literal("take-snapshot"),
    ...common,
    at,
    before: at.nullable(),
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
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    node: keptName,
    replaced: identity.nullable(),
    as: keptName,
  }),
  z.object({ kind: z.literal("try-calls"), ...common, at, others: z.array(at) }),
  z.object({ kind: z.literal("put-link-test"), ...common, at, targets: at, token: z.string(), owner }),
  z.object({ kind: z.literal("drop-link-test"), ...common, at, targets: at }),
  z.object({ kind: z.literal("put-canary"), ...common, at, content: z.string() }),
  z.object({ kind: z.literal("drop-canary"), ...common, at, content: z.string() }),
]);
