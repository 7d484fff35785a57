import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation, Ownership } from "../core/observation.ts";
import type { Place } from "../core/layout.ts";
import { join, parentOf, type RelPath, ancestorsOf, rel, under } from "../core/path.ts";
import { appLinkText, COMPANIONS, chainLinkText, type EntryIntent, inApp, inShared } from "./entry-intent.ts";
import { judgeLink } from "./foreign-link.ts";
import type { Adopt, At, Merge, Operation } from "./operation.ts";
import { shippedInto, staysDeleted, takenFromApp } from "./shipped.ts";
import type { Survey } from "./survey.ts";
import { standing, winnerOf } from "./winner.ts";

/** What is to be done about one entry. */
export interface EntryPlan {
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  /** True when, after the operations, our link stands and shared holds the data. */
  readonly seeded: boolean;
  /** Names that this release brings into the entry; null where nothing is to be recorded. */
  readonly shipped: Readonly<Record<string, string | null>> | null;
}

const NOTHING: EntryPlan = { operations: [], diagnostics: [], seeded: false, shipped: null };

/** Plans one entry from what stands in the app and in shared (DESIGN 7 and 8; research/reliability.md D1). */
export function planEntry(entry: EntryIntent, survey: Survey): EntryPlan {
  const app = survey.at(inApp(entry));
  if (app.blocked) return problem(entry, "parent-link", `"${app.blocked.path}" on the way to it is a link to "${app.blocked.text}" that Holdfast may not follow`, "Make the link's owner the application's owner, or replace it by a folder");
  const chained = entry.chain === undefined ? NOTHING : planChainTarget({ ...entry, chain: entry.chain }, survey);
  const plan = planAppSide(entry, app, survey);
  return {
    operations: [...chained.operations, ...plan.operations],
    diagnostics: [...chained.diagnostics, ...plan.diagnostics],
    seeded: plan.seeded,
    shipped: plan.shipped,
  };
}

function planAppSide(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  if (app.kind === "other") return problem(entry, "neither-file-nor-folder", `"${entry.path}" is neither a file nor a folder`, "Move it away, then run the command again");
  if (app.kind === "absent") return planAbsent(entry, survey);
  if (app.kind === "link") return planLink(entry, app, survey);
  return app.kind === entry.kind ? planReal(entry, app, survey) : problem(entry, "wrong-kind", `"${entry.path}" should be a ${entry.kind} but ${standing(app)} is there`, `Say what it is in holdfast.json, for example: "${entry.path}": { "class": "${entry.class}", "kind": "${app.kind}" }`);
}

/** Nothing in the app: link what shared has; make a folder that nobody has; guard a file that nobody has. */
function planAbsent(entry: EntryIntent, survey: Survey): EntryPlan {
  const shared = survey.at(inShared(entry, survey.layout));
  const guarded = entry.kind === "file" && shared.kind === "absent" && entry.chain === undefined;
  if (guarded) return NOTHING;
  if (shared.kind === "link" && entry.chain === undefined && shared.link?.end.kind !== entry.kind) return brokenShared(entry, shared);
  return {
    operations: [...makeShared(entry, survey), ...makeAppParents(entry, survey), linkFromApp(entry, survey, "the data lives in shared"), ...makeNeeds(entry, survey, false)],
    diagnostics: [],
    seeded: true,
    shipped: null,
  };
}

