import { isDenied } from "../system/path-error.ts";
import { displayName } from "../core/bytes.ts";
import type { Observation } from "../core/observation.ts";
import { type AbsPath, join, parentOf, type RelPath, under } from "../core/path.ts";
import { quoteInText } from "../core/shell.ts";
import { closeDir, openChildIfThere, type Spot, withDir } from "../system/dir.ts";
import { endOf } from "../system/observe.ts";
import { endFrom, type OutwardLink, outwardLinksIn } from "../system/outward-links.ts";
import type { CheckContext } from "./check-entry.ts";
import type { CheckLine } from "./check-line.ts";

/**
 * The relative links inside data in shared that climb out of it: since the data moved, they may lead elsewhere than before. One that leads to nothing now, and
 * would lead to something from the application, is a warning. Reads only.
 */
export function checkOutwardLinks(context: CheckContext): CheckLine[] {
  const { undone, entries } = context.site;
  // After an undo the pools of caches lead into the application by our own hand.
  const folders = entries
    .filter(
      ({ kind, chain, handling }) =>
        kind === "directory" && chain === undefined && !(undone === true && handling === "per-release"),
    )
    .map(({ path }) => context.at({ root: "shared", path }))
    .filter(({ kind }) => kind === "directory");
  return besideEachOther(folders).flatMap((group) =>
    withDir(group[0].directory, (dir) =>
      group.flatMap(({ name, place }) => linesBelow({ dir, name }, place.path, context.layout.app)),
    ),
  );
}

type Group = readonly [Observation, ...Observation[]];

/** Folders in the same one after each other, so that the way to it is gone once. */
function besideEachOther(folders: readonly Observation[]): Group[] {
  const groups: [Observation, ...Observation[]][] = [];
  for (const folder of folders) {
    const last = groups.at(-1);
    if (last?.[0].directory === folder.directory) last.push(folder);
    else groups.push([folder]);
  }
  return groups;
}

function linesBelow(spot: Spot, entry: RelPath, app: AbsPath): CheckLine[] {
  const dir = openOrNull(spot);
  if (dir === null) return [];
  try {
    return outwardLinksIn(dir).map((link) => lineOf(link, { root: dir.path, entry, app }));
  } finally {
    closeDir(dir);
  }
}

/** Null also where this user may not read the folder: its entry's own line says what that means. */
function openOrNull(spot: Spot): ReturnType<typeof openChildIfThere> {
  try {
    return openChildIfThere(spot);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}

function lineOf(
  { path, text }: OutwardLink,
  { root, entry, app }: { readonly root: AbsPath; readonly entry: RelPath; readonly app: AbsPath },
): CheckLine {
  const inApp = under(app, join(entry, path));
  const shown = `${displayName(join(entry, path))} → ${displayName(text)}`;
  const meant = endFrom(parentOf(inApp), text);
  if (meant.id !== null && endOf(parentOf(under(root, path)), text).kind === "absent")
    return {
      status: "warning",
      text: `A link in the data leads to nothing, seen from shared: ${shown} (from the application it would lead to "${displayName(meant.path)}")`,
      remedy: `ln -sfn ${quoteInText(meant.path)} ${quoteInText(inApp)}`,
    };
  return {
    status: "note",
    text: `A link in the data leads out of it, seen from shared now: ${shown} (make it absolute if it should lead into the code)`,
  };
}
