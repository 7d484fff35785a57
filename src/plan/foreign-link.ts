import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, isInside, type RelPath, resolveText, under } from "../core/path.ts";
import { type EntryIntent, inApp, inShared, sharedPathOf } from "./entry-intent.ts";
import type { Survey } from "./survey.ts";

/** What to do about a link at an entry's path that does not have our text. */
export type LinkJudgement =
  /** It leads where ours would (an absolute text, say), to nothing, or to what the chain stands for: give it our text. */
  | { readonly kind: "rewrite"; readonly reason: string }
  /** It leads to the same path below another folder: somebody else's shared. */
  | { readonly kind: "other-shared"; readonly folder: string }
  /** It leads to something of its owner's: left alone and named. */
  | { readonly kind: "leave"; readonly diagnostic: Diagnostic };

/** Judges a link that is not ours. A link that works is never broken; one that dangles is repaired where shared has the data. */
export function judgeLink(entry: EntryIntent, found: Observation, survey: Survey): LinkJudgement {
  const text = found.link?.text ?? "";
  const end = found.link?.end;
  if (end === undefined || end.kind === "absent" || end.kind === "loop") return judgeDangling(entry, text, survey);
  const right = reasonToRewrite(entry, end.path, survey);
  if (right !== null) return { kind: "rewrite", reason: `its link "${text}" ${right}` };
  const folder = otherShared(entry, end.path, survey);
  return folder === null
    ? { kind: "leave", diagnostic: leftAlone(entry, text, end.path) }
    : { kind: "other-shared", folder };
}

/** A link to a disk that is not mounted just now dangles too: without data in shared it is left for its owner. */
function judgeDangling(entry: EntryIntent, text: string, survey: Survey): LinkJudgement {
  const shared = survey.at(inShared(entry, survey.layout));
  const leadsOut = !isInside(resolveText(survey.at(inApp(entry)).directory, text), survey.layout.site);
  if (shared.kind !== "absent" || entry.chain !== undefined || !leadsOut) {
    return { kind: "rewrite", reason: `its link "${text}" leads to nothing` };
  }
  return {
    kind: "leave",
    diagnostic: {
      severity: "warning",
      code: "dangling-link",
      path: entry.path,
      message: `"${entry.path}" is a link to "${text}", where nothing is; it is left as it is`,
      hint: "If that is a disk that is not mounted, mount it; if the link is no longer wanted, remove it and run persist again",
    },
  };
}

/** Why a link that works may still be given our text; null when it leads to something of its owner's. */
function reasonToRewrite(entry: EntryIntent, target: AbsPath, survey: Survey): string | null {
  const { layout } = survey;
  if (target === under(layout.shared, sharedPathOf(entry, layout))) return "leads to the right place by another text";
  const own = survey.at(inShared(entry, layout)).link?.end;
  if (own?.kind === entry.kind && own.path === target) return "leads where the link in shared leads";
  if (entry.chain !== undefined && standsForChain(entry.chain, target, survey)) {
    return "goes through the code; this one goes to shared directly";
  }
  const ofAnotherRelease = entry.handling === "per-release" && isInside(target, under(layout.shared, entry.path));
  return ofAnotherRelease ? "leads to the folder of another release" : null;
}

/** The same path below another folder that is no release: the shared folder that this app already uses. */
function otherShared(entry: EntryIntent, target: AbsPath, survey: Survey): string | null {
  const { site, app, shared } = survey.layout;
  const ending = `/${entry.path}`;
  if (!target.endsWith(ending)) return null;
  const folder = target.slice(0, -ending.length);
  return folder === app || folder === shared || isInside(folder, `${site}/releases`) ? null : folder;
}

function standsForChain(chain: RelPath, target: AbsPath, survey: Survey): boolean {
  const { app, shared } = survey.layout;
  return target === under(app, chain) || target === under(shared, chain) || leadsToOtherRelease(chain, target, survey);
}

function leadsToOtherRelease(chain: string, target: string, survey: Survey): boolean {
  return isInside(target, `${survey.layout.site}/releases`) && target.endsWith(`/${chain}`);
}

function leftAlone(entry: EntryIntent, text: string, target: string): Diagnostic {
  return {
    severity: "warning",
    code: "link-left-alone",
    path: entry.path,
    message: `"${entry.path}" is a link to "${text}", which exists; it is left as it is`,
    hint: `If its data shall live in shared: remove the link, move "${target}" to where it stood, and run persist again`,
  };
}