function planLink(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const text = appLinkText(entry, survey);
  const shared = survey.at(inShared(entry, survey.layout));
  if (app.link?.text === text) {
    const missing = shared.kind === "absent" && entry.kind === "directory" && entry.chain === undefined;
    const gone: Diagnostic = { severity: "warning", code: "shared-folder-was-missing", path: entry.path, message: `"${entry.path}" was linked, but its folder in shared was gone; an empty one is made`, hint: "Look for the data in your backups and in the rescue folder" };
    return { operations: [...makeShared(entry, survey), ...makeNeeds(entry, survey, false)], diagnostics: missing ? [gone] : [], seeded: true, shipped: null };
  }
  const judged = judgeLink(entry, app, survey);
  if (judged.kind === "leave") return { ...NOTHING, diagnostics: [judged.diagnostic] };
  if (judged.kind === "other-shared") return problem(entry, "other-shared", `"${entry.path}" already leads to "${judged.folder}", not to "${survey.layout.shared}"`, `Run the command with that folder: holdfast persist "${survey.layout.app}" "${judged.folder}"`);
  const guarded = entry.kind === "file" && shared.kind === "absent" && entry.chain === undefined;
  if (guarded) return { ...NOTHING, diagnostics: [{ severity: "warning", code: "dangling-link", path: entry.path, message: `"${entry.path}" is a link to "${app.link?.text ?? ""}" that leads to nothing, and shared has no such file`, hint: `Put the file at "${under(survey.layout.shared, entry.path)}" and run the command again` }] };
  const relink: Operation = { kind: "relink", path: entry.path, at: spotOf(app), text, was: app.link?.text ?? "", reason: judged.reason };
  return { operations: [...makeShared(entry, survey), relink, ...makeNeeds(entry, survey, false)], diagnostics: [], seeded: true, shipped: null };
}

function planReal(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  if (entry.chain !== undefined) return planRealChain({ ...entry, chain: entry.chain }, app, survey);
  const shared = survey.at(inShared(entry, survey.layout));
  const text = appLinkText(entry, survey);
  const hot = hotJournal(entry, survey);
  if (hot !== null) return hot;
  if (app.dev !== (shared.kind === "absent" ? shared.parent.dev : shared.dev)) return acrossFileSystems(entry, survey);
  const placeholder = shared.kind === "link" && shared.link?.text === text;
  if (shared.kind === "absent" || placeholder) return adoptWhole(entry, app, survey);
  if (shared.kind === "link" && shared.link?.end.id === app.id) return { ...NOTHING, seeded: true };
  if (shared.kind === "link") return brokenShared(entry, shared);
  if (shared.kind !== entry.kind) return problem(entry, "different-kinds", `"${entry.path}" is ${standing(app)} in the application and ${standing(shared)} in shared`, `Decide which is right and move the other away: "${shared.directory}/${shared.name}"`);
  return mergeBoth(entry, app, survey);
}

function adoptWhole(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const into = spotOf(survey.at(inShared(entry, survey.layout)));
  const companions = entry.database ? COMPANIONS.filter((ending) => survey.at({ root: "app", path: rel(`${entry.path}${ending}`) }).kind === "file") : [];
  const adopt: Adopt = {
    kind: "adopt",
    path: entry.path,
    reason: `${entry.because}; shared does not have it yet`,
    at: spotOf(app),
    into,
    text: appLinkText(entry, survey),
    identity: app.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    database: entry.database,
    companions,
  };
  return { operations: [...makeParents(inShared(entry, survey.layout), survey), adopt, ...makeNeeds(entry, survey, true)], diagnostics: [], seeded: true, shipped: shippedInto(entry, survey) };
}

function mergeBoth(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const shared = survey.at(inShared(entry, survey.layout));
  const verdict = winnerOf(entry, survey);
  if (verdict.winner === "unclear" && !survey.sameFile(inApp(entry), inShared(entry, survey.layout))) {
    const [a, b] = [`${app.directory}/${app.name}`, `${shared.directory}/${shared.name}`];
    return problem(entry, "two-versions", `"${entry.path}" stands in the application and in shared and they differ: ${verdict.why}`, `Look at both (diff "${a}" "${b}"). To keep the application's: mv "${b}" "${b}.old" and run persist; to keep shared's: mv "${a}" "${a}.old" and run persist`);
  }
  const winner = verdict.winner === "app" ? "app" : "shared";
  const merge = mergeOperation({ entry, app, survey }, { into: spotOf(shared), winner, text: appLinkText(entry, survey), reason: `both have it; ${verdict.why}` });
  const kept = merge.staysDeleted.length;
  const note: Diagnostic[] = kept === 0 ? [] : [{ severity: "note", code: "stays-deleted", path: entry.path, message: `${kept} ${kept === 1 ? "file that was" : "files that were"} deleted on the site and came with this release again ${kept === 1 ? "stays" : "stay"} deleted: ${merge.staysDeleted.slice(0, 5).join(", ")}${kept > 5 ? ", ..." : ""}` }];
  return { operations: [merge, ...makeNeeds(entry, survey, true)], diagnostics: note, seeded: true, shipped: shippedInto(entry, survey) };
}

