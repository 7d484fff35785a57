import { isEmpty } from "../../plan/plan.ts";
import { renderDiagnostic } from "../../report/marks.ts";
import { renderRestore } from "../../report/restore-text.ts";
import { confirmText } from "../confirm.ts";
import type { Context } from "../context.ts";
import { VERSION } from "../version.ts";
import { snapshotNamed, snapshotsFolder } from "../keeping/finding.ts";
import { planRestore, type RestorePlan } from "../keeping/restoring.ts";
import { type Deployment, deploying } from "../release/deployment.ts";
import { findReleases, type SiteWithReleases } from "../release/release-site.ts";
import type { CommandResult } from "../result.ts";

export interface RestoreArgs {
  /** `last` is the newest. */
  readonly snapshot: string;
  readonly path: string | null;
  readonly site: string | null;
  /** The folder that the snapshots are kept in. */
  readonly from: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
}

/** Brings the data, or a path of it, back to what a snapshot has; what stands there is rescued. */
export async function restore(args: RestoreArgs, context: Context): Promise<CommandResult> {
  const start = { command: "restore", site: args.site, mayBeNew: false, maintenance: args.maintenance };
  const { state } = findReleases(args.site, context, { mayBeNew: false });
  // An interrupted run may have half of it in its hands.
  if (!args.dryRun && state.unfinished.length > 0) await deploying(start, context, () => Promise.resolve(null));
  const preview = planned(args, findReleases(args.site, context, { mayBeNew: false }), context);
  const text = textOf(preview);
  if (args.dryRun || isEmpty(preview.plan))
    return {
      exit: "ok",
      text: args.dryRun ? `${text}\nDry run: nothing was changed` : text,
      json: { schema: 1, snapshot: preview.manifest.head.name, steps: preview.steps, restored: [], rescued: [] },
    };
  if (!args.yes) await confirmText(text, context);
  return await deploying(start, context, (deployment) => restoring(args, deployment));
}

async function restoring(args: RestoreArgs, deployment: Deployment): Promise<CommandResult> {
  // Looked at again under the lock.
  const { plan, steps, manifest } = planned(args, deployment.look(), deployment.context);
  await deployment.apply(plan);
  const { rescued, diagnostics, refused } = deployment.outcome();
  const restored = steps.filter(({ path }) => !refused.includes(`shared/${path}`));
  return {
    exit: refused.length > 0 ? "problems" : "ok",
    text: [
      ...restored.map(({ path }) => `✅ Brought back: shared/${path}`),
      ...rescued.map(({ path, kept }) => `🛟 What stood at ${path} is kept: ${kept}`),
      ...diagnostics.map(renderDiagnostic),
      ...(restored.length === 0 && refused.length === 0 ? ["✅ Nothing to do"] : []),
    ].join("\n"),
    json: {
      schema: 1,
      snapshot: manifest.head.name,
      steps,
      restored: restored.map(({ path }) => path),
      rescued,
      diagnostics,
    },
  };
}

function planned(args: RestoreArgs, found: SiteWithReleases, context: Context): RestorePlan {
  const folder = snapshotsFolder(args.from, context.cwd, found.site);
  const { name } = snapshotNamed(args.snapshot, folder);
  const frame = { command: "restore", program: VERSION, site: found.site };
  const { path, maintenance } = args;
  return planRestore({ folder, name, path, maintenance, now: context.now() }, found, frame);
}

function textOf({ steps, manifest }: RestorePlan): string {
  return renderRestore({ name: manifest.head.name, taken: manifest.head.begun, steps });
}
