import { cksum } from "../core/cksum.ts";
import type { Observation } from "../core/observation.ts";
import { inodeOf, type KnownTree } from "../core/record.ts";
import { type EntryIntent, inApp } from "./entry-intent.ts";
import type { Survey } from "./survey.ts";

/** Who wins where the app and shared both have a file that differs, and why; `unclear` leaves both as they are. */
export interface Verdict {
  readonly winner: "app" | "shared" | "unclear";
  readonly why: string;
}

/** The checksum of no bytes: an app without any file that names its version. It never means "the same code". */
const NO_VERSION = cksum(new Uint8Array());

/** The table in docs/how-data-is-taken-over.md. The loser is always rescued and named; no mode overwrites. */
export function winnerOf(entry: EntryIntent, survey: Survey): Verdict {
  const recorded = survey.record?.entries.find((known) => known.path === entry.path);
  if (recorded?.seeded !== true) return unseeded(survey);
  if (!survey.layout.live) {
    return { winner: "shared", why: "shared is the user's; a release that is not live only adds to it" };
  }
  if (survey.record?.undone === true) {
    return { winner: "app", why: "the site was undone: what the application has is what is in use" };
  }
  const known = knownTree(survey);
  if (known === null) return { winner: "shared", why: "new code arrived; shared is the user's" };
  if (known.code === survey.code.sum && known.code !== NO_VERSION) {
    return { winner: "app", why: "it stands where our link stood and the code is the same, so it is the one in use" };
  }
  if (!entry.secret) return { winner: "shared", why: "the code was updated in place; shared is the user's" };
  return { winner: "unclear", why: "a real file stands where our link stood, and the code may have been changed too" };
}

/**
 * This copy of the app, when our links stood in it before. A folder's inode number is used again after the folder is gone, so its birth
 * must be the same too, and where all our links are gone at once a new copy was put into the old folder.
 */
export function knownTree(survey: Survey): KnownTree | null {
  const { record, code } = survey;
  const known = record?.trees.find((tree) => inodeOf(tree.id) === inodeOf(code.tree) && tree.born === code.born);
  if (record === null || known === undefined) return null;
  const linked = record.entries.filter((entry) => entry.seeded && entry.chain === undefined);
  const kept = linked.filter((entry) => survey.at(inApp(entry)).kind === "link");
  return linked.length > 1 && kept.length === 0 ? null : known;
}

function unseeded(survey: Survey): Verdict {
  if (survey.mode === "subsequent") {
    return { winner: "shared", why: "told that this is a later deployment: shared is the user's" };
  }
  if (survey.layout.live) {
    return { winner: "app", why: "the app is live and was never linked to shared: its files are the ones in use" };
  }
  return { winner: "shared", why: "shared already has it and the release is not live" };
}

/** A short text of what stands somewhere, for a reason. */
export function standing(observation: Observation): string {
  if (observation.kind === "link") return `a link to "${observation.link?.text ?? ""}"`;
  if (observation.kind === "absent") return "nothing";
  if (observation.kind === "other") return "something that is neither file nor folder";
  return `a real ${observation.kind === "directory" ? "folder" : "file"}`;
}
