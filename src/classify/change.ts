import type { EntryClass, PathVerdict } from "../core/entry.ts";
import { ancestorsOf, type RelPath } from "../core/path.ts";
import { isLinked } from "./claim.ts";
import { type Choice, choiceText } from "./decisions-edit.ts";

/** What its owner can do about a verdict. */
export interface Change {
  /** The path that the line is about: the asked one, or the entry that it lies in, with which it lives and moves. */
  readonly path: RelPath;
  /** The line for `holdfast.json`. */
  readonly line: string;
  /** What the path would be then. */
  readonly class: EntryClass;
}

/** The lines for `holdfast.json` that would change a verdict; for an undecided path those that settle it. */
export function changesOf(verdict: PathVerdict, verdicts: readonly PathVerdict[]): Change[] {
  const home = linkedHome(verdict.path, verdicts);
  const about = home ?? verdict;
  const others: readonly EntryClass[] =
    about.class === null ? ["user", "asset"] : about.class === "asset" ? ["user"] : ["asset"];
  return others.map((found) => {
    const choice: Choice = {
      pattern: about.path,
      class: found,
      ...(!about.present && about.kind === "file" ? { kind: "file" } : {}),
    };
    return { path: about.path, class: found, line: `${JSON.stringify(about.path)}: ${choiceText(choice)}` };
  });
}

/** The linked entry that a path lies in; nothing below one is linked or split, so a line about the path itself does nothing. */
export function linkedHome(path: RelPath, verdicts: readonly PathVerdict[]): PathVerdict | undefined {
  const above = ancestorsOf(path);
  return verdicts.find((verdict) => above.includes(verdict.path) && isLinked(verdict.handling));
}
