import type { Observation } from "../core/observation.ts";
import { abs, relativeText } from "../core/path.ts";
import { type EntryIntent, inShared } from "./entry-intent.ts";
import { type EntryPlan, NOTHING, problem, spotOf } from "./entry-result.ts";
import { makeParents } from "./make-steps.ts";
import type { Obstacle } from "./obstacle.ts";
import type { Survey } from "./survey.ts";

/**
 * An entry that cannot be moved. In the flat layout its data stays where it is and shared leads to it, so that every path works and the
 * code can be replaced around it; a release takes its folders along when it is removed, so there it is refused.
 */
export function planUnmovable(
  entry: EntryIntent,
  app: Observation,
  about: { readonly obstacle: Obstacle; readonly survey: Survey },
): EntryPlan {
  const { obstacle, survey } = about;
  if (survey.layout.kind !== "flat") return refused(entry, obstacle);
  const shared = survey.at(inShared(entry, survey.layout));
  const step = {
    path: `shared/${entry.path}`,
    at: spotOf(shared),
    text: inPlaceText(app, shared),
    reason: `${entry.path} cannot be moved because ${obstacle.why}: it stays, and shared leads to it`,
  };
  const link =
    shared.kind === "absent"
      ? ({ kind: "make-link", ...step, owner: survey.owner } as const)
      : ({ kind: "relink", ...step, was: shared.link?.text ?? "" } as const);
  return {
    ...NOTHING,
    operations: [...makeParents(inShared(entry, survey.layout), survey), link],
    diagnostics: [
      {
        severity: "warning",
        code: "adopted-in-place",
        path: entry.path,
        message: `"${entry.path}" stays where it is and shared leads to it, because ${obstacle.why}`,
        hint: `Everything works as it is; when the application's folder is replaced, take this one along. ${obstacle.hint}`,
      },
    ],
    seeded: true,
    inPlace: true,
  };
}

/** The entry is left to its owner: nothing of it can be moved, and nothing is changed. */
export function refused(entry: Pick<EntryIntent, "path">, obstacle: Obstacle): EntryPlan {
  return problem(entry, {
    code: obstacle.code,
    message: `"${entry.path}" cannot be moved into shared, because ${obstacle.why}; it is left as it is`,
    hint: `${obstacle.hint}, then run the command again`,
  });
}

/** The text of the link in shared that leads to data left in the app. */
export function inPlaceText(
  app: Pick<Observation, "directory" | "name">,
  shared: Pick<Observation, "directory">,
): string {
  return relativeText(shared.directory, abs(`${app.directory}/${app.name}`));
}
