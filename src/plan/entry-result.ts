import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import type { EntryIntent } from "./entry-intent.ts";
import type { At, Operation } from "./operation.ts";

/** What is to be done about one entry. */
export interface EntryPlan {
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  /** True when, after the operations, our link stands and shared holds the data. */
  readonly seeded: boolean;
  /** True where the data stays in the app and shared leads to it, because it cannot be moved. */
  readonly inPlace?: boolean;
  /** Names that this release brings into the entry; null where nothing is to be recorded. */
  readonly shipped: Readonly<Record<string, string | null>> | null;
}

/** Nothing to do, and nothing of ours there. */
export const NOTHING: EntryPlan = { operations: [], diagnostics: [], seeded: false, shipped: null };

/** The entry is left as it is; its owner is told why and what to do. */
export function problem(
  entry: Pick<EntryIntent, "path">,
  found: { readonly code: string; readonly message: string; readonly hint: string },
): EntryPlan {
  return { ...NOTHING, diagnostics: [{ severity: "problem", path: entry.path, ...found }] };
}

/** The place of an observation, for an operation. */
export function spotOf(observation: Observation): At {
  return { directory: observation.directory, name: observation.name };
}
