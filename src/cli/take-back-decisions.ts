import { applyFiles } from "../apply/apply-files.ts";
import { ownerOf, textIn } from "../apply/read-survey.ts";
import { HoldfastError } from "../core/error.ts";
import type { Decided } from "../core/last-command.ts";
import { NAMES } from "../core/layout.ts";
import { rel, under } from "../core/path.ts";
import { planDecide, planDecideNothing } from "../plan/decide.ts";
import { bytes } from "../system/bytes-path.ts";
import { lookAt } from "../system/facts.ts";
import { applyWith, refuseElsewhere } from "./applying.ts";
import type { Context } from "./context.ts";
import { VERSION } from "./version.ts";
import { keepDecided } from "./keep-decided.ts";
import type { CommandResult } from "./result.ts";
import type { KnownSite } from "./site.ts";

/** Gives the decisions file the text that it had; one that `decide` made goes to the retired folder. Refused where it was changed since. */
export async function takeBackDecisions(
  decided: Decided,
  { known, args }: { readonly known: KnownSite; readonly args: { readonly dryRun: boolean } },
  context: Context,
): Promise<CommandResult> {
  const { layout } = known;
  const file = under(layout.app, rel(NAMES.decisions));
  if (decided.file !== file || textIn(layout.app, NAMES.decisions) !== decided.after) throw changedSince(decided.file);
  const { before, after } = decided;
  if (args.dryRun) return result(file, before, `Dry run: nothing was changed`);
  if (before === null) {
    refuseElsewhere(context);
    const identity = lookAt(bytes(file))?.id ?? "";
    const plan = planDecideNothing(identity, { layout, owner: ownerOf(layout.app), program: VERSION });
    await applyWith(plan, context, { maintenance: false, unfinished: false, again: null });
  } else {
    keepDecided({ schema: 1, at: context.now(), file, before: after, after: before }, layout, context);
    const edit = { now: after, next: before, owner: ownerOf(file), leftover: false };
    applyFiles(planDecide(edit, layout), { asRoot: context.asRoot });
  }
  return result(file, before, "👉 What follows from it is done by the next persist");
}

function result(file: string, before: string | null, last: string): CommandResult {
  const what = before === null ? "is gone again: there was none before" : "is as it was before the last decide";
  return {
    exit: "ok",
    text: `✅ ${file} ${what}\n${last}`,
    json: { schema: 1, command: "undo", file },
  };
}

function changedSince(file: string): HoldfastError {
  return new HoldfastError({
    code: "cannot-take-back",
    message: `The last command cannot be taken back: "${file}" was changed since`,
    hint: "Change it with an editor, or decide again: holdfast decide",
  });
}
