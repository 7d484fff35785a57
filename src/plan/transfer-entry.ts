import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, isInside, parentOf, under } from "../core/path.ts";
import { appLinkText, type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import { type EntryPlan, problem, spotOf } from "./entry-result.ts";
import { makeNeeds, makeParents } from "./make-steps.ts";
import { acrossMounts } from "./obstacle.ts";
import type { At, Merge, Transfer } from "./operation.ts";
import { shippedInto } from "./shipped.ts";
import type { Survey } from "./survey.ts";
import { quoteInText } from "../core/shell.ts";

/** What is known of the entry on both sides. */
interface Sides {
  readonly app: Observation;
  readonly into: At;
  readonly reason: string;
  /** How two versions are settled. */
  readonly winning: Pick<Merge, "winner" | "fromApp" | "staysDeleted">;
}

/** A whole folder is moved by its name, so what counts is where that name stands; a merge gives each file in it a second name. */
export function isAcross(app: Observation, shared: Observation, survey: Survey): boolean {
  const isMerge = shared.kind === "directory" || shared.kind === "file";
  const differ = isMerge ? app.dev !== shared.dev : app.parent.dev !== shared.parent.dev;
  return differ || acrossMounts(app, shared, survey);
}

/** Why an entry on another file system cannot be taken over as things are; null where it can. */
export function refuseAcross(entry: EntryIntent, survey: Survey): EntryPlan | null {
  const { across, layout } = survey;
  if (across === null)
    return problem(entry, {
      code: "across-file-systems",
      message: `"${entry.path}" and "${layout.shared}" are on different file systems (or mounts), so it cannot be taken over without copying`,
      hint: `Name a shared folder on the application's own file system (holdfast persist ${quoteInText(layout.app)} FOLDER), or have it copied: holdfast persist ${quoteInText(layout.app)} --across-filesystems`,
    });
  const app = survey.at(inApp(entry));
  if (survey.device(app.directory) !== app.dev)
    return problem(entry, {
      code: "mount-point",
      message: `"${entry.path}" is a mount point, and a link cannot take its place`,
      hint: `Mount it at "${under(layout.shared, entry.path)}" instead, then run the command again`,
    });
  if (!survey.canCopy)
    return problem(entry, {
      code: "across-needs-koffi",
      message: `"${entry.path}" would have to be copied, and this host offers no way to do that faithfully while the site runs: the package koffi is missing`,
      hint: "Install it (npm install koffi beside the program), or name a shared folder on the application's own file system",
    });
  if (entry.database && across.quiesce === null)
    return problem(entry, {
      code: "database-across",
      message: `"${entry.path}" is a database on another file system than shared; a copy of it is only whole while nobody writes to it`,
      hint: 'Say how to stop the application for a moment: --quiesce "COMMAND" --resume "COMMAND"',
    });
  return null;
}

/** The entry is copied to shared's file system and exchanged in. */
export function planTransfer(entry: EntryIntent, sides: Sides, survey: Survey): EntryPlan {
  const { app, into, reason, winning } = sides;
  const transfer: Transfer = {
    kind: "transfer",
    path: entry.path,
    reason,
    at: spotOf(app),
    into,
    text: appLinkText(entry, survey),
    identity: app.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    database: entry.database,
    keepIn: placesFor(app, survey),
    quiesce: survey.across?.quiesce ?? null,
    resume: survey.across?.resume ?? null,
    ...winning,
  };
  const parents = entry.chain === undefined ? makeParents(inShared(entry, survey.layout), survey) : [];
  return {
    operations: [...parents, transfer, ...(entry.chain === undefined ? makeNeeds(entry, survey, true) : [])],
    diagnostics: [],
    seeded: true,
    shipped: shippedInto(entry, survey),
  };
}

/**
 * Where the old tree may lie: on its own file system, and outside the web root as long as there is such a place, because what was kept from
 * visitors at its old path (`.env`) might be served at another.
 */
function placesFor(app: Observation, survey: Survey): AbsPath[] {
  const { layout, classification } = survey;
  const webRoot = classification.webRoot === "" ? layout.app : under(layout.app, classification.webRoot);
  const places = [parentOf(layout.app), layout.app, app.directory].filter(
    (folder, index, all) => all.indexOf(folder) === index && survey.device(folder) === app.dev,
  );
  const outside = places.filter((folder) => !isInside(folder, webRoot));
  return [...outside, ...places.filter((folder) => !outside.includes(folder))];
}

/** One tenth more than what is there must be free, because the site goes on writing meanwhile. */
const TENTHS = 11;

/** The problem that shared's file system has no room for all that has to be copied there; none where it has. */
export function roomProblem(transfers: readonly Transfer[], survey: Survey): Diagnostic[] {
  if (transfers.length === 0) return [];
  const needs = transfers.map(({ path }) => survey.need({ root: "app", path: path as EntryIntent["path"] }));
  const bytes = Math.ceil((needs.reduce((sum, need) => sum + need.bytes, 0) * TENTHS) / 10);
  const inodes = Math.ceil((needs.reduce((sum, need) => sum + need.inodes, 0) * TENTHS) / 10);
  const room = survey.room();
  if (bytes <= room.bytes && inodes <= room.inodes) return [];
  return [
    {
      severity: "problem",
      code: "no-room-across",
      message: `The file system of "${survey.layout.shared}" has ${room.bytes} bytes and ${room.inodes} inodes free; copying takes ${bytes} bytes and ${inodes} inodes (what is there, and a tenth more)`,
      hint: "Free some space there, or name a shared folder elsewhere, then run the command again",
    },
  ];
}
