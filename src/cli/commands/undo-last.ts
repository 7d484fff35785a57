import { HoldfastError } from "../../core/error.ts";
import { NAMES, type SiteLayout } from "../../core/layout.ts";
import type { AbsPath } from "../../core/path.ts";
import { WAYS, type Way } from "../../core/serving.ts";
import { lastCommand, lastDecided } from "../../apply/last-command.ts";
import { historyLines, readHistoryLine } from "../../plan/history.ts";
import { takeBack, type TakeBack } from "../../plan/take-back.ts";
import type { Context } from "../context.ts";
import { findReleases } from "../release/release-site.ts";
import type { CommandResult } from "../result.ts";
import { commandLine } from "../shell-words.ts";
import { takeBackDecisions } from "../take-back-decisions.ts";
import { takeBackSettings } from "../take-back-settings.ts";
import { findSite, type KnownSite } from "../site.ts";
import { rollback } from "./rollback.ts";
import { serve } from "./serve.ts";
import { undo, type UndoArgs } from "./undo.ts";

/** Takes back the last command that changed the site; refused where that cannot be, with what can be done instead. */
export async function undoLast(args: UndoArgs, context: Context): Promise<CommandResult> {
  const known = findSite(context, { app: args.app, shared: null });
  const { layout, state } = known;
  if (state.unfinished.length > 0) throw stillUnfinished(layout, state.unfinished);
  const { site } = findReleases(layout.kind === "releases" ? layout.site : args.app, context, { mayBeNew: false });
  const { shared } = layout;
  const root = layout.kind === "releases" ? layout.site : layout.app;
  const where = { live: site.live?.name ?? null, root, ways: waysIn(state.ours[NAMES.history] ?? "") };
  return await takenBack(takeBack(lastCommand(shared), lastDecided(shared), where), { args, known, root }, context);
}

interface LastUndo {
  readonly args: UndoArgs;
  readonly known: KnownSite;
  readonly root: AbsPath;
}

async function takenBack(back: TakeBack, { args, known, root }: LastUndo, context: Context): Promise<CommandResult> {
  const { yes, dryRun, maintenance } = args;
  switch (back.kind) {
    case "entries":
      return await undo({ ...args, only: back.paths }, context);
    case "switch":
      return await rollback({ release: null, site: root, dryRun, maintenance, checkUrl: null }, context);
    case "settings":
      return await takeBackSettings(back.added, { known, args }, context);
    case "decisions":
      return await takeBackDecisions(back.decided, { known, args }, context);
    case "way":
      return await serve(
        { way: back.way, site: root, documentRoot: null, yes, aside: false, dryRun, maintenance },
        context,
      );
    case "impossible":
      throw cannotTakeBack(back);
  }
}

/** How the site was served, the newest last. */
function waysIn(history: string): Way[] {
  const lines = historyLines(history).flatMap((line) => readHistoryLine(line) ?? []);
  const named = lines.flatMap(({ command, facts }) => (command === "serve" ? [facts["way"]] : []));
  return named.flatMap((name) => WAYS.find((way) => way === name) ?? []);
}

/** What a broken-off run has done already is only known when it is complete, whichever command it was. */
function stillUnfinished({ app }: SiteLayout, unfinished: readonly string[]): HoldfastError {
  return new HoldfastError({
    code: "unfinished-run",
    message: `The last run over "${app}" did not finish (${unfinished.join(", ")}); nothing is lost, and nothing was changed now`,
    hint: `Complete it first: ${commandLine("holdfast", "recover", app)}; then take it back`,
  });
}

function cannotTakeBack({ why, instead }: { readonly why: string; readonly instead: string }): HoldfastError {
  return new HoldfastError({
    code: "cannot-take-back",
    message: `The last command cannot be taken back: ${why}`,
    hint: `Instead: ${instead}`,
  });
}
