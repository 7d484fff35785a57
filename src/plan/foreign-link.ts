import type { Diagnostic } from "../core/diagnostic.ts";
import type { Observation } from "../core/observation.ts";
import { isInside, under } from "../core/path.ts";
import type { EntryIntent } from "./entry-intent.ts";
import { sharedPathOf } from "./entry-intent.ts";
import type { Survey } from "./survey.ts";

/** What to do about a link at an entry's path that does not have our text. */
export type LinkJudgement =
  /** It leads where ours would (an absolute text, say), to nothing, or to what the chain stands for: give it our text. */
  | { readonly kind: "rewrite"; readonly reason: string }
  /** It leads to the same path below another folder: somebody else's shared. */
  | { readonly kind: "other-shared"; readonly folder: string }
  /** It leads to something of its owner's: left alone and named. */
  | { readonly kind: "leave"; readonly diagnostic: Diagnostic };

/** Judges a link that is not ours. A link that works is never broken; one that dangles is repaired. */
export function judgeLink(entry: EntryIntent, found: Observation, survey: Survey): LinkJudgement {
  const { layout } = survey;
  const text = found.link?.text ?? "";
  const end = found.link?.end;
  const target = end?.path ?? layout.app;
  const ours = under(layout.shared, sharedPathOf(entry, layout));
  if (target === ours) return { kind: "rewrite", reason: `it leads to the right place, but by the text "${text}"` };
  if (end === undefined || end.kind === "absent" || end.kind === "loop") {
    return { kind: "rewrite", reason: `its link "${text}" leads to nothing` };
  }
  if (entry.chain !== undefined) {
    const meant = [under(layout.app, entry.chain), under(layout.shared, entry.chain)];
    if (meant.includes(target) || leadsToOtherRelease(entry.chain, target, survey)) {
      return { kind: "rewrite", reason: `its link "${text}" goes through the code; this one goes to shared directly` };
    }
  }
  if (isInside(target, layout.shared)) return { kind: "rewrite", reason: `its link "${text}" leads to another place in shared` };
  const ending = `/${entry.path}`;
  const elsewhere = target.endsWith(ending) ? target.slice(0, -ending.length) : null;
  if (elsewhere !== null && !isInside(elsewhere, layout.site)) return { kind: "other-shared", folder: elsewhere };
  return { kind: "leave", diagnostic: leftAlone(entry, text, target) };
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
