import * as z from "zod/mini";
import { CLASSES, HANDLINGS } from "../core/entry.ts";
import type { HookName } from "../core/hook.ts";

/** The schema with what an editor says about it. */
function told<S extends z.ZodMiniType>(schema: S, text: string): S {
  return schema.check(z.describe(text));
}

const classSchema = z
  .enum(CLASSES)
  .check(z.describe("asset: ships with the code. user: people made it. runtime: the system generated it"));

const decisionSchema = z
  .strictObject({
    class: z.optional(classSchema),
    handling: told(
      z.optional(z.enum(HANDLINGS)),
      "link: lives in shared. merge: linked, shipped files are merged in. carry: stays with the code, additions go along. per-release: writable, one for each release. release: comes with the code",
    ),
    kind: told(
      z.optional(z.enum(["directory", "file"])),
      "What to make of a path that does not exist yet; a directory unless given",
    ),
  })
  .check(
    z.refine((decision) => decision.class !== undefined || decision.handling !== undefined, {
      error: 'It needs a "class" or a "handling"',
    }),
  );

const command = z.string().check(z.minLength(1));

const hookSchema = told(
  z.union([
    command,
    z.strictObject({
      run: told(
        z.union([command, z.array(command).check(z.minLength(1))]),
        "A command line, or a program and its arguments as a list, which never goes through a shell",
      ),
      timeout: told(
        z.optional(z.int().check(z.minimum(1), z.maximum(86_400))),
        "Seconds after which it is ended; 600 unless given",
      ),
    }),
  ]),
  "A command, run in the release's folder as the site's user; a failing one stops the deployment",
);

const hooksSchema = z.union([hookSchema, z.array(hookSchema)]);

/** The shape of `holdfast.json`; `schema/holdfast.schema.json` is generated from it. */
export const decisionsSchema = z.strictObject({
  $schema: told(z.optional(z.string()), "Where editors find this schema"),
  paths: told(
    z.optional(z.record(z.string(), z.union([classSchema, decisionSchema]))),
    "What each path is, relative to the app's folder: an exact path, or a pattern with *, ** and ?",
  ),
  snapshots: told(
    z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
    "Before each release a snapshot of shared is taken, and so many stay",
  ),
  hooks: told(
    z.optional(
      z.strictObject({
        build: told(z.optional(hooksSchema), "After the new code arrived and was linked, before it is live"),
        dump: told(z.optional(hooksSchema), "Before the switch, where the release brings new database migrations"),
        "before-activate": told(z.optional(hooksSchema), "The last thing before the switch"),
        "after-activate": told(z.optional(hooksSchema), "Right after the switch; a failing one switches back"),
      } satisfies Readonly<Record<HookName, unknown>>),
    ),
    "Commands that run when a release is deployed",
  ),
});

/** What a `holdfast.json` says. */
export type Settings = z.infer<typeof decisionsSchema>;

/** What one hook may be written as. */
export type WrittenHook = z.infer<typeof hookSchema>;
