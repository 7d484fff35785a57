/** A site with releases as a test makes it, and plans about it applied by the one executor. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { abs, type AbsPath } from "../../src/core/path.ts";
import type { Operation } from "../../src/plan/operation.ts";
import { type ReleaseSite, restingAt, pathAt } from "../../src/plan/release/places.ts";
import { releasePlan } from "../../src/plan/release/release-plan.ts";
import type { TreeOnDisk } from "../../src/plan/release/known-releases.ts";
import { lookAt } from "../../src/system/facts.ts";
import type { Outcome } from "../../src/apply/run.ts";
import { applyWith, type EngineOptions } from "./engine.ts";

/** A site in the releases layout below a folder, with nothing live. */
export function siteAt(root: string): ReleaseSite {
  mkdirSync(join(root, "releases"), { recursive: true });
  mkdirSync(join(root, "shared"), { recursive: true });
  const fact = lookAt(root);
  return {
    kind: "releases",
    site: abs(root),
    shared: abs(join(root, "shared")),
    app: null,
    currentText: null,
    converts: null,
    live: null,
    owner: { uid: fact?.uid ?? 0, gid: fact?.gid ?? 0, mode: 0o755 },
  };
}

/** A release as the disk has it. */
export function treeOf(site: ReleaseSite, name: string): TreeOnDisk & { readonly path: AbsPath } {
  const path = pathAt(restingAt(site, name));
  const fact = lookAt(path);
  return { name, id: fact?.id ?? "", born: String(fact?.bornNs ?? 0), path };
}

/** Applies operations that are about one release. */
export function applied(
  { site, release }: { readonly site: ReleaseSite; readonly release: string },
  operations: readonly Operation[],
  options: EngineOptions = {},
): Outcome {
  const plan = releasePlan(
    { command: "release", program: "0.0.0-test", site },
    { app: treeOf(site, release).path, release, live: false },
    { operations },
  );
  const result = applyWith(plan, options);
  if (result.kind !== "applied") throw new Error(`The plan was stale: ${JSON.stringify(result.resumed.diagnostics)}`);
  return result.outcome;
}
