import type { WriteFile } from "../../plan/operation.ts";
import { HOOK_LOGS } from "../../plan/own-file.ts";
import type { Plan } from "../../plan/plan.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { type PlanFrame, releasePlan } from "../../plan/release/release-plan.ts";
import { type AbsPath, abs, baseName, parentOf } from "../../core/path.ts";
import type { HookRun } from "./hooks.ts";

/** Keeps what the owner's commands printed, for whoever looks for the reason of a failure; only the site's user may read it. */
export function hookLog(run: HookRun, release: string, frame: PlanFrame): Plan {
  const { site } = frame;
  const folder: AbsPath = abs(`${site.shared}/${HOOK_LOGS}`);
  const write: WriteFile = {
    kind: "write-file",
    path: `shared/${HOOK_LOGS}/${release}-${run.name}.log`,
    at: { directory: folder, name: `${release}-${run.name}.log` },
    content: run.log,
    mode: 0o600,
    owner: site.owner,
    exclusive: false,
    reason: `what the hook ${run.name} printed`,
  };
  const app = pathAt(restingAt(site, release));
  return releasePlan(
    frame,
    { app, release, live: false },
    {
      operations: [
        {
          kind: "make-directory",
          path: `shared/${HOOK_LOGS}`,
          at: { directory: parentOf(folder), name: baseName(folder) },
          owner: { ...site.owner, mode: 0o700 },
          reason: "keeps what the owner's commands print",
        },
        write,
      ],
    },
  );
}
