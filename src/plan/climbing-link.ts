import { displayName } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { LinkEnd } from "../core/observation.ts";
import { type AbsPath, type RelPath, under } from "../core/path.ts";
import { quoteInText } from "../core/shell.ts";

/** A relative link inside data that is about to move, which climbs out of it. */
export interface ClimbingLink {
  /** Where it stands in the application, or will stand. */
  readonly path: RelPath;
  readonly text: string;
  /** What it leads to where the data stands now. */
  readonly before: LinkEnd;
  /** What the same text leads to from where the data goes. */
  readonly after: LinkEnd;
}

/** What its owner has to know before the data moves, with a line that helps before and after: the text is his, and stays as it is. */
export function climbingLink({ path, text, before, after }: ClimbingLink, app: AbsPath): Diagnostic {
  const then = after.id === null ? "where nothing is" : "which is something else";
  return {
    severity: "warning",
    code: "link-climbs-out",
    path,
    message: `"${displayName(path)}" is a link that climbs out of its folder (${displayName(text)}): it leads to "${displayName(before.path)}" now, and to "${displayName(after.path)}" from where the data goes, ${then}`,
    hint: `Make it absolute: ln -sfn ${quoteInText(before.path)} ${quoteInText(under(app, path))}`,
  };
}
