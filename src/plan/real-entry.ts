import { quoteInText } from "../core/shell.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, rel } from "../core/path.ts";
import { appLinkText, COMPANIONS, chainSpot, type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import { type EntryPlan, NOTHING, problem, spotOf } from "./entry-result.ts";
import { planUnmovable, refused } from "./in-place.ts";
import { makeNeeds, makeParents, rightsAsInLive } from "./make-steps.ts";
import type { Adopt, At, Merge } from "./operation.ts";
import { mountedBelow, obstacleOf } from "./obstacle.ts";
import { shippedInto, staysDeleted, takenFromApp } from "./shipped.ts";
import type { Survey } from "./survey.ts";
import { isAcross, planTransfer, refuseAcross } from "./transfer-entry.ts";
import { databasesApart, standing, winnerOf } from "./winner.ts";

/** The app has the entry itself: take it over, or merge it with what shared has. */
export function planReal(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  if (entry.chain !== undefined) return planRealChain({ ...entry, chain: entry.chain }, app, survey);
  const shared = survey.at(inShared(entry, survey.layout));
  const isInPlace = shared.kind === "link" && shared.link?.end.id === app.id;
  const stays = !survey.maintenance && survey.record?.undone !== true;
  if (isInPlace && (stays || isAcross(app, shared, survey))) return { ...NOTHING, seeded: true, inPlace: true };
  return planMovable(entry, { app, shared, isInPlace }, survey);
}

/** What stands in its way is known beforehand; else it is taken over whole where nothing stands in shared, or both are merged. */
function planMovable(
  entry: EntryIntent,
  { app, shared, isInPlace }: { readonly app: Observation; readonly shared: Observation; readonly isInPlace: boolean },
  survey: Survey,
): EntryPlan {
  const isFree = isInPlace || shared.kind === "absent" || isPlaceholder(entry, shared, survey);
  const obstacle = obstacleOf(app, survey);
  if (obstacle !== null) return isFree ? planUnmovable(entry, app, { obstacle, survey }) : refused(entry, obstacle);
  const refusal = isAcross(app, shared, survey) ? refuseAcross(entry, survey) : null;
  if (refusal !== null) return refusal;
  return isFree ? takeWhole(entry, app, survey) : planBoth(entry, { app, shared }, survey);
}

function planBoth(
  entry: EntryIntent,
  { app, shared }: { readonly app: Observation; readonly shared: Observation },
  survey: Survey,
): EntryPlan {
  if (shared.kind === "link") return brokenShared(entry, shared);
  return shared.kind === entry.kind ? mergeBoth(entry, app, survey) : differentKinds(entry, app, shared);
}

/** In shared stands a link that leads nowhere useful. */
export function brokenShared(entry: EntryIntent, shared: Observation): EntryPlan {
  return problem(entry, {
    code: "link-in-shared",
    message: `In shared, "${entry.path}" is ${standing(shared)}`,
    hint: `Make it a real ${entry.kind} or remove the link "${shared.directory}/${shared.name}", then run the command again`,
  });
}

/** Our own link, put there by a run that was killed before its exchange. */
function isPlaceholder(entry: EntryIntent, shared: Observation, survey: Survey): boolean {
  return shared.kind === "link" && shared.link?.text === appLinkText(entry, survey);
}

function takeWhole(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const shared = survey.at(inShared(entry, survey.layout));
  if (!isAcross(app, shared, survey)) return adoptWhole(entry, app, survey);
  const reason = `${entry.because}; it lies on another file system than shared, which does not have it yet`;
  const winning = { winner: "app", fromApp: [], staysDeleted: [] } as const;
  return planTransfer(entry, { app, into: spotOf(shared), reason, winning }, survey);
}

function adoptWhole(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const place = inShared(entry, survey.layout);
  const beside = (ending: string): boolean =>
    survey.at({ root: "app", path: rel(`${entry.path}${ending}`) }).kind === "file";
  const adopt: Adopt = {
    kind: "adopt",
    path: entry.path,
    reason: `${entry.because}; shared does not have it yet`,
    at: spotOf(app),
    into: spotOf(survey.at(place)),
    text: appLinkText(entry, survey),
    identity: app.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    database: entry.database,
    companions: entry.database ? COMPANIONS.filter(beside) : [],
  };
  return {
    operations: [
      ...makeParents(place, survey),
      adopt,
      ...rightsAsInLive(entry, app, survey),
      ...makeNeeds(entry, survey, true),
    ],
    diagnostics: movesAlong(entry, mountedBelow(app, survey)),
    seeded: true,
    shipped: shippedInto(entry, survey),
  };
}

/** The kernel takes a mount along when a folder above it is renamed; only what mounts it again after a restart has to find it. */
function movesAlong(entry: EntryIntent, points: readonly AbsPath[]): Diagnostic[] {
  return points.map((point) => ({
    severity: "note",
    code: "mount-below",
    path: entry.path,
    message: `A file system is mounted at "${point}", inside "${entry.path}"; it moves along, and its old path still leads to it`,
    hint: "Nothing has to be done; /etc/fstab may go on naming the old path",
  }));
}

function mergeBoth(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const shared = survey.at(inShared(entry, survey.layout));
  const [below] = mountedBelow(app, survey);
  if (below !== undefined) return mountInTheWay(entry, below);
  const verdict = winnerOf(entry, survey);
  if (entry.database && hasUnsettledLog(entry, verdict.winner, survey)) return twoDatabases(entry, app, shared);
  const two = verdict.winner === "unclear" ? unclear(entry, { app, shared, why: verdict.why }, survey) : null;
  if (two !== null) return two;
  const winner = verdict.winner === "app" ? "app" : "shared";
  const merge = mergeOperation(entry, survey, {
    app,
    into: spotOf(shared),
    winner,
    reason: `both have it; ${verdict.why}`,
  });
  if (isAcross(app, shared, survey)) return transferInto(entry, { app, merge }, survey);
  return {
    operations: [merge, ...makeNeeds(entry, survey, true)],
    diagnostics: deletedNote(entry, merge.staysDeleted),
    seeded: true,
    shipped: shippedInto(entry, survey),
  };
}

/** A merge whose one side has to be copied first. */
function transferInto(
  entry: EntryIntent,
  { app, merge }: { readonly app: Observation; readonly merge: Merge },
  survey: Survey,
): EntryPlan {
  const { into, winner, fromApp, staysDeleted: deleted } = merge;
  const reason = `${merge.reason}; it lies on another file system than shared`;
  const winning = { winner, fromApp, staysDeleted: deleted };
  const plan = planTransfer(entry, { app, into, reason, winning }, survey);
  return { ...plan, diagnostics: deletedNote(entry, deleted) };
}

/** A real folder where a chain's link belongs holds data: it is merged into what the chain leads to. */
function planRealChain(
  entry: EntryIntent & { readonly chain: NonNullable<EntryIntent["chain"]> },
  app: Observation,
  survey: Survey,
): EntryPlan {
  const obstacle = obstacleOf(app, survey);
  if (obstacle !== null) return refused(entry, obstacle);
  const [below] = mountedBelow(app, survey);
  if (below !== undefined) return mountInTheWay(entry, below);
  const winner = winnerOf(entry, survey).winner === "app" ? "app" : "shared";
  const reason = `it is a real folder that holds files; they belong to ${entry.chain}`;
  const merge = mergeOperation(entry, survey, { app, into: chainSpot(entry, survey), winner, reason });
  const target = survey.at({ root: "shared", path: entry.chain });
  if (isAcross(app, target, survey)) return refuseAcross(entry, survey) ?? transferInto(entry, { app, merge }, survey);
  return {
    operations: [merge],
    diagnostics: deletedNote(entry, merge.staysDeleted),
    seeded: true,
    shipped: shippedInto(entry, survey),
  };
}

interface MergeChoice {
  readonly app: Observation;
  readonly into: At;
  readonly winner: "app" | "shared";
  readonly reason: string;
}

function mergeOperation(entry: EntryIntent, survey: Survey, choice: MergeChoice): Merge {
  return {
    kind: "merge",
    path: entry.path,
    reason: choice.reason,
    at: spotOf(choice.app),
    into: choice.into,
    text: appLinkText(entry, survey),
    identity: choice.app.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    winner: choice.winner,
    fromApp: choice.winner === "app" ? [] : takenFromApp(entry, survey),
    staysDeleted: choice.winner === "app" ? [] : staysDeleted(entry, survey),
  };
}

function deletedNote(entry: EntryIntent, names: readonly string[]): Diagnostic[] {
  if (names.length === 0) return [];
  const shown = `${names.slice(0, 5).join(", ")}${names.length > 5 ? ", ..." : ""}`;
  const message = `In "${entry.path}", what was deleted on the site stays deleted although this release brings it again (${names.length}): ${shown}`;
  return [{ severity: "note", code: "stays-deleted", path: entry.path, message }];
}

/** A database is nothing without its log: the app's may not stay behind, and shared's may not meet another database. */
function hasUnsettledLog(entry: EntryIntent, winner: string, survey: Survey): boolean {
  const sides = winner === "shared" ? (["app"] as const) : (["app", "shared"] as const);
  return sides.some((root) =>
    COMPANIONS.some((ending) => survey.at({ root, path: rel(`${entry.path}${ending}`) }).kind !== "absent"),
  );
}

function twoDatabases(entry: EntryIntent, app: Observation, shared: Observation): EntryPlan {
  return twoVersions(entry, {
    app,
    shared,
    why: "one of the two databases has changes beside it that are not yet in its file",
  });
}

interface Sides {
  readonly app: Observation;
  readonly shared: Observation;
  readonly why: string;
}

/** Null where they are the same, so that there is nothing to ask. */
function unclear(entry: EntryIntent, sides: Sides, survey: Survey): EntryPlan | null {
  if (entry.kind === "file")
    return survey.sameFile(inApp(entry), inShared(entry, survey.layout)) ? null : twoVersions(entry, sides);
  const [database] = databasesApart(entry, survey);
  return database === undefined ? null : twoVersions(entry, sides, `/${database}`);
}

function twoVersions(entry: EntryIntent, sides: Sides, below = ""): EntryPlan {
  const [a = "", b = ""] = [sides.app, sides.shared].map((side) => `${side.directory}/${side.name}${below}`);
  return problem(entry, {
    code: "two-versions",
    message: `"${entry.path}${below}" stands in the application and in shared and they differ: ${sides.why}`,
    hint: `Look at both (diff ${quoteInText(a)} ${quoteInText(b)}). To keep the application's: mv ${quoteInText(b)} ${quoteInText(`${b}.old`)} and run persist; to keep shared's: mv ${quoteInText(a)} ${quoteInText(`${a}.old`)} and run persist`,
  });
}

function differentKinds(entry: EntryIntent, app: Observation, shared: Observation): EntryPlan {
  return problem(entry, {
    code: "different-kinds",
    message: `"${entry.path}" is ${standing(app)} in the application and ${standing(shared)} in shared`,
    hint: `Decide which is right and move the other away: "${shared.directory}/${shared.name}"`,
  });
}

function mountInTheWay(entry: EntryIntent, point: AbsPath): EntryPlan {
  return problem(entry, {
    code: "mount-below",
    message: `The application and shared both have "${entry.path}", and inside the application's a file system is mounted at "${point}", so the two cannot be merged; both are left as they are`,
    hint: `Unmount it (umount ${quoteInText(point)}), run the command again, and mount it at its path in shared`,
  });
}
