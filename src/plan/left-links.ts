/** Links that an undo leaves: they lead into shared and are no entry's own, so that shared is still needed. */
import { quoteInText } from "../core/shell.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { displayName } from "../core/bytes.ts";
import { type AbsPath, type RelPath, under } from "../core/path.ts";

/** One of them, by its path in the application. */
export interface LeftLink {
  readonly path: RelPath;
  readonly text: string;
  /** True where something stands at its end. */
  readonly holds: boolean;
}

/** The problem with one link. */
export function leftLink({ path, text, holds }: LeftLink, app: AbsPath): Diagnostic {
  const own = quoteInText(under(app, path));
  const plain = quoteInText(`${under(app, path)}.plain`);
  return {
    severity: "problem",
    code: "link-to-shared-stays",
    path,
    message: `"${displayName(path)}" is a link into shared (${displayName(text)}) that Holdfast has no entry for; ${holds ? "it needs shared" : "it leads to nothing"}`,
    hint: holds
      ? `Make it plain: cp -aL ${own} ${plain} && rm ${own} && mv ${plain} ${own}`
      : `If nothing uses it: rm ${own}`,
  };
}

/** The problem with a folder that may not be read: what is in it nobody knows. */
export function unreadFolder(path: RelPath): Diagnostic {
  return {
    severity: "problem",
    code: "links-not-known",
    path,
    message: `"${displayName(path)}" may not be read by this user; whether links in it lead into shared is not known`,
    hint: "Run the command as a user that may read it",
  };
}
