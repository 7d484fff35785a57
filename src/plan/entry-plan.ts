import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { under } from "../core/path.ts";
import { planChainTarget } from "./chain-target.ts";
import { appLinkText, type EntryIntent, inApp, inShared, ownPool } from "./entry-intent.ts";
import { type EntryPlan, NOTHING, problem, spotOf } from "./entry-result.ts";
import { judgeLink } from "./foreign-link.ts";
import { makeAppParents, makeNeeds, makeShared } from "./make-steps.ts";
import type { Operation } from "./operation.ts";
import { brokenShared, planReal } from "./real-entry.ts";
import type { Survey } from "./survey.ts";
import { standing } from "./winner.ts";
import { quoteInText } from "../core/shell.ts";

/** Plans one entry from what stands in the app and in shared (docs/how-data-is-taken-over.md). */
export function planEntry(entry: EntryIntent, survey: Survey): EntryPlan {
  const app = survey.at(inApp(entry));
  if (survey.inPlace) return withoutLinks(app);
  if (app.blocked) return blockedParent(entry, app.blocked);
  const chained = entry.chain === undefined ? NOTHING : planChainTarget({ ...entry, chain: entry.chain }, survey);
  const plan = planAppSide(entry, app, survey);
  return {
    ...plan,
    operations: [...chained.operations, ...plan.operations],
    diagnostics: [...chained.diagnostics, ...plan.diagnostics],
  };
}

/** On a site without links the data is where the application has it, and nothing of it is ever changed. */
function withoutLinks({ kind }: Observation): EntryPlan {
  return { ...NOTHING, seeded: kind !== "absent", inPlace: kind !== "absent" };
}

function planAppSide(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  if (app.kind === "absent") return planAbsent(entry, survey);
  if (app.kind === "link")
    return isRightLink(entry, app, survey) ? planRightLink(entry, survey) : planOtherLink(entry, app, survey);
  return app.kind === entry.kind ? planReal(entry, app, survey) : wrongKind(entry, app);
}

function isRightLink(entry: EntryIntent, app: Observation, survey: Survey): boolean {
  const base = appLinkText(entry, survey);
  return app.link?.text === base || ownPool(entry, app.link?.text, { base, layout: survey.layout }) !== null;
}

/** Nothing in the app: link what shared has; make a folder that nobody has; guard a file that nobody has. */
function planAbsent(entry: EntryIntent, survey: Survey): EntryPlan {
  if (isGuarded(entry, survey)) return NOTHING;
  const shared = survey.at(inShared(entry, survey.layout));
  if (shared.kind === "link" && entry.chain === undefined && shared.link?.end.kind !== entry.kind)
    return brokenShared(entry, shared);
  const link: Operation = {
    kind: "make-link",
    path: entry.path,
    at: spotOf(survey.at(inApp(entry))),
    text: appLinkText(entry, survey),
    owner: survey.owner,
    reason: "the data lives in shared",
  };
  return linked([
    ...makeShared(entry, survey),
    ...makeAppParents(entry, survey),
    link,
    ...makeNeeds(entry, survey, false),
  ]);
}

/** Our link stands already; what it leads to may have been removed. */
function planRightLink(entry: EntryIntent, survey: Survey): EntryPlan {
  const missing =
    entry.kind === "directory" &&
    entry.chain === undefined &&
    survey.at(inShared(entry, survey.layout)).kind === "absent";
  const gone: Diagnostic = {
    severity: "warning",
    code: "shared-folder-was-missing",
    path: entry.path,
    message: `"${entry.path}" was linked, but its folder in shared was gone; an empty one is made`,
    hint: "Look for the data in your backups and in the rescue folder",
  };
  return {
    ...linked([...makeShared(entry, survey), ...makeNeeds(entry, survey, false)]),
    diagnostics: missing ? [gone] : [],
  };
}

function planOtherLink(entry: EntryIntent, app: Observation, survey: Survey): EntryPlan {
  const judged = judgeLink(entry, app, survey);
  if (judged.kind === "leave") return { ...NOTHING, diagnostics: [judged.diagnostic] };
  if (judged.kind === "other-shared") return otherShared(entry, judged.folder, survey);
  const was = app.link?.text ?? "";
  if (isGuarded(entry, survey)) return dangling(entry, was, survey);
  const relink: Operation = {
    kind: "relink",
    path: entry.path,
    at: spotOf(app),
    text: appLinkText(entry, survey),
    was,
    reason: judged.reason,
  };
  return linked([...makeShared(entry, survey), relink, ...makeNeeds(entry, survey, false)]);
}

/** A file that shared does not have gets no dangling link; the run that first sees it adopts it. */
function isGuarded(entry: EntryIntent, survey: Survey): boolean {
  return (
    entry.kind === "file" && entry.chain === undefined && survey.at(inShared(entry, survey.layout)).kind === "absent"
  );
}

function linked(operations: readonly Operation[]): EntryPlan {
  return { operations, diagnostics: [], seeded: true, shipped: null };
}

function blockedParent(entry: EntryIntent, blocked: { readonly path: string; readonly text: string }): EntryPlan {
  return problem(entry, {
    code: "parent-link",
    message: `"${blocked.path}" on the way to it is a link to "${blocked.text}" that Holdfast may not follow`,
    hint: "Make the link's owner the application's owner, or replace it by a folder",
  });
}

function wrongKind(entry: EntryIntent, app: Observation): EntryPlan {
  const message = `"${entry.path}" should be a ${entry.kind} but ${standing(app)} is there`;
  if (app.kind === "other")
    return problem(entry, {
      code: "neither-file-nor-folder",
      message,
      hint: "Move it away, then run the command again",
    });
  return problem(entry, {
    code: "wrong-kind",
    message,
    hint: `Say what it is in holdfast.json, for example: "${entry.path}": { "class": "${entry.class}", "kind": "${app.kind}" }`,
  });
}

function otherShared(entry: EntryIntent, folder: string, survey: Survey): EntryPlan {
  return problem(entry, {
    code: "other-shared",
    message: `"${entry.path}" already leads to "${folder}", not to "${survey.layout.shared}"`,
    hint: `Run the command with that folder: holdfast persist ${quoteInText(survey.layout.app)} ${quoteInText(folder)}`,
  });
}

function dangling(entry: EntryIntent, text: string, survey: Survey): EntryPlan {
  const warning: Diagnostic = {
    severity: "warning",
    code: "dangling-link",
    path: entry.path,
    message: `"${entry.path}" is a link to "${text}" that leads to nothing, and shared has no such file`,
    hint: `Put the file at "${under(survey.layout.shared, entry.path)}" and run the command again`,
  };
  return { ...NOTHING, diagnostics: [warning] };
}
