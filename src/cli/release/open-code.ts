import { textIn } from "../../apply/read-survey.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { type AbsPath, baseName, parentOf } from "../../core/path.ts";
import { webRootAbove } from "../../plan/web-root-guard.ts";
import { DOTS_FOR_APACHE } from "../../report/server-rules/keep-private.ts";
import type { SiteWithReleases } from "./release-site.ts";

/**
 * The warning where an application stands in a folder of the web root: its code that waits, or was live, lies beside it in dot-named folders, and a visitor who
 * guesses a name could run what is in them. Nothing where a `.htaccess` on the way has our line against it; what other servers are told is not known. Reads
 * only.
 */
export function openCode({ site }: Pick<SiteWithReleases, "site">): Diagnostic[] {
  const { kind, app } = site;
  const root = app === null || kind !== "flat" ? null : webRootAbove(app);
  if (app === null || root === null || foldersUpTo(root, app).some(isClosed)) return [];
  return [
    {
      severity: "warning",
      code: "code-in-web-root",
      message: `Old and waiting code of this application lies in "${parentOf(app)}", in folders called .${baseName(app)}-…, and that is inside the web root "${root}": a web server may run it for anybody`,
      hint: `Apache: add to "${root}/.htaccess" the line ${DOTS_FOR_APACHE}   Other servers, and whether it holds: holdfast probe`,
    },
  ];
}

function isClosed(folder: AbsPath): boolean {
  return textIn(folder, ".htaccess")?.includes(DOTS_FOR_APACHE) === true;
}

/** The folders around an application, up to the web root. */
function foldersUpTo(root: AbsPath, app: AbsPath): AbsPath[] {
  const folders: AbsPath[] = [];
  for (let folder = parentOf(app); folder !== parentOf(root); folder = parentOf(folder)) folders.push(folder);
  return folders;
}
