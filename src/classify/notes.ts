import type { Diagnostic } from "../core/diagnostic.ts";
import type { Classification } from "../core/entry.ts";
import { type AbsPath, isInside, type RelPath } from "../core/path.ts";
import { backupNotes } from "./backup-note.ts";
import { isLinked } from "./claim.ts";
import { groundOf } from "./classify.ts";
import { type ComputedRoot, computedRoots } from "./computed-roots.ts";
import { otherSiteNote } from "./other-sites.ts";
import { type SecondApp, secondApps } from "./second-apps.ts";
import type { ClassifyInput } from "./sources.ts";
import { quoteInText } from "../core/shell.ts";

/** What about an application its owner should know beside its paths: what nobody can tell from the outside, and what is another application's. */
export function notesOn(input: ClassifyInput, { verdicts }: Classification): Diagnostic[] {
  const ground = groundOf(input);
  const kept = verdicts.filter(({ handling }) => isLinked(handling));
  const open = computedRoots(input.inventory, ground.webRoot).filter(
    ({ below }) => below === null || !kept.some(({ path }) => isInside(below, path)),
  );
  return [
    ...open.map(computedNote),
    ...backupNotes(input.inventory),
    ...foldersOf(input).map(folderNote),
    ...verdicts.flatMap(({ path }) => (input.otherSites?.includes(path) === true ? [otherSiteNote(path)] : [])),
    ...secondApps(ground).map((second) => secondNote(second, input.inventory.root)),
  ];
}

interface AppFolder {
  readonly base: RelPath;
  readonly title: string;
}

/** The folders in which applications stand where none stands at the root. */
function foldersOf({ detections }: ClassifyInput): AppFolder[] {
  const found = new Map<RelPath, string>();
  for (const { base, title } of detections) if (base !== undefined && !found.has(base)) found.set(base, title);
  return [...found].map(([base, title]) => ({ base, title }));
}

function folderNote({ base, title }: AppFolder): Diagnostic {
  return {
    severity: "note",
    code: "application-in-folder",
    path: base,
    message: `${title} stands in the folder "${base}"; its paths are judged by themselves and named from here`,
  };
}

function computedNote({ path, line, below }: ComputedRoot): Diagnostic {
  const where = below === null ? "somewhere" : `somewhere below ${below}`;
  return {
    severity: "note",
    code: "computed-root",
    path,
    message: `Undecided: ${path}:${line} computes the root of a disk when the application runs, so nobody can tell from here where it stores files (${where})`,
    hint: `Look it up in the running application; if it lies in here, put into holdfast.json: "${below ?? "path/of/the/disk"}": "user"`,
  };
}

function secondNote({ folder, titles }: SecondApp, root: AbsPath): Diagnostic {
  const names = titles.join(" and ");
  if (folder === null)
    return {
      severity: "note",
      code: "two-applications",
      message: `Two applications seem to stand in this folder: ${names}; their paths are judged as if they were one`,
      hint: "Look at each path with: holdfast inspect --path PATH, and give each application a folder of its own when you can",
    };
  return {
    severity: "note",
    code: "two-applications",
    path: folder,
    message: `"${folder}" holds an application of its own (${names}), of which only names and code are judged here`,
    hint: `Look at it by itself with: holdfast inspect ${quoteInText(`${root}/${folder}`)}`,
  };
}
