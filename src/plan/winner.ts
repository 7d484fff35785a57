import type { Observation } from "../core/observation.ts";
import type { EntryIntent } from "./entry-intent.ts";
import type { Survey } from "./survey.ts";

/** Who wins where the app and shared both have a file that differs, and why; `unclear` leaves both as they are. */
export interface Verdict {
  readonly winner: "app" | "shared" | "unclear";
  readonly why: string;
}

/** DESIGN 7, "Two live versions". The loser is always rescued and named; no mode overwrites. */
export function winnerOf(entry: EntryIntent, survey: Survey): Verdict {
  const recorded = survey.record?.entries.find((known) => known.path === entry.path);
  if (recorded?.seeded !== true) return unseeded(survey);
  if (!survey.layout.live)
    return { winner: "shared", why: "shared is the user's; a release that is not live only adds to it" };
  const known = survey.record?.trees.find((tree) => tree.id === survey.code.tree);
  if (known === undefined) return { winner: "shared", why: "new code arrived; shared is the user's" };
  if (known.code === survey.code.sum) {
    return { winner: "app", why: "it stands where our link stood and the code is the same, so it is the one in use" };
  }
  if (!entry.secret) return { winner: "shared", why: "the code was updated in place; shared is the user's" };
  return { winner: "unclear", why: "a real file stands where our link stood, and the code was changed too" };
}

function unseeded(survey: Survey): Verdict {
  if (survey.mode === "subsequent")
    return { winner: "shared", why: "told that this is a later deployment: shared is the user's" };
  if (survey.layout.live)
    return { winner: "app", why: "the app is live and was never linked to shared: its files are the ones in use" };
  return { winner: "shared", why: "shared already has it and the release is not live" };
}

/** A short text of what stands somewhere, for a reason. */
export function standing(observation: Observation): string {
  if (observation.kind === "link") return `a link to "${observation.link?.text ?? ""}"`;
  if (observation.kind === "absent") return "nothing";
  return observation.kind === "other"
    ? "something that is neither file nor folder"
    : `a real ${observation.kind === "directory" ? "folder" : "file"}`;
}
