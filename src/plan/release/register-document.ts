import * as z from "zod";
import { HoldfastError } from "../../core/error.ts";
import { decodeJson } from "../../core/json.ts";
import { REGISTER_SCHEMA, type ReleaseRegister, RELEASE_STATES } from "../../core/release.ts";

const name = z
  .string()
  .min(1)
  .refine((text) => !text.includes("/") && text !== "." && text !== "..", "must be one name");

const release = z.object({
  name,
  tree: z.string(),
  born: z.string(),
  deliveredIn: z.object({ tree: z.string(), born: z.string() }).exactOptional(),
  source: z
    .object({ kind: z.enum(["folder", "zip", "tar", "tar-gz"]), name: z.string(), digest: z.string() })
    .nullable(),
  frameworks: z.array(z.object({ id: z.string(), version: z.string().nullable() })),
  version: z.string().nullable(),
  arrived: z.string(),
  state: z.enum(RELEASE_STATES),
  failure: z.object({ step: z.string(), why: z.string() }).exactOptional(),
  unfinished: z.enum(["release", "rollback"]).exactOptional(),
  pinned: z.string().exactOptional(),
  harvested: z.record(z.string(), z.string()),
  rescued: z.record(z.string(), z.string()).exactOptional(),
});

/** The register as a document. */
const registerDocument = z.object({
  schema: z.literal(REGISTER_SCHEMA),
  releases: z.array(release),
  activations: z.array(name),
  pruned: z.array(name),
});

/** Reads `.holdfast/releases.json`. Throws `register-malformed`, or `newer-state` where a newer program wrote it. */
export function readRegister(text: string, path: string): ReleaseRegister {
  const reading = decodeJson(text);
  if ("fault" in reading) throw malformed(path, reading.fault.reason);
  const schema = (reading.value as { readonly schema?: unknown } | null)?.schema;
  if (typeof schema === "number" && schema > REGISTER_SCHEMA) throw newer(path);
  const parsed = registerDocument.safeParse(reading.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
}

function malformed(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "register-malformed",
    message: `The list of releases "${path}" cannot be read: ${reason}`,
    hint: `Mend it, or move it away (mv "${path}" "${path}.old"): the releases on disk stay as they are, only when each arrived is forgotten`,
  });
}

function newer(path: string): HoldfastError {
  return new HoldfastError({
    code: "newer-state",
    message: `The list of releases "${path}" was written by a newer program`,
    hint: "Use that version, or update this one; changing newer state with an older program could lose what it knows",
  });
}
