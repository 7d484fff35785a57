import { siteNamed } from "../../core/layout.ts";
import { renderSwitch } from "../../report/release-text.ts";
import type { Context } from "../context.ts";
import { refuseCurrentGone } from "../release/current-gone.ts";
import { deploying } from "../release/deployment.ts";
import { isUnfinished, rollbackTarget, rollingBack } from "../release/rolling-back.ts";
import { settledFirst } from "../release/settled-first.ts";
import { switchedResult } from "../release/switched-result.ts";
import type { CommandResult } from "../result.ts";

export interface RollbackArgs {
  readonly release: string | null;
  readonly site: string | null;
  readonly dryRun: boolean;
  readonly maintenance: boolean;
  readonly checkUrl: string | null;
}

/** Makes an earlier release live again, atomically; what was made in the present one comes along. */
export async function rollback(args: RollbackArgs, context: Context): Promise<CommandResult> {
  const { site, maintenance, dryRun } = args;
  const start = { command: "rollback", site, mayBeNew: false, maintenance };
  return await settledFirst({ ...start, onlyLook: dryRun }, context, async (settled) => {
    const { found } = settled;
    const release = rollbackTarget(settled, args.release);
    refuseCurrentGone(found, release);
    const live = found.site.live?.name ?? null;
    if (release === live && !isUnfinished(found, release)) return isLive(release);
    if (dryRun) {
      const text = renderSwitch({ site: siteNamed(found.site), from: live, to: release });
      return { exit: "ok", text: `${text}\nDry run: nothing was changed`, json: { schema: 1, release } };
    }
    const done = await deploying(start, context, async (deployment) => {
      const switched = await rollingBack({ release, checkUrl: args.checkUrl }, deployment);
      return { switched, deployment };
    });
    return switchedResult("rollback", done.switched, done.deployment);
  });
}

function isLive(name: string): CommandResult {
  return {
    exit: "ok",
    text: `✅ Nothing to do: release ${name} is live`,
    json: { schema: 1, command: "rollback", release: name, changed: false },
  };
}