/** A real folder where a chain's link belongs holds data: it is merged into what the chain leads to. */
function planRealChain(entry: EntryIntent & { readonly chain: RelPath }, app: Observation, survey: Survey): EntryPlan {
  const verdict = winnerOf(entry, survey);
  const into: At = { directory: under(survey.layout.shared, parentOf(entry.chain) as RelPath), name: entry.chain.slice(entry.chain.lastIndexOf("/") + 1) };
  const winner = verdict.winner === "app" ? "app" : "shared";
  const merge = mergeOperation({ entry, app, survey }, { into, winner, text: appLinkText(entry, survey), reason: `it is a real folder that holds files; they belong to ${entry.chain}` });
  return { operations: [merge], diagnostics: [], seeded: true, shipped: shippedInto(entry, survey) };
}

interface MergeChoice {
  readonly into: At;
  readonly winner: "app" | "shared";
  readonly text: string;
  readonly reason: string;
}

function mergeOperation(what: { readonly entry: EntryIntent; readonly app: Observation; readonly survey: Survey }, choice: MergeChoice): Merge {
  const { entry, app, survey } = what;
  return {
    kind: "merge",
    path: entry.path,
    reason: choice.reason,
    at: spotOf(app),
    into: choice.into,
    text: choice.text,
    identity: app.id ?? "",
    nodeKind: entry.kind,
    live: survey.layout.live,
    winner: choice.winner,
    fromApp: choice.winner === "app" ? [] : takenFromApp(entry, survey),
    staysDeleted: choice.winner === "app" ? [] : staysDeleted(entry, survey),
  };
}

/** Inside shared a chain is a link too; a real folder there (an older layout) is merged into what the chain leads to. */
function planChainTarget(entry: EntryIntent & { readonly chain: RelPath }, survey: Survey): EntryPlan {
  const place: Place = { root: "shared", path: entry.path };
  const found = survey.at(place);
  const text = chainLinkText(entry, survey);
  const target = survey.at({ root: "shared", path: entry.chain });
  const parents = makeParents({ root: "shared", path: join(entry.chain, "x") }, survey);
  const ready = target.kind === "directory" || storageComesFromApp(entry, survey) ? [] : parents;
  const before = [...ready, ...makeParents(place, survey)];
  if (found.kind === "absent") return { ...NOTHING, operations: [...before, { kind: "make-link", path: `shared/${entry.path}`, at: spotOf(found), text, owner: survey.owner, reason: `in shared, ${entry.path} stands for ${entry.chain}` }] };
  if (found.kind === "link") {
    if (found.link?.text === text) return NOTHING;
    return { ...NOTHING, operations: [...before, { kind: "relink", path: `shared/${entry.path}`, at: spotOf(found), text, was: found.link?.text ?? "", reason: `in shared, ${entry.path} stands for ${entry.chain}` }] };
  }
  if (found.kind !== "directory") return problem(entry, "chain-in-the-way", `${standing(found)} stands at "${found.directory}/${found.name}"`, "Move it away, then run the command again");
  const into: At = { directory: under(survey.layout.shared, parentOf(entry.chain) as RelPath), name: entry.chain.slice(entry.chain.lastIndexOf("/") + 1) };
  const merge: Merge = { kind: "merge", path: entry.path, reason: `in shared, ${entry.path} stands for ${entry.chain}; its files move there`, at: spotOf(found), into, text, identity: found.id ?? "", nodeKind: "directory", live: survey.layout.live, winner: "app", fromApp: [], staysDeleted: [] };
  return { ...NOTHING, operations: [...before, merge] };
}

function storageComesFromApp(entry: EntryIntent & { readonly chain: RelPath }, survey: Survey): boolean {
  return survey.at({ root: "app", path: entry.chain }).kind === "directory";
}

