import type { Place } from "../core/layout.ts";
import { join, type RelPath } from "../core/path.ts";
import type { EntryIntent } from "./entry-intent.ts";
import { inApp, inShared } from "./entry-intent.ts";
import { knownTree } from "./winner.ts";
import { type Survey, shippedNames } from "./survey.ts";

/** Where an entry's data lies: for a public link in what it leads to. */
function dataOf(entry: EntryIntent, { layout }: Survey): Place {
  return entry.chain === undefined ? inShared(entry, layout) : { root: "shared", path: entry.chain };
}

/**
 * Names that the release brings again although an earlier one brought them and the user has deleted them since:
 * what was deleted stays deleted.
 */
export function staysDeleted(entry: EntryIntent, survey: Survey): string[] {
  // In a copy that our links stood in, a file of that name may be one that somebody uploaded just now.
  if (entry.kind === "file" || knownTree(survey) !== null) return [];
  const known = shippedNames(survey, entry.path);
  const names = survey.names(dataOf(entry, survey));
  // Too many to list: bringing a deleted file back is better than guessing that one was deleted.
  if (names === null) return [];
  const there = new Set(names);
  const brought = survey.names(inApp(entry)) ?? [];
  return brought.filter((name) => name in known && !there.has(name));
}

/**
 * For `merge` entries: names where shared still has what an earlier release shipped and this release ships something newer. The app's
 * file is taken and the old one rescued (row "yes, same as B, changed: take N"). What a live application was shipped as is not remembered when it is taken
 * over; where it is known by now, that counts for what no release of ours has brought.
 */
export function takenFromApp(entry: EntryIntent, survey: Survey): string[] {
  if (entry.handling !== "merge") return [];
  const known = shippedNames(survey, entry.path);
  const brought = survey.delivered === undefined ? [] : namesOf(entry, survey);
  return [...new Set([...Object.keys(known), ...brought])]
    .map((name) => [name, known[name] ?? survey.delivered?.(pathOf(entry, name)) ?? null] as const)
    .filter(([name, digest]) => {
      if (digest === null || survey.digest(dataOf(entry, survey), name) !== digest) return false;
      const next = survey.digest(inApp(entry), name);
      return next !== null && next !== digest;
    })
    .map(([name]) => name);
}

/** The names that a release brings into an entry; an empty one is the entry itself. None where they are too many to list. */
function namesOf(entry: EntryIntent, survey: Survey): readonly string[] {
  return entry.kind === "file" ? [""] : (survey.names(inApp(entry)) ?? []);
}

function pathOf(entry: EntryIntent, name: string): RelPath {
  return name === "" ? entry.path : join(entry.path, name);
}

/** What to remember as brought by this release: names, for `merge` with digests. An empty name is the entry itself (a file).
 * Null where nothing is to be remembered, or where there are too many names to list. */
export function shippedInto(entry: EntryIntent, survey: Survey): Record<string, string | null> | null {
  if (survey.remembers === false) return null;
  const names = entry.kind === "file" ? [""] : survey.names(inApp(entry));
  if (names === null) return null;
  // What people put into a live app was not shipped by anyone; its names are still remembered for plain links, so that
  // what they delete later does not come back. For `merge` a digest would call their edits unedited, so none is kept.
  if (survey.layout.live && entry.handling === "merge") return null;
  const digestOf = (name: string): string | null =>
    entry.handling === "merge" ? survey.digest(inApp(entry), name) : null;
  return Object.fromEntries(names.map((name) => [name, digestOf(name)]));
}
