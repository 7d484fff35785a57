import * as z from "zod";
import { CLASSES, HANDLINGS } from "../core/entry.ts";
import type { HookName } from "../core/hook.ts";

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

const command = z.string().min(1);

const hookSchema = z
  .union([
    command,
    z.strictObject({
      run: z
        .union([command, z.array(command).min(1)])
        .describe("A command line, or a program and its arguments as a list, which never goes through a shell"),
      timeout: z.int().min(1).max(86_400).optional().describe("Seconds after which it is ended; 600 unless given"),
    }),
  ])
  .describe("A command, run in the release's folder as the site's user; a failing one stops the deployment");

const hooksSchema = z.union([hookSchema, z.array(hookSchema)]);

/** The shape of `holdfast.json`; `schema/holdfast.schema.json` is generated from it. */
export const decisionsSchema = z.strictObject({
  $schema: z.string().optional().describe("Where editors find this schema"),
  paths: z
    .record(z.string(), z.union([classSchema, decisionSchema]))
    .optional()
    .describe("What each path is, relative to the app's folder: an exact path, or a pattern with *, ** and ?"),
  snapshots: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("Before each release a snapshot of shared is taken, and so many stay"),
  hooks: z
    .strictObject({
      build: hooksSchema.optional().describe("After the new code arrived and was linked, before it is live"),
      dump: hooksSchema.optional().describe("Before the switch, where the release brings new database migrations"),
      "before-activate": hooksSchema.optional().describe("The last thing before the switch"),
      "after-activate": hooksSchema.optional().describe("Right after the switch; a failing one switches back"),
    } satisfies Readonly<Record<HookName, unknown>>)
    .optional()
    .describe("Commands that run when a release is deployed"),
});

/** What a `holdfast.json` says. */
export type Settings = z.infer<typeof decisionsSchema>;

/** What one hook may be written as. */
export type WrittenHook = z.infer<typeof hookSchema>;

/** The JSON Schema with which editors check and complete `holdfast.json`. */
export function decisionsJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(decisionsSchema, { target: "draft-7" }), title: "Decisions for Holdfast (holdfast.json)" };
}
