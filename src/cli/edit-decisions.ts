import { ownerOf, textIn } from "../apply/read-survey.ts";
import { type Choice, withChoices } from "../classify/decisions-edit.ts";
import { decisionsTemplate } from "../classify/decisions-text.ts";
import { usualClass } from "../classify/claim.ts";
import type { Decision } from "../core/entry.ts";
import { HoldfastError } from "../core/error.ts";
import { NAMES } from "../core/layout.ts";
import { type AbsPath, rel, under } from "../core/path.ts";
import type { DecisionsEdit } from "../plan/decide.ts";
import { temporaryOf } from "../plan/init.ts";

/**
 * Reads the decisions file of an app and puts choices into its text. A new file begins with the decisions in force: an app that came
 * without its file is judged by those in the record, and from now on by the file alone.
 */
export function editDecisions(app: AbsPath, choices: readonly Choice[], inForce: readonly Decision[]): DecisionsEdit {
  const now = textIn(app, NAMES.decisions);
  const leftover = textIn(app, temporaryOf(NAMES.decisions)) !== null;
  if (now === null) {
    const schema = textIn(app, NAMES.schema) === null ? null : NAMES.schema;
    const next = withChoices(withChoices(decisionsTemplate(schema), inForce.map(choiceOf)), choices);
    return { now, next, owner: ownerOf(app), leftover };
  }
  const file = under(app, rel(NAMES.decisions));
  // What is not UTF-8 came out of decoding as this sign, and would be written back so.
  if (now.includes("\uFFFD")) throw notUtf8(file);
  return { now, next: withChoices(now, choices), owner: ownerOf(file), leftover };
}

function choiceOf({ pattern, class: found, handling, kind }: Decision): Choice {
  return {
    pattern,
    class: found ?? (handling === undefined ? "user" : usualClass(handling)),
    ...(handling === undefined ? {} : { handling }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function notUtf8(file: AbsPath): HoldfastError {
  return new HoldfastError({
    code: "decisions-not-utf8",
    message: `"${file}" is not UTF-8 text, so nothing can be added to it without damage`,
    hint: "Open it in an editor, save it as UTF-8, then run the command again",
  });
}
