/** Undoing one entry: the data becomes the app's own again, and shared leads to it (docs/undo.md). */
import { quoteInText } from "../core/shell.ts";
import { NAMES } from "../core/layout.ts";
import type { Observation } from "../core/observation.ts";
import { isInside, join, rel, relativeText, resolveText, under } from "../core/path.ts";
import { appLinkText, type ChainedIntent, type EntryIntent, inApp, inShared, ownPool } from "./entry-intent.ts";
import { type EntryPlan, NOTHING, problem, spotOf } from "./entry-result.ts";
import { obstacleOf } from "./obstacle.ts";
import type { Unshare } from "./operation.ts";
import type { Survey } from "./survey.ts";
import { isAcross } from "./transfer-entry.ts";
import { standing } from "./winner.ts";

/** Plans the undoing of one entry. What is not our link is the app's own already, or its owner's. */
export function planUndoEntry(entry: EntryIntent, survey: Survey): EntryPlan {
  const app = survey.at(inApp(entry));
  if (app.kind === "absent") return NOTHING;
  if (app.kind !== "link") return planOwn(entry, app, survey);
  const text = app.link?.text ?? "";
  const base = appLinkText(entry, survey);
  const pool = ownPool(entry, text, { base, layout: survey.layout });
  if (text !== base && pool === null) return NOTHING;
  if (entry.chain !== undefined) return planOwnChain({ ...entry, chain: entry.chain }, app, survey);
  const place = inShared(entry, survey.layout);
  const shared = survey.at(pool === null ? place : { root: "shared", path: join(place.path, rel(pool)) });
  return planLinked(entry, { app, shared }, survey);
}

/** It stands in the app already; where shared has another version, a recovery settles which is right first. */
function planOwn(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const shared = survey.at(inShared(entry, survey.layout));
  if (shared.link?.end.id === app.id) return { ...NOTHING, inPlace: true };
  if (shared.kind === "absent" || entry.chain !== undefined) return NOTHING;
  return problem(entry, {
    code: "two-versions",
    message: `"${entry.path}" is ${standing(app)} in the application, where a link was, and ${standing(shared)} in shared; both are left as they are`,
    hint: `Let Holdfast settle that first: holdfast recover ${quoteInText(survey.layout.app)}; then run the command again`,
  });
}

/** The app's public link leads within the app, as before. */
function planOwnChain(entry: ChainedIntent, app: Observation, survey: Survey): EntryPlan {
  const text = relativeText(app.directory, under(survey.layout.app, entry.chain));
  return relinked(entry, app, { text, reason: `it stands for ${entry.chain}, which is in the application again` });
}

function relinked(
  entry: EntryIntent,
  app: Observation,
  to: { readonly text: string; readonly reason: string },
): EntryPlan {
  const was = app.link?.text ?? "";
  return { ...NOTHING, operations: [{ kind: "relink", path: entry.path, at: spotOf(app), was, ...to }] };
}

interface Sides {
  readonly app: Observation;
  readonly shared: Observation;
}

function planLinked(entry: EntryIntent, { app, shared }: Sides, survey: Survey): EntryPlan {
  if (shared.kind === "link" && leadsElsewhere(entry, shared, survey)) return planOwnersLink(entry, { app, shared });
  if (shared.kind !== entry.kind) return nothingToGive(entry, shared, survey);
  const obstacle = obstacleOf(app, survey) ?? obstacleOf(shared, survey);
  if (obstacle !== null)
    return problem(entry, {
      code: obstacle.code,
      message: `"${entry.path}" stays linked to shared, because ${obstacle.why}`,
      hint: `${obstacle.hint}; then run the command again`,
    });
  if (isAcross(shared, app, survey) || shared.dev !== app.dev) return acrossFileSystems(entry, survey);
  const operation: Unshare = {
    kind: "unshare",
    path: entry.path,
    at: spotOf(app),
    into: spotOf(shared),
    text: app.link?.text ?? "",
    identity: shared.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    database: entry.database,
    reason: "the application shall work without shared",
  };
  return { ...NOTHING, operations: [operation] };
}

/** What the site's owner moved to another disk, leaving a link in shared: the application can be given that link instead. */
function leadsElsewhere(entry: EntryIntent, { link }: Observation, { layout }: Survey): boolean {
  if (link === undefined || link.end.kind !== entry.kind) return false;
  return ![layout.app, layout.shared, under(layout.site, rel(NAMES.releases))].some((folder) =>
    isInside(link.end.path, folder),
  );
}

/** The application's link leads where the one in shared leads; that one stays, for old releases. */
function planOwnersLink(entry: EntryIntent, { app, shared }: Sides): EntryPlan {
  const text = shared.link?.text ?? "";
  const fromApp = text.startsWith("/") ? text : relativeText(app.directory, resolveText(shared.directory, text));
  return relinked(entry, app, { text: fromApp, reason: "its data is where the link in shared leads" });
}

function nothingToGive(entry: EntryIntent, shared: Observation, survey: Survey): EntryPlan {
  return problem(entry, {
    code: "nothing-to-give-back",
    message: `"${entry.path}" stays linked: in shared, ${standing(shared)} is where its ${entry.kind} should be`,
    hint: wayOut(entry, shared, survey),
  });
}

/** A link that ends within the site stands for data that lies in a place of another purpose: it has to take its own first. */
function wayOut(entry: EntryIntent, { link }: Observation, { layout }: Survey): string {
  if (link?.end.kind !== entry.kind) return `Look what is wrong: holdfast check ${quoteInText(layout.app)}`;
  const own = quoteInText(under(layout.shared, entry.path));
  return `Put the data itself in its place: rm ${own} && mv ${quoteInText(link.end.path)} ${own}; then run the command again`;
}

function acrossFileSystems(entry: EntryIntent, survey: Survey): EntryPlan {
  const { app, shared } = survey.layout;
  const [from, to, copy] = [under(shared, entry.path), under(app, entry.path), `${under(app, entry.path)}.copy`].map(
    quoteInText,
  );
  return problem(entry, {
    code: "stays-across-file-systems",
    message: `"${entry.path}" stays linked: its data lies on another file system (or mount) than the application and would have to be copied`,
    hint: `Stop the site, then: cp -a ${from} ${copy} && rm ${to} && mv ${copy} ${to}`,
  });
}
