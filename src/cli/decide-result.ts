import { linkedHome } from "../classify/change.ts";
import type { ClassifyInput } from "../classify/classify.ts";
import { type Choice, choiceText } from "../classify/decisions-edit.ts";
import { classify, explain } from "../classify/folder.ts";
import { isGlob } from "../classify/pattern.ts";
import type { Undecided } from "../core/entry.ts";
import { type AbsPath, rel } from "../core/path.ts";
import { type DecideReport, renderDecide } from "../report/decide-text.ts";
import type { CommandResult } from "./result.ts";
import { commandLine } from "./shell-words.ts";

/** What `decide` hands back where it wrote nothing because nobody said anything: the list, and how to answer it. */
export function listedResult(
  app: AbsPath,
  undecided: readonly Undecided[],
  { isEnough }: { readonly isEnough: boolean },
): CommandResult {
  const [first] = undecided;
  if (first === undefined) return resultOf("ok", { app, decided: [], wrote: "nothing", undecided, next: null });
  const line = commandLine("holdfast", "decide", app, "--set", `${first.path}=user`);
  const next = `${isEnough ? "Say" : "Nobody is there to ask; say"} what each is, for example: ${line}`;
  return resultOf(isEnough ? "ok" : "problems", { app, decided: [], wrote: "nothing", undecided, next });
}

/** What `decide` hands back about choices; `input` judges by the decisions as they are with them. */
export function decidedResult(
  app: AbsPath,
  choices: readonly Choice[],
  { wrote, input }: { readonly wrote: DecideReport["wrote"]; readonly input: ClassifyInput },
): CommandResult {
  const { verdicts, undecided } = classify(input);
  return resultOf("ok", {
    app,
    decided: choices.map((choice) => ({
      pattern: choice.pattern,
      line: `${JSON.stringify(choice.pattern)}: ${choiceText(choice)}`,
      verdict: isGlob(choice.pattern) ? null : explain(rel(choice.pattern), input),
      home: isGlob(choice.pattern) ? null : (linkedHome(rel(choice.pattern), verdicts)?.path ?? null),
    })),
    wrote,
    undecided,
    next: wrote === "would write" ? null : `See what follows from it: ${commandLine("holdfast", "plan", app)}`,
  });
}

function resultOf(exit: CommandResult["exit"], report: DecideReport): CommandResult {
  const { app, wrote, undecided } = report;
  const decided = report.decided.map(({ pattern, line, verdict }) => ({
    path: pattern,
    line,
    class: verdict?.class ?? null,
    handling: verdict?.handling ?? null,
  }));
  return { exit, text: renderDecide(report), json: { schema: 1, app, wrote, decided, undecided } };
}
