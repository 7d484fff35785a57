import { parseHooks, parseSnapshots } from "../../classify/decisions.ts";
import { HoldfastError } from "../../core/error.ts";
import { type HookName, type Hooks, NO_HOOKS } from "../../core/hook.ts";
import { NAMES } from "../../core/layout.ts";
import type { AbsPath } from "../../core/path.ts";
import { textIn } from "../../apply/read-survey.ts";
import { runCommand } from "../../system/run-command.ts";
import type { Context } from "../context.ts";
import type { SiteWithReleases } from "./release-site.ts";

/** The commands that a copy of the application declares in its `holdfast.json`. */
export function hooksOf(app: AbsPath): Hooks {
  const text = textIn(app, NAMES.decisions);
  return text === null ? NO_HOOKS : parseHooks(text, `${app}/${NAMES.decisions}`);
}

/** How many snapshots an application's `holdfast.json` wants before releases; null where it says nothing. */
export function snapshotsOf(app: AbsPath): number | null {
  const text = textIn(app, NAMES.decisions);
  return text === null ? null : parseSnapshots(text, `${app}/${NAMES.decisions}`);
}

/** What the commands of one hook printed, and how it ended. */
export interface HookRun {
  readonly name: HookName;
  /** Everything that was run and printed, for the log that is kept. */
  readonly log: string;
  /** Null where all of them succeeded. */
  readonly failed: { readonly command: string; readonly why: string; readonly output: string } | null;
}

/**
 * Runs the commands of one hook, one after another, in the release's folder, as the site's user; it ends with the first that fails. Null where none is
 * declared. Throws `interrupted` where a signal asked this run to end meanwhile.
 */
export async function runHooks(
  name: HookName,
  where: { readonly hooks: Hooks; readonly app: AbsPath; readonly release: string; readonly found: SiteWithReleases },
  context: Context,
): Promise<HookRun | null> {
  const commands = where.hooks[name];
  if (commands.length === 0) return null;
  const { site } = where.found;
  let log = "";
  for (const command of commands) {
    if (!context.quiet) context.tell(`▶ hook ${name}: ${command.text}`);
    const end = await runCommand({
      words: command.words,
      cwd: where.app,
      timeoutSeconds: command.timeoutSeconds,
      // What root makes in a release nobody else can change; and what a delivery brings must not run with more than the site's own rights.
      as: context.asRoot ? { uid: site.owner.uid, gid: site.owner.gid } : null,
      settings: {
        HOLDFAST_SITE: site.site,
        HOLDFAST_SHARED: site.shared,
        HOLDFAST_RELEASE: where.release,
        HOLDFAST_HOOK: name,
      },
    });
    log += `$ ${command.text}\n${end.output}${end.output.endsWith("\n") || end.output === "" ? "" : "\n"}`;
    if (end.asked !== null) throw interrupted(name, end.asked);
    if (!end.ok) return { name, log, failed: { command: command.text, why: end.why, output: end.output } };
  }
  return { name, log, failed: null };
}

function interrupted(name: HookName, signal: string): HoldfastError {
  return new HoldfastError({
    code: "interrupted",
    message: `Stopped during the hook ${name} because ${signal} asked for it; what was live is live`,
    hint: "Run the same command again: it goes on with the release that is there",
    exit: "unfinished",
  });
}
