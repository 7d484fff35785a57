import type { EntryClass, Handling, PathVerdict } from "../core/entry.ts";

/** What a handling means for somebody who does not know the word. */
const HANDLING_WORDS: Readonly<Record<Handling, string>> = {
  link: "it lives in shared, and each release has a link to it; an update can add to it and replaces nothing",
  merge: "it lives in shared, and each release has a link to it; shipped files that nobody here changed are updated",
  carry: "it stays with the code, and what was added here must come along to the next version",
  "per-release": "it is made anew, one for each release",
  release: "it comes and goes with the code; an update brings its own",
};

const CLASS_WORDS: Readonly<Record<EntryClass, string>> = {
  asset: "ships with the code",
  user: "people made it",
  runtime: "the system generated it",
};

/** A handling in plain words. */
export function handlingInWords({ handling, class: found }: Pick<PathVerdict, "handling" | "class">): string {
  if (found === null) return "until its owner decides it stays with the code, as if it came with it";
  return HANDLING_WORDS[handling];
}

/** A class in plain words. */
export function classInWords(found: EntryClass | null): string {
  return found === null ? "nothing settles what it is" : CLASS_WORDS[found];
}
