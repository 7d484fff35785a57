import { applyFiles } from "../../apply/apply-files.ts";
import { ownerOf, textIn } from "../../apply/read-survey.ts";
import editorSchema from "../../../schema/holdfast.schema.json" with { type: "json" };
import { decisionsTemplate } from "../../classify/decisions-text.ts";
import { encodeJson } from "../../core/json.ts";
import { NAMES } from "../../core/layout.ts";
import { type InitFile, planInit, temporaryOf } from "../../plan/init.ts";
import { renderLauncher } from "../../script/launcher.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import type { CommandResult } from "../result.ts";
import { findSite } from "../site.ts";

/** Puts the launcher, the program and a decisions file into an application; never over what is there. */
export function init(args: { readonly app: string; readonly dryRun: boolean }, context: Context): CommandResult {
  const { layout } = findSite(context, { app: args.app, shared: null });
  const files = initFiles(context).map(
    (file): InitFile => ({
      ...file,
      now: textIn(layout.app, file.path),
      leftover: textIn(layout.app, besides(file.path)) !== null,
    }),
  );
  const plan = planInit(files, layout, ownerOf(layout.app));
  if (!args.dryRun) applyFiles(plan.operations, { asRoot: context.asRoot });
  const made = plan.operations
    .filter((operation) => operation.kind === "write-file")
    .map((operation) => operation.path)
    .filter((path) => !plan.same.includes(path) && !plan.edited.includes(path));
  const lines = [
    `🛡️  Holdfast init: ${layout.app}`,
    ...made.map((path) => `${args.dryRun ? "📝 would write" : "✅ wrote"} ${path}`),
    ...plan.same.map((path) => `✅ ${path} is already there`),
    ...plan.edited.map((path) => `ℹ️  ${path} differs from what this version would write; it is left as it is`),
    ...(made.length === 0
      ? ["Nothing to do; nothing was changed"]
      : [`Next: bash ${NAMES.launcher} "$(pwd)" "$(pwd)/../shared" "auto"`]),
  ];
  return {
    exit: "ok",
    text: lines.join("\n"),
    json: {
      schema: 1,
      app: layout.app,
      written: args.dryRun ? [] : made,
      wouldWrite: args.dryRun ? made : [],
      same: plan.same,
      edited: plan.edited,
    },
  };
}

function besides(path: string): string {
  const slash = path.lastIndexOf("/") + 1;
  return `${path.slice(0, slash)}${temporaryOf(path.slice(slash))}`;
}

function initFiles(context: Context): Omit<InitFile, "now" | "leftover">[] {
  return [
    {
      path: NAMES.launcher,
      content: renderLauncher(VERSION),
      mode: 0o755,
      reason: "the specification's command, asks nothing",
    },
    { path: NAMES.program, content: context.ownProgram(), mode: 0o755, reason: "the application carries its own tool" },
    {
      path: NAMES.schema,
      content: encodeJson(editorSchema),
      mode: 0o644,
      reason: "with it editors check and complete holdfast.json",
    },
    {
      path: NAMES.decisions,
      content: decisionsTemplate(NAMES.schema),
      mode: 0o644,
      reason: "where the owner's decisions go",
    },
  ];
}
