import type { Observation } from "../core/observation.ts";
import { NAMES } from "../core/layout.ts";
import { abs, rel, under } from "../core/path.ts";
import { type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import type { Operation } from "./operation.ts";
import type { Premise } from "./plan.ts";
import type { Survey } from "./survey.ts";

/**
 * What a plan relies on: type, identity and link text of the paths that it names. Files that come and go inside
 * a folder are no change.
 */
export function premisesOf(
  operations: readonly Operation[],
  intents: readonly EntryIntent[],
  survey: Survey,
): Premise[] {
  if (operations.length === 0) return [];
  const premises = new Map<string, Premise>();
  const root: Premise = { path: survey.layout.app, kind: "directory", id: survey.code.tree };
  premises.set(root.path, root);
  for (const intent of intents) {
    for (const place of [inApp(intent), inShared(intent, survey.layout)]) {
      const premise = premiseOf(survey.at(place));
      premises.set(premise.path, premise);
    }
  }
  return [...premises.values(), ...historyPremise(operations, survey)];
}

/** The pages are written from the history with this run's line: a line that another run has written meanwhile would be missing in them. */
function historyPremise(operations: readonly Operation[], { historyId, layout }: Survey): Premise[] {
  if (historyId === undefined || !operations.some(({ kind }) => kind === "write-history")) return [];
  const path = under(layout.shared, rel(NAMES.history));
  return [{ path, kind: historyId === null ? "absent" : "file", id: historyId }];
}

function premiseOf(seen: Observation): Premise {
  const path = abs(`${seen.directory}/${seen.name}`);
  return { path, kind: seen.kind, id: seen.id, ...(seen.link === undefined ? {} : { linkText: seen.link.text }) };
}
