import { renderSwitch } from "../../report/release-text.ts";
import type { Context } from "../context.ts";
import { deploying } from "../release/deployment.ts";
import { findReleases } from "../release/release-site.ts";
import { isHalfRolledBack, rollingBack, targetOf } from "../release/rolling-back.ts";
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
  const found = findReleases(args.site, context, { mayBeNew: false });
  const target = isHalfRolledBack(found, args.release) ? null : targetOf(found, args.release);
  if (args.dryRun) {
    const text = renderSwitch({
      site: found.site.site,
      from: found.site.live?.name ?? null,
      to: target ?? found.site.live?.name ?? "",
    });
    return { exit: "ok", text: `${text}\nDry run: nothing was changed`, json: { schema: 1, release: target } };
  }
  return await deploying(
    { command: "rollback", site: args.site, mayBeNew: false, maintenance: args.maintenance },
    context,
    async (deployment) => {
      const switched = await rollingBack({ release: target ?? args.release, checkUrl: args.checkUrl }, deployment);
      return switchedResult("rollback", switched, deployment);
    },
  );
}
