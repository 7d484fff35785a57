import { z } from "zod";
import { HoldfastError } from "../core/error.ts";
import { decodeJson } from "../core/json.ts";
import { isRetiredFolder, NAMES } from "../core/layout.ts";
import { type AbsPath, baseName, isInside, parentOf } from "../core/path.ts";
import { REGISTER_FILE } from "../core/release.ts";
import type { Operation, Unpack } from "./operation.ts";
import { HOOK_LOGS, SHIPPED_FILE } from "./own-file.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";

const absPath = z
  .string()
  .regex(/^\//, "must be absolute")
  .describe("An absolute path; bytes that are not UTF-8 stand as the lone surrogates U+DC80 to U+DCFF");
const owner = z.object({ uid: z.int(), gid: z.int(), mode: z.int() }).describe("Numeric owner, and mode as a number");
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
const identity = z
  .string()
  .regex(/^\d+:\d+$/)
  .describe("device:inode");
const take = {
  at,
  into: at,
  text: z.string().describe("Text of the link that takes its place"),
  identity,
  nodeKind,
  live: z.boolean(),
};

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

const operation = z.discriminatedUnion("kind", [
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
    before: z.object({ trees: z.array(z.unknown()), seeded: z.array(z.string()) }).optional(),
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
]);

/** The plan as a document. `schema/plan.schema.json` is generated from this. */
export const planDocument = z.object({
  schema: z.literal(PLAN_SCHEMA),
  command: z.string(),
  program: z.string(),
  layout: z.object({
    kind: z.enum(["flat", "releases"]),
    site: absPath,
    app: absPath,
    shared: absPath,
    release: z.string().nullable(),
    live: z.boolean(),
  }),
  owner,
  basedOn: z
    .array(
      z.object({
        path: absPath,
        kind: z.enum(["directory", "file", "link", "other", "absent"]),
        id: identity.nullable(),
        linkText: z.string().optional(),
      }),
    )
    .describe("What the plan relies on; where the disk says otherwise it is refused"),
  operations: z.array(operation),
  diagnostics: z.array(
    z.object({
      severity: z.enum(["note", "warning", "problem"]),
      code: z.string(),
      message: z.string(),
      path: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
});

/** Reads a saved plan; throws where the text is no plan of this version, or where an operation leaves the app and shared. */
export function readPlan(text: string, path: string): Plan {
  const reading = decodeJson(text);
  if ("fault" in reading) {
    throw notAPlan(path, `line ${reading.fault.line}, column ${reading.fault.column}: ${reading.fault.reason}`);
  }
  const parsed = planDocument.safeParse(reading.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw notAPlan(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
  }
  const plan = parsed.data as unknown as Plan;
  const stranger = plan.operations.find(({ kind }) => !SAVED.has(kind));
  const fault = stranger === undefined ? faultOf(plan) : `"${stranger.kind}" is no step of persist`;
  if (fault !== null) throw notAPlan(path, fault);
  return plan;
}

/** A plan from an untrusted value; null where it is none, or where it names what no plan of ours would. */
export function planFrom(value: unknown): Plan | null {
  const parsed = planDocument.safeParse(value);
  if (!parsed.success) return null;
  const plan = parsed.data as unknown as Plan;
  return faultOf(plan) === null ? plan : null;
}

/** What `persist` does. The steps of other commands are planned by those alone, from what they see. */
const SAVED = new Set<Operation["kind"]>([
  "make-directory",
  "adopt",
  "merge",
  "transfer",
  "settle",
  "make-link",
  "relink",
  "set-aside",
  "write-file",
  "write-record",
  "write-shipped",
]);

/** A plan is a file that somebody may have edited: it names places in the app and in shared only, and writes files of ours only. */
function faultOf(plan: Plan): string | null {
  const parents = new Set(plan.basedOn.map((premise) => premise.path.slice(0, premise.path.lastIndexOf("/"))));
  for (const step of plan.operations) {
    const fault = step.kind === "unpack" ? faultOfUnpack(step, plan) : faultOfStep(step, plan, parents);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfStep(step: Exclude<Operation, Unpack>, plan: Plan, parents: ReadonlySet<string>): string | null {
  const roots = [plan.layout.app, plan.layout.shared];
  const places = "into" in step ? [step.at, step.into] : [step.at];
  const folders = [...places.map(({ directory }) => directory), ...("keepIn" in step ? step.keepIn : [])];
  for (const directory of folders) {
    const folder = step.kind === "settle" ? withoutOwnFolder(directory) : directory;
    const inside = roots.some((root) => isInside(folder, root)) || parents.has(folder);
    if (!inside || directory.split("/").includes("..")) return `"${directory}" lies outside the application and shared`;
  }
  if (step.kind === "write-file" && !isOwnFile(step.at, plan))
    return `"${step.at.directory}/${step.at.name}" is no file that Holdfast writes`;
  return null;
}

/** Beside the application or in the folder of the releases, under a name with a dot, and never in somebody's data. */
function faultOfUnpack({ at: { directory, name } }: Unpack, { layout }: Plan): string | null {
  const isInSite = isInside(directory, layout.site) && !isInside(directory, layout.shared);
  if (isInSite && name.startsWith(".") && !directory.split("/").includes("..")) return null;
  return `"${directory}/${name}" is no place in the site where a delivery is unpacked`;
}

/** The old tree of a transfer lies in a folder of ours beside or in the application. */
function withoutOwnFolder(directory: AbsPath): AbsPath {
  return isRetiredFolder(baseName(directory)) ? parentOf(directory) : directory;
}

const OWN_NAMES: readonly string[] = [
  NAMES.history,
  NAMES.healthCheck,
  NAMES.emergencyRecovery,
  NAMES.summary,
  NAMES.guide,
];

function isOwnFile(place: { readonly directory: string; readonly name: string }, plan: Plan): boolean {
  const { shared } = plan.layout;
  if (place.directory === shared) return OWN_NAMES.includes(place.name);
  const path = `${place.directory}/${place.name}`;
  if (place.directory === `${shared}/${HOOK_LOGS}`) return true;
  return [SHIPPED_FILE, REGISTER_FILE].some((file) => path === `${shared}/${file}`);
}

function notAPlan(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "plan-malformed",
    message: `"${path}" is not a plan that this version can apply (${reason})`,
    hint: "Make one with: holdfast plan --out FILE",
  });
}
