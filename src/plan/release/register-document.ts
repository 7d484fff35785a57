import * as z from "zod/mini";
import { IN_ENGLISH } from "../../classify/in-english.ts";
import { HoldfastError } from "../../core/error.ts";
import { decodeJson } from "../../core/json.ts";
import { REGISTER_SCHEMA, type ReleaseRegister, RELEASE_STATES } from "../../core/release.ts";
import { quoteInText } from "../../core/shell.ts";

const name = z.string().check(
  z.minLength(1),
  z.refine((text) => !text.includes("/") && text !== "." && text !== "..", "must be one name"),
);

const release = z.object({
  name,
  tree: z.string(),
  born: z.string(),
  deliveredIn: z.exactOptional(z.object({ tree: z.string(), born: z.string() })),
  source: z.nullable(
    z.object({ kind: z.enum(["folder", "zip", "tar", "tar-gz"]), name: z.string(), digest: z.string() }),
  ),
  frameworks: z.array(z.object({ id: z.string(), version: z.nullable(z.string()) })),
  version: z.nullable(z.string()),
  arrived: z.string(),
  state: z.enum(RELEASE_STATES),
  failure: z.exactOptional(z.object({ step: z.string(), why: z.string() })),
  unfinished: z.exactOptional(z.enum(["release", "rollback"])),
  pinned: z.exactOptional(z.string()),
  harvested: z.record(z.string(), z.string()),
  rescued: z.exactOptional(z.record(z.string(), z.string())),
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
  const parsed = registerDocument.safeParse(reading.value, IN_ENGLISH);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
}

function malformed(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "register-malformed",
    message: `The list of releases "${path}" cannot be read: ${reason}`,
    hint: `Mend it, or move it away (mv ${quoteInText(path)} ${quoteInText(`${path}.old`)}): the releases on disk stay as they are, only when each arrived is forgotten`,
  });
}

function newer(path: string): HoldfastError {
  return new HoldfastError({
    code: "newer-state",
    message: `The list of releases "${path}" was written by a newer program`,
    hint: "Use that version, or update this one; changing newer state with an older program could lose what it knows",
  });
}
