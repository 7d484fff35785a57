/** What a delivery holds that no release needs, by name: it is left out and said. */
import type { SourceKind } from "../../core/arrival.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { baseName, segmentsOf } from "../../core/path.ts";
import type { Place } from "./place.ts";
import type { Tree } from "./tree.ts";

/** True for what macOS puts into archives, and for the history of git in a folder. */
function isLeftOut({ path, kind }: Place, source: SourceKind): boolean {
  const names = segmentsOf(path);
  if (names.includes("__MACOSX") || (source === "folder" && names.includes(".git"))) return true;
  const name = baseName(path);
  return name === ".DS_Store" || (name.startsWith("._") && kind !== "directory");
}

/** The tree without it, and what to say about that. */
export function withoutLeftOut(
  tree: Tree,
  source: SourceKind,
): { readonly kept: Tree; readonly notices: readonly Diagnostic[] } {
  const left: Place[] = [];
  for (const place of tree.places()) if (isLeftOut(place, source)) left.push(place);
  if (left.length === 0) return { kept: tree, notices: [] };
  const kept = tree.without(left.map(({ path }) => path));
  const git = left.filter(({ path }) => segmentsOf(path).includes(".git"));
  const mac = left.length - git.length;
  return {
    kept,
    notices: [
      ...(mac === 0
        ? []
        : [
            note(
              "junk-left-out",
              `${mac} ${mac === 1 ? "name" : "names"} that macOS adds to archives (__MACOSX, .DS_Store, ._*) ${mac === 1 ? "is" : "are"} left out`,
            ),
          ]),
      ...(git.length === 0
        ? []
        : [
            note(
              "git-left-out",
              `The history of git (${git
                .map(({ path }) => `"${path}"`)
                .slice(0, 3)
                .join(", ")}) is left out`,
            ),
          ]),
    ],
  };
}

/** A notice of a delivery. */
export function note(code: string, message: string): Diagnostic {
  return { severity: "note", code, message };
}
