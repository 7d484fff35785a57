import * as z from "zod/mini";
import { IN_ENGLISH } from "../classify/in-english.ts";
import { CLASSES, HANDLINGS } from "../core/entry.ts";
import { HoldfastError } from "../core/error.ts";
import { decodeJson } from "../core/json.ts";
import { parseRel, rel } from "../core/path.ts";
import { type PersistenceRecord, RECORD_SCHEMA } from "../core/record.ts";
import { OWN_MARK } from "./own-file.ts";
import { quoteInText } from "../core/shell.ts";

const relPath = z.pipe(
  z.string().check(
    z.refine((text) => parseRel(text) === text, {
      error: ({ input }) => `"${String(input)}" is not a path inside the application`,
      abort: true,
    }),
  ),
  z.transform(rel),
);

const entry = z.object({
  path: relPath,
  kind: z.enum(["directory", "file"]),
  class: z.enum(CLASSES),
  handling: z.enum(HANDLINGS),
  chain: z.exactOptional(relPath),
  secret: z.exactOptional(z.boolean()),
  database: z.exactOptional(z.boolean()),
  needs: z.exactOptional(z.array(relPath)),
  seeded: z.boolean(),
  because: z.string(),
  inPlace: z.exactOptional(z.boolean()),
});

const record = z.object({
  schema: z.number(),
  program: z.string(),
  layout: z.enum(["flat", "releases"]),
  app: z.string(),
  trees: z.array(z.object({ id: z.string(), code: z.string(), born: z.string() })),
  lockfile: z.nullable(z.string()),
  undone: z.exactOptional(z.literal(true)),
  frameworks: z.array(z.object({ id: z.string(), version: z.nullable(z.string()) })),
  webRoot: z.union([z.literal(""), relPath]),
  entries: z.array(entry),
  undecided: z.array(relPath),
  decisions: z.array(
    z.object({
      pattern: z.string(),
      class: z.exactOptional(z.enum(CLASSES)),
      handling: z.exactOptional(z.enum(HANDLINGS)),
    }),
  ),
});

/**
 * Reads `.persistence-config`. Null for a file that something else wrote (it is kept aside). Throws a {@link HoldfastError} with line
 * and column where it is ours and malformed, and `newer-state` where a newer program wrote it.
 */
export function readRecord(text: string, path: string): PersistenceRecord | null {
  if (!text.trimStart().startsWith("{")) {
    if (text.trim() === "") throw malformed(path, "it is empty", null);
    return null;
  }
  const reading = decodeJson(text);
  if ("fault" in reading) throw malformed(path, reading.fault.reason, reading.fault);
  if (!text.includes(OWN_MARK)) return null;
  const schema = (reading.value as { schema?: unknown }).schema;
  if (typeof schema === "number" && schema > RECORD_SCHEMA) throw newer(path, reading.value);
  const parsed = record.safeParse(reading.value, IN_ENGLISH);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(path, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`, null);
}

function malformed(
  path: string,
  reason: string,
  at: { readonly line: number; readonly column: number } | null,
): HoldfastError {
  const where = at === null ? `"${path}"` : `"${path}", line ${at.line}, column ${at.column}`;
  return new HoldfastError({
    code: "record-malformed",
    message: `The record ${where} cannot be read: ${reason}`,
    hint: `Mend it, or move it away (mv ${quoteInText(path)} ${quoteInText(`${path}.old`)}): the next run finds the links and writes it anew`,
  });
}

function newer(path: string, value: unknown): HoldfastError {
  const program = (value as { program?: unknown }).program;
  return new HoldfastError({
    code: "newer-state",
    message: `The record "${path}" was written by a newer program ("${String(program)}")`,
    hint: "Use that version, or update this one; changing newer state with an older program could lose what it knows",
  });
}
