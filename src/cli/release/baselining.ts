import { BASELINES } from "../../core/baseline.ts";
import { NAMES } from "../../core/layout.ts";
import { baselineStep } from "../../plan/release/baseline-step.ts";
import { pathAt, restingAt } from "../../plan/release/places.ts";
import { releasePlan, treePremise } from "../../plan/release/release-plan.ts";
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
  deployment.tell(`noting what release ${name} holds (${NAMES.shared}/${BASELINES})`);
  await deployment.apply(
    releasePlan(
      deployment.frame(found),
      { app, release: name, live: false },
      { operations: [baselineStep(found.site, tree)], basedOn: [treePremise(app, tree.id)] },
    ),
  );
}
