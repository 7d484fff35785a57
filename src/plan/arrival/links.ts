/** Links of a delivery: they are followed in the tree as the kernel would on disk, and may lead nowhere but into it. */
import { type Culprit, entryRefused } from "../../core/arrival-error.ts";
import { followLink } from "../../core/link-walk.ts";
import { isInside, type RelPath } from "../../core/path.ts";
import { hasControls } from "./names.ts";
import type { Place } from "./place.ts";
import type { Tree } from "./tree.ts";

const LONGEST_TEXT = 4095;

/** The folder that links must not leave, and the delivery for messages. */
interface Where {
  readonly root: RelPath | "";
  readonly source: string;
}

/** Throws `archive-refused` where a link's text is none, or leads out of `root`, be it through other links. */
export function refuseOutward(tree: Tree, place: Place, { root, source }: Where): void {
  const text = place.text ?? "";
  const culprit: Culprit = { source, entry: place.path };
  if (text === "" || text.length > LONGEST_TEXT || hasControls(text))
    throw entryRefused(culprit, "it is a link whose text is no path");
  if (text.startsWith("/")) throw entryRefused(culprit, `it is a link to the absolute path "${text}"`, RELATIVE);
  if (followLink(place.path, root, (path) => textAt(tree, path)) === "outside")
    throw entryRefused(culprit, `it is a link that leads out ("${text}")`, RELATIVE);
}

const RELATIVE =
  "Make it a relative link that stays inside, or leave it out; links into shared are made by Holdfast itself";

function textAt(tree: Tree, path: RelPath): string | undefined {
  const place = tree.get(path);
  return place?.kind === "link" ? place.text : undefined;
}

/** What was found out already, by the path of the hard link: a chain of 200,000 is walked once. */
export type Repeated = Map<RelPath, Place>;

/** The file whose content a hard link repeats, followed to its end; throws `archive-refused` where there is none before it in the release. */
export function repeatedFile(
  tree: Tree,
  place: Place,
  { root, source, repeated }: Where & { readonly repeated: Repeated },
): Place {
  const culprit: Culprit = { source, entry: place.path };
  const passed: RelPath[] = [];
  let found: Place = place;
  while (found.kind === "hard-link") {
    passed.push(found.path);
    found = repeated.get(found.path) ?? nextOf(tree, found, culprit);
  }
  for (const path of passed) repeated.set(path, found);
  if (root !== "" && !isInside(found.path, root))
    throw entryRefused(culprit, `it is a hard link to "${found.path}", which is no file of the release`);
  return found;
}

function nextOf(tree: Tree, from: Place, culprit: Culprit): Place {
  const target = (from.text ?? "").replace(/^\.\//, "") as RelPath;
  const next = tree.get(target);
  if (next === undefined || (next.kind !== "file" && next.kind !== "hard-link"))
    throw entryRefused(culprit, `it is a hard link to "${target}", which is no file of the release`);
  if ((next.index ?? 0) >= (from.index ?? 0))
    throw entryRefused(culprit, `it is a hard link to "${target}", which comes only after it`);
  return next;
}
