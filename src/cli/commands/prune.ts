import { displayName } from "../../core/bytes.ts";
import type { PruneChoice } from "../../plan/release/prunable.ts";
import { siteNamed } from "../../core/layout.ts";
import { renderPrune, renderPruned } from "../../report/prune-text.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import { deploying, type Deployment } from "../release/deployment.ts";
import { rebornOf } from "../release/listing.ts";
import { choicesOf, pruning, type PruneRules } from "../release/pruning.ts";
import type { SiteWithReleases } from "../release/release-site.ts";
import { settledFirst } from "../release/settled-first.ts";
import { targetOf } from "../release/rolling-back.ts";
import type { CommandResult } from "../result.ts";

export interface PruneArgs {
  readonly site: string | null;
  readonly keep: number;
  readonly releases: readonly string[];
  readonly rescuesUnknown: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Removes old releases after keeping what only they hold; never what is live, what was live before, what is pinned or in use. */
export async function prune(args: PruneArgs, context: Context): Promise<CommandResult> {
  const start = { command: "prune", site: args.site, mayBeNew: false, maintenance: false };
  return await settledFirst({ ...start, onlyLook: args.dryRun }, context, async ({ found }) => {
    const rules = {
      keep: args.keep,
      only: args.releases.map((name) => targetOf(found, name)),
      rescuesUnknown: args.rescuesUnknown,
    };
    const choices = choicesOf(found, rules);
    const text = renderPrune({ site: siteNamed(found.site), choices, reborn: rebornOf(found) });
    const goes = choices.filter((choice) => choice.goes).map(({ release }) => release.name);
    const isEmpty = goes.length === 0 && rebornOf(found).length === 0;
    const kept = choices.filter((choice) => rules.only.includes(choice.release.name) && !choice.goes);
    if (args.dryRun || isEmpty) return previewed(found, { text, goes, kept, dryRun: args.dryRun });
    if (!args.yes) await confirmText(text, context);
    return await deploying(start, context, (deployment) => pruned(rules, deployment, args.yes ? `${text}\n` : ""));
  });
}

async function pruned(rules: PruneRules, deployment: Deployment, preview: string): Promise<CommandResult> {
  const { removed, stays } = await pruning(rules, deployment);
  const { rescued, diagnostics } = deployment.outcome();
  return {
    exit: stays.length > 0 ? "problems" : "ok",
    text: `${preview}${renderPruned({ removed, stays, rescued })}`,
    json: { schema: 1, removed, stays, rescued, diagnostics },
  };
}

function previewed(
  found: SiteWithReleases,
  about: {
    readonly text: string;
    readonly goes: readonly string[];
    /** Named to go, and kept all the same. */
    readonly kept: readonly PruneChoice[];
    readonly dryRun: boolean;
  },
): CommandResult {
  const refused = about.kept.map(({ release, why }) => `\n❌ ${displayName(release.name)} stays: ${why}`).join("");
  const end = about.dryRun ? "\nDry run: nothing was changed" : refused === "" ? "\n✅ Nothing to do" : refused;
  return {
    exit: refused === "" ? "ok" : "refused",
    text: `${about.text}${end}`,
    json: { schema: 1, site: found.site.site, removed: [], goes: about.goes },
  };
}
