import { isCodeName } from "../../classify/names.ts";
import { decisionLine } from "../../classify/decisions-text.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { baseName, parentOf, type RelPath } from "../../core/path.ts";
import type { ReleaseRegister } from "../../core/release.ts";
import type { HarvestVerdict } from "./harvest.ts";

/** So many files of the site's own in one folder are a habit. */
const ENOUGH = 3;

/**
 * Folders among the code in which the site keeps making files: carried along from an earlier release before, or many at once. For each the line for
 * `holdfast.json` that makes it an entry, so that it needs no carrying any more.
 */
export function proposals(
  verdicts: readonly HarvestVerdict[],
  about: {
    readonly register: ReleaseRegister;
    readonly from: string;
    /** It holds code and data: no one word fits all of it. */
    readonly webRoot: RelPath | "";
  },
): Diagnostic[] {
  const earlier = new Set(
    about.register.releases
      .filter(({ name }) => name !== about.from)
      .flatMap(({ harvested }) => Object.keys(harvested).map(folderOf)),
  );
  const counts = new Map<string, number>();
  for (const { path, kind, group, handling } of verdicts)
    if (kind === "file" && group === "carried" && handling === "release")
      counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  return [...counts]
    .filter(
      ([folder, count]) =>
        folder !== about.webRoot &&
        folder !== "" &&
        (count >= ENOUGH || earlier.has(folder)) &&
        !isCodeName(baseName(folder)),
    )
    .map(([folder, count]) => proposal(folder as RelPath, count, earlier.has(folder)));
}

function folderOf(path: string): string {
  return parentOf(path as RelPath);
}

function proposal(folder: RelPath, count: number, isRepeated: boolean): Diagnostic {
  const again = isRepeated ? "again " : "";
  return {
    severity: "note",
    code: "stray-folder",
    path: folder,
    message: `The site ${again}made ${count === 1 ? "a file" : `${count} files`} in "${folder}", among the code; taken along this time`,
    hint: `Have it kept in shared for good, with this line in "paths" of holdfast.json: ${decisionLine(folder, "user")}`,
  };
}
