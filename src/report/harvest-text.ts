import { displayName } from "../core/bytes.ts";
import type { Handling } from "../core/entry.ts";
import { isInside, type RelPath } from "../core/path.ts";
import { type Group, isInShared, type Outcome, type Standing } from "../core/versions.ts";
import { type Cluster, clustersOf } from "./by-folder.ts";

/** A name that was decided over three versions, as far as the report tells it. */
export interface DecidedName {
  readonly path: RelPath;
  /** What stands there, or what would have stood there. */
  readonly kind: Standing["kind"];
  readonly handling: Handling;
  readonly group: Group;
  readonly rescue: Outcome["rescue"];
  /** What could run it (`PHP`), for the group `script`. */
  readonly runsAs?: string;
}

/** How a group is told: its mark, and what is said after the names. Groups that are not here go without saying. */
type Telling = readonly [mark: string, words: (names: readonly DecidedName[]) => string];

/** What needs its owner first, then what was rescued, what was kept, what is new, and notes. */
const TELLINGS: Readonly<Partial<Record<Group, Telling>>> = {
  unanswered: [
    "❔",
    () =>
      "nobody knows what was changed here: the old release stays until you say so (the ZIP that it came from tells: --shipped OLD.zip)",
  ],
  script: ["⚠️ ", scriptWords],
  "back-again": ["⚠️ ", () => "deleted here, and brought again by the release"],
  "edit-rescued": [
    "🛟",
    () => "changed here and by the release: the release's version is used, yours is in the rescue folder",
  ],
  "in-the-way": ["🛟", inTheWay],
  link: ["🛟", () => "made here as a link: not taken along, the link is kept in the rescue folder"],
  "both-changed": [
    "🟢",
    (names) =>
      `changed here and by the release: yours stays${isRescued(names, "next") ? ", the release's is in the rescue folder" : ""}`,
  ],
  "kept-differs": ["🟢", () => "the release brings its own: yours stays"],
  "new-entry": ["🟢", () => "made here, nothing inside could run: lives in shared from now on"],
  carried: ["🟢", () => "taken along"],
  kept: ["🟢", () => "kept"],
  "stays-deleted": ["🟢", () => "deleted here: stays deleted"],
  updated: ["🔵", () => "updated, never changed here; the old version is in the rescue folder"],
  added: ["🔵", () => "new in the release: added"],
  "added-unsure": ["🔵", () => "new in the release, or deleted here before (nobody knows): added"],
  rights: ["ℹ️ ", () => "mode and owner as they were set here"],
  special: ["ℹ️ ", () => "no plain file (pipe, socket or device): left alone"],
};

/** How many lines all groups together may have, as long as each has one. */
const LINES = 10;

/** How many lines one group may have, however few groups there are. */
const LINES_OF_A_GROUP = 4;

/** Up to this many names of a group are told by name. */
const BY_NAME = 2;

/** What was decided, grouped by verdict and folder: thousands of names in about ten lines. Empty where there is nothing to tell. */
export function renderDecided(decided: readonly DecidedName[]): string[] {
  const entries = decided.filter(({ group }) => group === "new-entry").map(({ path }) => path);
  const isPartOf = (path: RelPath): boolean => entries.some((entry) => entry !== path && isInside(path, entry));
  const told = decided.filter(({ path, group }) => !["carried", "new-entry"].includes(group) || !isPartOf(path));
  const groups = Object.entries(TELLINGS).flatMap(([group, telling]) => {
    const names = told.filter((name) => name.group === group && isTold(name));
    return names.length === 0 ? [] : [{ telling, names }];
  });
  const most = Math.max(1, Math.min(LINES_OF_A_GROUP, Math.floor(LINES / Math.max(1, groups.length))));
  const below = (entry: RelPath): number =>
    decided.filter(({ path, kind }) => kind !== "folder" && isInside(path, entry)).length;
  return groups.flatMap(({ telling, names }) => linesOf(names, telling, { most, below }));
}

/** A folder is told where it is what the verdict is about; else what is in it is. */
function isTold({ kind, group }: DecidedName): boolean {
  return kind !== "folder" || group === "new-entry" || group === "in-the-way";
}

interface Room {
  readonly most: number;
  /** How many files lie below a folder. */
  readonly below: (folder: RelPath) => number;
}

function linesOf(names: readonly DecidedName[], [mark, words]: Telling, { most, below }: Room): string[] {
  if (names.length <= Math.min(most, BY_NAME)) {
    return names.map((name) => {
      const content = name.group === "new-entry" ? ` (${amount(below(name.path))})` : "";
      return `${mark} ${displayName(name.path)}${name.kind === "folder" ? "/" : ""}${content}: ${words([name])}`;
    });
  }
  const byPath = new Map(names.map((name) => [name.path, name]));
  return clustersOf([...byPath.keys()], most).map((cluster) => {
    const inside = cluster.paths.flatMap((path) => byPath.get(path) ?? []);
    return `${mark} ${whereabouts(cluster, inside)}: ${words(inside)}`;
  });
}

function whereabouts({ folder, folders, paths }: Cluster, names: readonly DecidedName[]): string {
  const number = names.every(({ kind }) => kind === "folder") ? amount(paths.length, "folder") : amount(paths.length);
  if (paths.length === 1 && paths[0] !== undefined) return displayName(paths[0]);
  if (folders > 1) return `${number} in ${amount(folders, "other folder")}`;
  return folder === "" ? `${number} in the application's folder` : `${number} below ${displayName(folder)}/`;
}

function amount(number: number, one = "file"): string {
  return `${number.toLocaleString("en-US")} ${one}${number === 1 ? "" : "s"}`;
}

function runners(names: readonly DecidedName[]): string {
  const known = [...new Set(names.flatMap(({ runsAs }) => runsAs ?? []))].sort();
  return known.length === 0 ? "as a program" : known.join(", ");
}

/** What its owner edited and what a burglar left look alike: neither runs on by itself, and the owner gets the command that keeps his. */
function scriptWords(names: readonly DecidedName[]): string {
  const [first] = names;
  const one = first === undefined ? "" : displayName(first.path);
  const keep = `\n    👉 If it is yours and wanted: look at it and bring it back (holdfast rescued), and keep it from now on: holdfast decide --set ${one}=user`;
  return `changed or made here, and could run (${runners(names)}): not taken along, kept in the rescue folder${keep}`;
}

function inTheWay(names: readonly DecidedName[]): string {
  const winner = names.every(({ handling }) => isInShared(handling)) ? "yours stays" : "the release's is used";
  const kept = isRescued(names, "live") ? ", yours is in the rescue folder" : "";
  const other = isRescued(names, "next") ? ", the release's is in the rescue folder" : "";
  return `a file and a folder of one name: ${winner}${kept}${other}`;
}

function isRescued(names: readonly DecidedName[], side: "live" | "next"): boolean {
  return names.some(({ rescue }) => rescue.includes(side));
}