/** Makes the entry in shared where nobody has it. */
function makeShared(entry: EntryIntent, survey: Survey): Operation[] {
  const place = inShared(entry, survey.layout);
  if (entry.chain !== undefined || entry.kind === "file" || survey.at(place).kind !== "absent") return [];
  return [...makeParents(place, survey), makeDirectory(place, survey, "nobody has it yet, and the application writes there")];
}

/** The folders that an empty entry needs; `fromApp` when the app's folder has just become shared's. */
function makeNeeds(entry: EntryIntent, survey: Survey, fromApp: boolean): Operation[] {
  const made = new Set<string>();
  const operations: Operation[] = [];
  for (const need of entry.needs) {
    const steps = [...ancestorsOf(need), need];
    for (const step of steps) {
      const place: Place = { root: "shared", path: join(inShared(entry, survey.layout).path, step) };
      const there = survey.at(place).kind === "directory" || (fromApp && survey.at({ root: "app", path: join(entry.path, step) }).kind === "directory");
      if (there || made.has(step)) continue;
      made.add(step);
      operations.push(makeDirectory(place, survey, "the application does not start without it"));
    }
  }
  return operations;
}

/** The folders above a place in shared that do not exist yet, outermost first, with the mode of the app's own. */
function makeParents(place: Place, survey: Survey): Operation[] {
  return ancestorsOf(place.path)
    .filter((path) => survey.at({ root: "shared", path }).kind === "absent")
    .map((path) => makeDirectory({ root: "shared", path }, survey, "holds the data below it"));
}

/** The folders above the link in the app, where the release came without them. */
function makeAppParents(entry: EntryIntent, survey: Survey): Operation[] {
  return ancestorsOf(entry.path)
    .filter((path) => survey.at({ root: "app", path }).kind === "absent")
    .map((path) => {
      const seen = survey.at({ root: "app", path });
      return { kind: "make-directory", path, at: spotOf(seen), owner: { ...survey.owner, mode: seen.parent.mode }, reason: `the link ${entry.path} stands in it` };
    });
}

function makeDirectory(place: Place, survey: Survey, reason: string): Operation {
  const inTheApp = survey.at({ root: "app", path: place.path });
  const owner: Ownership = inTheApp.kind === "directory" && inTheApp.owner ? inTheApp.owner : survey.owner;
  const seen = survey.at(place);
  return { kind: "make-directory", path: `shared/${place.path}`, at: spotOf(seen), owner, reason };
}

function linkFromApp(entry: EntryIntent, survey: Survey, reason: string): Operation {
  const app = survey.at(inApp(entry));
  return { kind: "make-link", path: entry.path, at: spotOf(app), text: appLinkText(entry, survey), owner: survey.owner, reason };
}

function hotJournal(entry: EntryIntent, survey: Survey): EntryPlan | null {
  if (!entry.database) return null;
  const journal = survey.at({ root: "app", path: rel(`${entry.path}-journal`) });
  if (journal.kind === "absent") return null;
  return problem(entry, "hot-journal", `"${entry.path}-journal" shows that the database is being written or was left half-written`, "Stop what writes to it (php artisan down), open the database once with sqlite3 so that the journal is settled, and run the command again");
}

function acrossFileSystems(entry: EntryIntent, survey: Survey): EntryPlan {
  return problem(entry, "across-file-systems", `"${entry.path}" and "${survey.layout.shared}" are on different file systems, so it cannot be taken over without copying`, `Name a shared folder on the application's own file system: holdfast persist "${survey.layout.app}" FOLDER`);
}

function brokenShared(entry: EntryIntent, shared: Observation): EntryPlan {
  return problem(entry, "link-in-shared", `In shared, "${entry.path}" is ${standing(shared)}`, `Make it a real ${entry.kind} or remove the link "${shared.directory}/${shared.name}", then run the command again`);
}

function problem(entry: EntryIntent, code: string, message: string, hint: string): EntryPlan {
  return { ...NOTHING, diagnostics: [{ severity: "problem", code, path: entry.path, message, hint }] };
}

function spotOf(observation: Observation): At {
  return { directory: observation.directory, name: observation.name };
}
