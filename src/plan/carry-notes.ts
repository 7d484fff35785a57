import { quoteInText } from "../core/shell.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Survey } from "./survey.ts";
import { knownTree } from "./winner.ts";

/**
 * Where new code took the place of the old, what was added on the server to folders of code (add-on modules, edited translations) is still
 * in the earlier copy of the app: it is named, because nothing else would.
 */
export function carryNotes(survey: Survey): Diagnostic[] {
  const isNew =
    survey.record !== null && survey.record.entries.some((entry) => entry.seeded) && knownTree(survey) === null;
  if (!isNew) return [];
  return survey.classification.verdicts
    .filter((verdict) => verdict.handling === "carry")
    .map(({ path }) => ({
      severity: "note",
      code: "carry-by-hand",
      path,
      message: `"${path}" is code, and what was added to it on the server does not come along by itself`,
      hint: `Compare it with the earlier copy of the application and copy over what is missing: diff -rq ${quoteInText(`EARLIER/${path}`)} ${quoteInText(`${survey.layout.app}/${path}`)}`,
    }));
}
