import { type Change, changesOf } from "../../classify/change.ts";
import { explain } from "../../classify/folder.ts";
import type { PathVerdict } from "../../core/entry.ts";
import { HoldfastError } from "../../core/error.ts";
import { parseRel } from "../../core/path.ts";
import { renderInspection } from "../../report/inspect-text.ts";
import type { Context } from "../context.ts";
import { firstNames, type Judgement, judge } from "../judge.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import { findSite } from "../site.ts";

export interface InspectArgs {
  readonly app: string;
  readonly paths: readonly string[];
}

/** Says what an app is, what each path in it is, and why. Changes nothing. The JSON document is described in docs/json.md. */
export function inspect(args: InspectArgs, context: Context): CommandResult {
  const site = findSite(context, { app: args.app, shared: null });
  const { app } = site.layout;
  const judged = judge(site.layout, site.state.record);
  const { classification, detections, inventory, notes } = judged;
  const asked = args.paths.map((path) => ({ spelled: path, verdict: askAbout(path, judged) }));
  const told =
    asked.length > 0 ? asked : classification.verdicts.map((verdict) => ({ spelled: verdict.path, verdict }));
  const command = ({ path, class: found }: Change): string =>
    commandLine("holdfast", "decide", app, "--set", `${path}=${found}`);
  const changes = (verdict: PathVerdict): Change[] => changesOf(verdict, classification.verdicts);
  const text = renderInspection({
    app,
    detections,
    webRoot: classification.webRoot,
    paths: classification.verdicts,
    stories: asked.map(({ verdict }) => ({ verdict, changes: changes(verdict), command })),
    undecided: classification.undecided,
    notes,
    limits: inventory.limits,
    seen: firstNames(inventory),
    decideCommand: commandLine("holdfast", "decide", app),
    storyCommand: commandLine("holdfast", "inspect", app, "--path", "PATH"),
  });
  const json = {
    schema: 1,
    app,
    frameworks: detections.map(({ id, version, evidence }) => ({ id, version, evidence })),
    webRoot: classification.webRoot,
    paths: told.map(({ spelled, verdict }) => pathJson(spelled, verdict, changes(verdict))),
    undecided: classification.undecided,
    notes,
    limits: inventory.limits.filter((limit) => limit.reason !== "skipped"),
  };
  return { exit: "ok", text, json };
}

function askAbout(spelled: string, judged: Judgement): PathVerdict {
  const { root } = judged.inventory;
  const path = parseRel(spelled.startsWith(`${root}/`) ? spelled.slice(root.length + 1) : spelled);
  if (path !== undefined) return explain(path, judged.input);
  throw new HoldfastError({
    code: "path-outside-app",
    message: `"${spelled}" is not a path inside the application`,
    hint: "Name it as seen from the application's folder, for example: --path public/uploads",
    exit: "usage",
  });
}

function pathJson(path: string, verdict: PathVerdict, changes: readonly Change[]): unknown {
  const { kind, class: decided, handling, present, evidence } = verdict;
  return { path, kind, class: decided, handling, present, evidence, changes };
}
