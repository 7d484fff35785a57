import { applyFiles, changedMeanwhile } from "../../apply/apply-files.ts";
import type { Choice } from "../../classify/decisions-edit.ts";
import { parseDecisions } from "../../classify/decisions.ts";
import { NAMES } from "../../core/layout.ts";
import { rel, under } from "../../core/path.ts";
import { type DecisionsEdit, planDecide } from "../../plan/decide.ts";
import { askDecisions } from "../ask-decisions.ts";
import type { Context } from "../context.ts";
import { decidedResult, listedResult } from "../decide-result.ts";
import { choiceOf, parseChoice } from "../decision-flags.ts";
import { keepDecided } from "../keep-decided.ts";
import { editDecisions } from "../edit-decisions.ts";
import { type Judgement, judge } from "../judge.ts";
import type { CommandResult } from "../result.ts";
import { type KnownSite, findSite } from "../site.ts";

export interface DecideArgs {
  readonly app: string;
  /** `PATH=CLASS[:HANDLING]`, each. */
  readonly set: readonly string[];
  readonly list: boolean;
  readonly dryRun: boolean;
}

/** Writes its owner's decisions into an application's `holdfast.json`, asked for or given; without either it lists what there is to decide. */
export async function decide(args: DecideArgs, context: Context): Promise<CommandResult> {
  const { layout, state } = findSite(context, { app: args.app, shared: null });
  const judged = judge(layout, state.record);
  const asks = !args.list && args.set.length === 0 && context.interactive && !context.quiet;
  const choices = await choicesOf(judged, { set: args.set, asks });
  const { undecided } = judged.classification;
  if (choices.length === 0) return listedResult(layout.app, undecided, { isEnough: args.list || asks });
  const edit = editDecisions(layout.app, choices, judged.decisions);
  if (!args.dryRun) write(edit, { layout, isPersisted: state.record !== null }, context);
  const changes = args.dryRun ? "would write" : "written";
  const input = { ...judged.input, decisions: parseDecisions(edit.next, `${layout.app}/${NAMES.decisions}`) };
  return decidedResult(layout.app, choices, { wrote: edit.now === edit.next ? "same" : changes, input });
}

async function choicesOf(
  { classification, inventory }: Judgement,
  { set, asks }: { readonly set: readonly string[]; readonly asks: boolean },
): Promise<Choice[]> {
  const app = { inventory, webRoot: classification.webRoot };
  if (!asks) return set.map((text) => parseChoice(text, app));
  return (await askDecisions(classification.undecided)).map((answer) => choiceOf(answer, app));
}

function write(
  edit: DecisionsEdit,
  { layout, isPersisted }: Pick<KnownSite, "layout"> & { readonly isPersisted: boolean },
  context: Context,
): void {
  if (isPersisted && edit.now !== edit.next) {
    const file = under(layout.app, rel(NAMES.decisions));
    keepDecided({ schema: 1, at: context.now(), file, before: edit.now, after: edit.next }, layout, context);
  }
  const [left] = applyFiles(planDecide(edit, layout), { asRoot: context.asRoot });
  if (left !== undefined && edit.now === null) throw changedMeanwhile({ at: { directory: layout.app, name: left } });
}
