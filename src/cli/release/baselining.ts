import type { Source } from "../../core/arrival.ts";
import type { WriteBaseline } from "../../plan/operation.ts";
import { baselineStep, shippedStep } from "../../plan/release/baseline-step.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, treePremise, writeRegister } from "../../plan/release/release-plan.ts";
import { gitBaseline } from "../../system/git-files.ts";
import type { Deployment } from "./deployment.ts";
import { baselineOf } from "./harvest-ground.ts";

/**
 * Writes down what a release holds that has just been made ready, before it is live. Once only: a later look would take for delivered what a harvest has put
 * there since.
 */
export async function baselining(name: string, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const tree = found.trees.find((known) => known.name === name);
  if (tree === undefined || baselineOf(found, name).baseline !== null) return;
  const app = pathAt(restingAt(found.site, name));
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app, release: name, live: false },
      { operations: [baselineStep(found.site, tree)], basedOn: [treePremise(app, tree.id)] },
    ),
  );
}

/** A vendor's archive, known again by its digest. */
export type ShippedSource = Source & { readonly digest: string | null };

/** Writes down what is live was shipped as, where Holdfast did not see it arrive: from its vendor's old archive, else from the commit of git that it is a checkout of. */
export async function baseliningLive(shipped: ShippedSource | null, deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { live } = found.site;
  if (live === null || (shipped === null && baselineOf(found, live.name).baseline !== null)) return;
  const git = shipped === null ? gitBaseline(live.path) : null;
  const from: WriteBaseline["from"] | null = shipped ?? (git === null || "fault" in git ? null : "git");
  if (from === null) return;
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app: live.path, release: live.name, live: true },
      {
        // The register in the same plan: a flat application has no name before it is in there.
        operations: [shippedStep(found.site, live, from), ...writeRegister(found.site, found.written, found.register)],
        basedOn: [treePremise(live.path, live.id)],
      },
    ),
  );
}
