import { explain } from "../../classify/folder.ts";
import { HoldfastError } from "../../core/error.ts";
import { parseRel } from "../../core/path.ts";
import type { PathVerdict } from "../../core/entry.ts";
import { renderInspection } from "../../report/inspect-text.ts";
import type { Context } from "../context.ts";
import { firstNames, type Judgement, judge } from "../judge.ts";
import type { CommandResult } from "../result.ts";
import { findSite } from "../site.ts";

export interface InspectArgs {
  readonly app: string;
  readonly paths: readonly string[];
}

/** Says what an app is, what each path in it is, and why. Changes nothing. */
export function inspect(args: InspectArgs, context: Context): CommandResult {
  const site = findSite(context, { app: args.app, shared: null });
  const judged = judge(site.layout, site.state.record);
  const asked = args.paths.map((path) => askAbout(path, judged));
  const { classification, detections, inventory } = judged;
  const paths = asked.length > 0 ? asked.map(({ verdict }) => verdict) : classification.verdicts;
  const text = renderInspection({
    app: site.layout.app,
    detections,
    webRoot: classification.webRoot,
    paths,
    undecided: asked.length > 0 ? [] : classification.undecided,
    limits: inventory.limits,
    asked: asked.length > 0,
    seen: firstNames(inventory),
  });
  const json = {
    schema: 1,
    app: site.layout.app,
    frameworks: detections.map(({ id, version, evidence }) => ({ id, version, evidence })),
    webRoot: classification.webRoot,
    paths:
      asked.length > 0
        ? asked.map(({ spelled, verdict }) => pathJson(spelled, verdict))
        : classification.verdicts.map((verdict) => pathJson(verdict.path, verdict)),
    undecided: classification.undecided,
    limits: inventory.limits.filter((limit) => limit.reason !== "skipped"),
  };
  return { exit: "ok", text, json };
}

function askAbout(spelled: string, judged: Judgement): { readonly spelled: string; readonly verdict: PathVerdict } {
  const inside = spelled.startsWith(`${judged.inventory.root}/`)
    ? spelled.slice(judged.inventory.root.length + 1)
    : spelled;
  const path = parseRel(inside);
  if (path === undefined) {
    throw new HoldfastError({
      code: "path-outside-app",
      message: `"${spelled}" is not a path inside the application`,
      hint: "Name it as seen from the application's folder, for example: --path public/uploads",
      exit: "usage",
    });
  }
  return { spelled, verdict: explain(path, judged.input) };
}

function pathJson(path: string, verdict: PathVerdict): unknown {
  const { kind, class: decided, handling, present, evidence } = verdict;
  return { path, kind, class: decided, handling, present, evidence };
}
