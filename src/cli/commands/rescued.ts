import { siteNamed } from "../../core/layout.ts";
import { HoldfastError } from "../../core/error.ts";
import { type AbsPath, resolveText } from "../../core/path.ts";
import { readRescued, rescueFolder } from "../../apply/rescued/read-rescued.ts";
import { isEmpty } from "../../plan/plan.ts";
import { groupsOf, type RescuedRun, shortId } from "../../plan/rescued/rescued-run.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import { type AgeOf, renderDrop, renderPutBack, renderRescued, renderRescuedRun } from "../../report/rescued-text.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import { type Deployment, deploying } from "../release/deployment.ts";
import { findReleases } from "../release/release-site.ts";
import { choose, type Chosen } from "../rescued/choosing.ts";
import { dropPlan, putBackPlan } from "../rescued/plans.ts";
import { putBackAlready } from "../rescued/put-back-already.ts";
import { ageFrom } from "../age.ts";
import type { RESCUED_ACTIONS } from "../keeping/actions.ts";
import type { CommandResult } from "../result.ts";

export interface RescuedArgs {
  readonly action: (typeof RESCUED_ACTIONS)[number];
  readonly id: string | null;
  readonly site: string | null;
  /** Another place than where it stood. */
  readonly to: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
}

/** Lists what was rescued, shows it, puts it back in its place, or removes it because its owner says so. */
export async function rescued(args: RescuedArgs, context: Context): Promise<CommandResult> {
  const { site, state } = findReleases(args.site, context, { mayBeNew: false });
  const changes = !args.dryRun && (args.action === "restore" || args.action === "drop");
  // An interrupted run may have half of it in its hands.
  if (changes && state.unfinished.length > 0) await changing(args, context, () => Promise.resolve(null));
  const runs = readRescued(site.shared);
  if (args.action === "list") return list(runs, { site: siteNamed(site), ageOf: ageFrom(context.now()) });
  if (args.id === null) throw noId(args.action);
  const chosen = choose(args.id, runs, site.shared);
  if (args.action === "show") return show(chosen, { shared: site.shared, ageOf: ageFrom(context.now()) });
  return args.action === "restore" ? await restore(args, chosen, context) : await drop(args, chosen, context);
}

function list(all: readonly RescuedRun[], about: { readonly site: string; readonly ageOf: AgeOf }): CommandResult {
  const runs = all.filter(({ leaves }) => leaves.length > 0);
  return {
    exit: "ok",
    text: renderRescued({ ...about, runs }),
    json: {
      schema: 1,
      site: about.site,
      runs: runs.map((run) => ({
        id: run.id,
        at: run.at,
        command: run.note?.command ?? null,
        release: run.note?.release ?? null,
        groups: groupsOf(run),
      })),
    },
  };
}

function show({ run, path }: Chosen, about: { readonly shared: AbsPath; readonly ageOf: AgeOf }): CommandResult {
  const folder = `${rescueFolder(about.shared)}/${run.id}`;
  return {
    exit: "ok",
    text: renderRescuedRun({ run, path, folder, ageOf: about.ageOf }),
    json: { schema: 1, folder, run },
  };
}

const frameOf = (site: ReturnType<typeof findReleases>["site"]) => ({ command: "rescued", program: VERSION, site });

async function restore(args: RescuedArgs, chosen: Chosen, context: Context): Promise<CommandResult> {
  const to = args.to === null ? null : resolveText(context.cwd as AbsPath, args.to);
  if (to !== null && chosen.units.length > 1) throw oneOnly(chosen);
  const { site } = findReleases(args.site, context, { mayBeNew: false });
  const { plan, steps } = putBackPlan(chosen, to, frameOf(site));
  const text = isEmpty(plan) ? putBackAlready(chosen, to, site) : renderPutBack(steps);
  if (args.dryRun) return { exit: "ok", text: `${text}\nDry run: nothing was changed`, json: { schema: 1, steps } };
  if (isEmpty(plan)) return { exit: "ok", text, json: { schema: 1, putBack: [], rescued: [], diagnostics: [] } };
  if (!args.yes) await confirmText(text, context);
  return await changing(args, context, async (deployment) => {
    // Looked at again under the lock.
    const now = deployment.look();
    const again = choose(args.id ?? "", readRescued(now.site.shared), now.site.shared);
    const second = putBackPlan(again, to, frameOf(now.site));
    await deployment.apply(second.plan);
    const { rescued: kept, diagnostics, refused } = deployment.outcome();
    const done = second.steps.filter(({ to: path }) => !refused.includes(path));
    return {
      exit: refused.length > 0 ? "problems" : "ok",
      text: [
        ...done.map((step) => `✅ Put back: ${step.to}`),
        ...(done.length === 0 && refused.length === 0 ? ["✅ It was put back already"] : []),
        ...kept.map((loser) => `🛟 What stood there is kept: ${loser.kept}`),
        ...diagnostics.map(renderDiagnostic),
      ].join("\n"),
      json: { schema: 1, putBack: done, rescued: kept, diagnostics },
    };
  });
}

async function drop(args: RescuedArgs, chosen: Chosen, context: Context): Promise<CommandResult> {
  const { site } = findReleases(args.site, context, { mayBeNew: false });
  const text = renderDrop(chosen.run, chosen.units);
  if (args.dryRun || chosen.units.length === 0)
    return {
      exit: "ok",
      text: chosen.units.length === 0 ? "✅ It is not there any more" : `${text}\nDry run: nothing was changed`,
      json: { schema: 1, dropped: [], plan: dropPlan(chosen, frameOf(site)).operations },
    };
  if (!args.yes) await confirmText(text, context);
  return await changing(args, context, async (deployment) => {
    const now = deployment.look();
    const again = choose(args.id ?? "", readRescued(now.site.shared), now.site.shared);
    await deployment.apply(dropPlan(again, frameOf(now.site)));
    const { diagnostics } = deployment.outcome();
    return {
      exit: diagnostics.some(({ code }) => code === "not-removed-whole") ? "problems" : "ok",
      text: [text, "✅ Removed", ...diagnostics.map(renderDiagnostic)].join("\n"),
      json: { schema: 1, dropped: again.units, diagnostics },
    };
  });
}

function changing<T>(args: RescuedArgs, context: Context, work: (deployment: Deployment) => Promise<T>): Promise<T> {
  const start = { command: "rescued", site: args.site, mayBeNew: false, maintenance: args.maintenance };
  return deploying(start, context, work);
}

function noId(action: string): HoldfastError {
  return new HoldfastError({
    code: "id-missing",
    message: `What to ${action} is missing`,
    hint: `Name it: holdfast rescued ${action} ID. The list of them: holdfast rescued`,
    exit: "usage",
  });
}

function oneOnly({ run, units }: Chosen): HoldfastError {
  return new HoldfastError({
    code: "one-place-for-many",
    message: `--to names one place, and ${units.length} things were chosen`,
    hint: `Name one of them: holdfast rescued show ${shortId(run.id)}`,
    exit: "usage",
  });
}
