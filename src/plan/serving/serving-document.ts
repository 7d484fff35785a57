/** The record of how a site is served: read from its file, written by a step of a plan. */
import * as z from "zod/mini";
import { IN_ENGLISH } from "../../classify/in-english.ts";
import { HoldfastError } from "../../core/error.ts";
import { decodeJson, encodeJson } from "../../core/json.ts";
import { rel, under } from "../../core/path.ts";
import { NAMES } from "../../core/layout.ts";
import { type Serving, SERVING_FILE, SERVING_SCHEMA, WAYS } from "../../core/serving.ts";
import type { WriteFile } from "../operation.ts";
import type { ReleaseSite } from "../release/places.ts";
import { quoteInText } from "../../core/shell.ts";

const servingDocument = z.object({
  schema: z.literal(SERVING_SCHEMA),
  way: z.enum(WAYS),
  documentRoot: z.nullable(z.string().check(z.minLength(1))),
  placed: z.record(z.string(), z.string()),
});

/** Reads `.holdfast/serving.json`. Throws `serving-malformed`, or `newer-state` where a newer program wrote it. */
export function readServing(text: string, path: string): Serving {
  const reading = decodeJson(text);
  if ("fault" in reading) throw malformed(path, reading.fault.reason);
  const schema = (reading.value as { readonly schema?: unknown } | null)?.schema;
  if (typeof schema === "number" && schema > SERVING_SCHEMA) throw newer(path);
  const parsed = servingDocument.safeParse(reading.value, IN_ENGLISH);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
}

/** Writes the record; nothing where it stays as it is. */
export function writeServing(
  site: Pick<ReleaseSite, "shared" | "owner">,
  now: Serving | null,
  next: Serving,
): WriteFile[] {
  const content = encodeJson({ ...next, placed: Object.fromEntries(Object.entries(next.placed).sort(byName)) });
  if (now !== null && content === encodeJson(now)) return [];
  return [
    {
      kind: "write-file",
      path: `shared/${SERVING_FILE}`,
      at: { directory: under(site.shared, rel(NAMES.state)), name: SERVING_FILE.slice(NAMES.state.length + 1) },
      content,
      mode: 0o600,
      owner: site.owner,
      exclusive: false,
      reason: "remembers how the site is served, and what stands in its document root for that",
    },
  ];
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : Number(one > other);
}

function malformed(path: string, reason: string): HoldfastError {
  return new HoldfastError({
    code: "serving-malformed",
    message: `The record of how the site is served, "${path}", cannot be read: ${reason}`,
    hint: `Mend it, or move it away (mv ${quoteInText(path)} ${quoteInText(`${path}.old`)}) and name the way again: holdfast serve WAY`,
  });
}

function newer(path: string): HoldfastError {
  return new HoldfastError({
    code: "newer-state",
    message: `The record of how the site is served, "${path}", was written by a newer program`,
    hint: "Use that version, or update this one; changing newer state with an older program could lose what it knows",
  });
}
