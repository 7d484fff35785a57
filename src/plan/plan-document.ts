import * as z from "zod/mini";
import { IN_ENGLISH } from "../classify/in-english.ts";
import { HoldfastError } from "../core/error.ts";
import { decodeJson } from "../core/json.ts";
import { absPath, identity, operation, owner } from "./operation-document.ts";
import { PLAN_SCHEMA, type Plan } from "./plan.ts";
import { faultOf, strangerIn } from "./plan-fault.ts";

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
    release: z.nullable(z.string()),
    live: z.boolean(),
  }),
  owner,
  basedOn: z
    .array(
      z.object({
        path: absPath,
        kind: z.enum(["directory", "file", "link", "other", "absent"]),
        id: z.nullable(identity),
        linkText: z.optional(z.string()),
      }),
    )
    .check(z.describe("What the plan relies on; where the disk says otherwise it is refused")),
  operations: z.array(operation),
  diagnostics: z.array(
    z.object({
      severity: z.enum(["note", "warning", "problem"]),
      code: z.string(),
      message: z.string(),
      path: z.optional(z.string()),
      hint: z.optional(z.string()),
    }),
  ),
});

/** Reads a saved plan; throws where the text is no plan of this version, or where an operation leaves the app and shared. */
export function readPlan(text: string, path: string): Plan {
  const reading = decodeJson(text);
  if ("fault" in reading) {
    throw notAPlan(path, `line ${reading.fault.line}, column ${reading.fault.column}: ${reading.fault.reason}`);
  }
  const parsed = planDocument.safeParse(reading.value, IN_ENGLISH);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw notAPlan(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
  }
  const plan = parsed.data as unknown as Plan;
  const fault = strangerIn(plan) ?? faultOf(plan);
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

function notAPlan(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "plan-malformed",
    message: `"${path}" is not a plan that this version can apply (${reason})`,
    hint: "Make one with: holdfast plan --out FILE",
  });
}
