import { z } from "zod";
import { HoldfastError } from "../core/error.ts";
import { decodeJson } from "../core/json.ts";
import { isRetiredFolder, NAMES } from "../core/layout.ts";
import { type AbsPath, baseName, isInside, parentOf } from "../core/path.ts";
import { SHIPPED_FILE } from "./own-file.ts";
import { HISTORY_RESULTS } from "./history.ts";
import type { Operation } from "./operation.ts";
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
  z.object({ kind: z.literal("write-history"), ...common, at, entry: historyEntry, owner }),
  z.object({
    kind: z.literal("append-lines"),
    ...common,
    at,
    identity,
    was: z.string().regex(/^[0-9a-f]{64}$/),
    text: z.string(),
  }),
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
  const fault = faultOf(plan);
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

/** A plan is a file that somebody may have edited: it names places in the app and in shared only, and writes files of ours only. */
function faultOf(plan: Plan): string | null {
  const roots = [plan.layout.app, plan.layout.shared];
  const parents = new Set(plan.basedOn.map((premise) => premise.path.slice(0, premise.path.lastIndexOf("/"))));
  for (const step of plan.operations) {
    const places = "into" in step ? [step.at, step.into] : [step.at];
    const folders = [...places.map(({ directory }) => directory), ...("keepIn" in step ? step.keepIn : [])];
    for (const directory of folders) {
      const folder = step.kind === "settle" ? withoutOwnFolder(directory) : directory;
      const inside = roots.some((root) => isInside(folder, root)) || parents.has(folder);
      if (!inside || directory.split("/").includes(".."))
        return `"${directory}" lies outside the application and shared`;
    }
    const fault = faultOfFile(step, plan);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfFile(step: Operation, plan: Plan): string | null {
  const { at: place } = step;
  if (step.kind === "append-lines")
    return SETTINGS_FILE.test(place.name) ? null : `"${place.directory}/${place.name}" is no file of settings`;
  const isWritten = step.kind === "write-file" || step.kind === "write-history";
  return !isWritten || isOwnFile(place, plan)
    ? null
    : `"${place.directory}/${place.name}" is no file that Holdfast writes`;
}

/** The old tree of a transfer lies in a folder of ours beside or in the application. */
function withoutOwnFolder(directory: AbsPath): AbsPath {
  return isRetiredFolder(baseName(directory)) ? parentOf(directory) : directory;
}

/** What its owner calls a file of settings; nothing that a web server would run. */
const SETTINGS_FILE = /^\.env(\.[A-Za-z0-9_-]+)?$/;

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
  return `${place.directory}/${place.name}` === `${shared}/${SHIPPED_FILE}`;
}

function notAPlan(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "plan-malformed",
    message: `"${path}" is not a plan that this version can apply (${reason})`,
    hint: "Make one with: holdfast plan --out FILE",
  });
}
