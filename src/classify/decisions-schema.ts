import * as z from "zod";
import { CLASSES, HANDLINGS } from "../core/entry.ts";

const classSchema = z
  .enum(CLASSES)
  .describe("asset: ships with the code. user: people made it. runtime: the system generated it");

const decisionSchema = z
  .strictObject({
    class: classSchema.optional(),
    handling: z
      .enum(HANDLINGS)
      .optional()
      .describe(
        "link: lives in shared. merge: linked, shipped files are merged in. carry: stays with the code, additions go along. per-release: writable, one for each release. release: comes with the code",
      ),
    kind: z
      .enum(["directory", "file"])
      .optional()
      .describe("What to make of a path that does not exist yet; a directory unless given"),
  })
  .refine((decision) => decision.class !== undefined || decision.handling !== undefined, {
    message: 'It needs a "class" or a "handling"',
  });

/** The shape of `holdfast.json`; `schema/holdfast.schema.json` is generated from it. */
export const decisionsSchema = z.strictObject({
  $schema: z.string().optional().describe("Where editors find this schema"),
  paths: z
    .record(z.string(), z.union([classSchema, decisionSchema]))
    .optional()
    .describe("What each path is, relative to the app's folder: an exact path, or a pattern with *, ** and ?"),
});

/** The JSON Schema with which editors check and complete `holdfast.json`. */
export function decisionsJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(decisionsSchema, { target: "draft-7" }), title: "Decisions for Holdfast (holdfast.json)" };
}
