import { cksum } from "../core/cksum.ts";
import type { Observation } from "../core/observation.ts";
import { inodeOf, type KnownTree } from "../core/record.ts";
import { join, rel, type RelPath } from "../core/path.ts";
import { type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import type { Place } from "../core/layout.ts";
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
  return inLive(entry, survey);
}

/** What is live has it where a link of ours stood. */
function inLive(entry: EntryIntent, survey: Survey): Verdict {
  const known = knownTree(survey);
  const isKnown = known !== null || (survey.served !== undefined && holdsPeoples(survey));
  if (isKnown && isSameCode(survey)) {
    return { winner: "app", why: "it stands where our link stood and the code is the same, so it is the one in use" };
  }
  if (known === null) {
    if (mustAsk(entry, survey)) return { winner: "unclear", why: "what is live has it where our link stood" };
    return { winner: "shared", why: "new code arrived; shared is the user's" };
  }
  if (!entry.secret && !mustAsk(entry, survey))
    return { winner: "shared", why: "the code was updated in place; shared is the user's" };
  return { winner: "unclear", why: "a real file stands where our link stood, and the code may have been changed too" };
}

/** The code that our links stood in, by the files that name its version or by what was delivered. */
function isSameCode(survey: Survey): boolean {
  const { record, code, served } = survey;
  const known = knownTree(survey);
  const trees = known === null ? (record?.trees ?? []) : [known];
  return (code.sum !== NO_VERSION && trees.some((tree) => tree.code === code.sum)) || served?.sameCode() === true;
}

/**
 * True where a copy that our links do not stand in has files of people's that shared has too, and that nobody shipped: it is a copy of the site in use, with
 * real folders where links were (a panel's restore, `cp -L`), and not one that was unpacked anew.
 */
function holdsPeoples(survey: Survey): boolean {
  const { record, layout, shipped } = survey;
  return (record?.entries ?? []).some((entry) => {
    const brought = shipped.entries[entry.path];
    if (!entry.seeded || entry.chain !== undefined || brought === undefined) return false;
    if (survey.at(inApp(entry)).kind !== "directory") return false;
    const there = new Set(survey.names(inShared(entry, layout)) ?? []);
    return (survey.names(inApp(entry)) ?? []).some((name) => there.has(name) && !(name in brought));
  });
}

/** Before what is live is replaced: an older database or another `.env` would be in force, and nobody asked. */
function mustAsk(entry: EntryIntent, survey: Survey): boolean {
  if (survey.served === undefined) return false;
  return entry.kind === "file" ? entry.secret || entry.database : databasesApart(entry, survey).length > 0;
}

const DATABASE = /\.(?:sqlite3?|db3?|s3db)$/i;

/** Databases below a folder that the app and shared both have, and that differ. */
export function databasesApart(entry: EntryIntent, survey: Survey): RelPath[] {
  const [app, shared] = [inApp(entry), inShared(entry, survey.layout)];
  const there = new Set(survey.names(shared) ?? []);
  return (survey.names(app) ?? [])
    .filter((name) => DATABASE.test(name) && there.has(name))
    .map((name) => rel(name))
    .filter((name) => !survey.sameFile(below(app, name), below(shared, name)));
}

function below(place: Place, name: RelPath): Place {
  return { ...place, path: join(place.path, name) };
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
