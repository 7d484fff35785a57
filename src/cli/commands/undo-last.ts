import { HoldfastError } from "../../core/error.ts";
import { lastCommand, lastDecided } from "../../apply/last-command.ts";
import { takeBack } from "../../plan/take-back.ts";
import type { Context } from "../context.ts";
import { findReleases } from "../release/release-site.ts";
import type { CommandResult } from "../result.ts";
import { takeBackDecisions } from "../take-back-decisions.ts";
import { takeBackSettings } from "../take-back-settings.ts";
import { findSite, notFinished } from "../site.ts";
import { rollback } from "./rollback.ts";
import { undo, type UndoArgs } from "./undo.ts";

/** Takes back the last command that changed the site; refused where that cannot be, with what can be done instead. */
export async function undoLast(args: UndoArgs, context: Context): Promise<CommandResult> {
  const known = findSite(context, { app: args.app, shared: null });
  const { layout, state } = known;
  if (state.unfinished.length > 0) throw notFinished(layout, state.unfinished);
  const { site } = findReleases(layout.kind === "releases" ? layout.site : args.app, context, { mayBeNew: false });
  const { shared } = layout;
  const where = { live: site.live?.name ?? null, root: layout.kind === "releases" ? layout.site : layout.app };
  const back = takeBack(lastCommand(shared), lastDecided(shared), where);
  switch (back.kind) {
    case "entries":
      return await undo({ ...args, only: back.paths }, context);
    case "switch": {
      const { dryRun, maintenance } = args;
      return await rollback({ release: null, site: where.root, dryRun, maintenance, checkUrl: null }, context);
    }
    case "settings":
      return await takeBackSettings(back.added, { known, args }, context);
    case "decisions":
      return await takeBackDecisions(back.decided, { known, args }, context);
    case "impossible":
      throw cannotTakeBack(back);
  }
}

function cannotTakeBack({ why, instead }: { readonly why: string; readonly instead: string }): HoldfastError {
  return new HoldfastError({
    code: "cannot-take-back",
    message: `The last command cannot be taken back: ${why}`,
    hint: `Instead: ${instead}`,
  });
}
