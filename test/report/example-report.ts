import { abs } from "../../src/core/path.ts";
import type { SiteReport } from "../../src/report/site-report.ts";
import type { Tree } from "../script/portable-tree.ts";

/** What is known of a site on disk, for its own pages. */
export function reportOf(tree: Tree, changes: Partial<SiteReport> = {}): SiteReport {
  return {
    site: tree.site,
    sitePath: abs(tree.root),
    sharedPath: abs(tree.shared),
    appPath: abs(tree.app),
    frameworks: [
      { id: "laravel", title: "Laravel", version: "11.2" },
      { id: "vue", title: "Vue", version: null },
    ],
    entries: tree.site.entries.map(({ path, class: what, handling }) => ({
      path,
      class: what,
      handling,
      because: `app/Files.php | stores <b>uploads</b> in ${path}`,
    })),
    undecided: [],
    rescued: [],
    history: [],
    ...changes,
  };
}

/** A page's shell blocks, in order, with the heading that they stand under. */
export function shellBlocks(page: string): { readonly heading: string; readonly script: string }[] {
  const found: { heading: string; script: string }[] = [];
  for (const match of page.matchAll(/^(`{3,})sh\n([\s\S]*?)\n\1$/gm)) {
    const heading =
      page
        .slice(0, match.index)
        .match(/^## .*$/gm)
        ?.at(-1) ?? "";
    found.push({ heading, script: match[2] ?? "" });
  }
  return found;
}
