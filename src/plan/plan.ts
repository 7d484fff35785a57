import type { Diagnostic } from "../core/diagnostic.ts";
import type { SiteLayout } from "../core/layout.ts";
import type { NodeKind } from "../core/inventory.ts";
import type { Ownership } from "../core/observation.ts";
import type { AbsPath } from "../core/path.ts";
import type { Operation } from "./operation.ts";

/** Version of the plan document; `schema/plan.schema.json` describes it. */
export const PLAN_SCHEMA = 1;

/** One thing that the plan relies on; where the disk says otherwise, the plan is stale. */
export interface Premise {
  readonly path: AbsPath;
  readonly kind: NodeKind | "absent";
  /** `dev:ino`, or null when absent. */
  readonly id: string | null;
  readonly linkText?: string;
}

/** What a command will do, as a value: it can be printed, saved, compared with the disk and applied. */
export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  /** The command that made it. */
  readonly command: string;
  readonly program: string;
  readonly layout: SiteLayout;
  /** For the folders of our own that the executor makes in shared. */
  readonly owner: Ownership;
  readonly basedOn: readonly Premise[];
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** True when applying the plan would change nothing. */
export function isEmpty(plan: Plan): boolean {
  return plan.operations.length === 0;
}

/** True when something of the site needs its owner before it can be taken over. */
export function hasProblems(plan: Plan): boolean {
  return plan.diagnostics.some((diagnostic) => diagnostic.severity === "problem");
}
