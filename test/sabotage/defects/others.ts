import type { Catcher, Defect } from "../defect.ts";

const named = (test: string): Catcher => ({ file: "test/cli/named-shared.test.ts", named: test });
const other = (test: string): Catcher => ({ file: "test/cli/other-sites.test.ts", named: test });

/** What goes wrong where several sites stand in one home, or in one another. */
export const OTHERS: readonly Defect[] = [
  {
    id: "others-shared-of-whatever-app",
    file: "src/apply/shared-of-app.ts",
    find: "  return named === app || (!isFolder(named) && isOfTree(record, app));",
    replace: "  return true;",
    caughtBy: named("every command that names the application finds it, and leaves the other site alone"),
  },
  {
    id: "others-unfinished-run-of-the-other-site",
    file: "src/plan/release/places.ts",
    find: "  return folder.startsWith(start) && !folder.slice(start.length).includes(OF_APP);",
    replace: "  return folder.startsWith(INCOMING) && start !== null;",
    caughtBy: named("what another site's run in the same folder is unpacking"),
  },
  {
    id: "others-releases-of-the-longer-name",
    file: "src/cli/release/release-site.ts",
    find: "restingOf(name, [baseName(site.app), ...beside]) === baseName(site.app);",
    replace: "beside.length > 0;",
    caughtBy: named("of two applications in one folder"),
  },
  {
    id: "others-folder-is-data",
    file: "src/cli/judge.ts",
    find: "  const folders = domainFolders(whole);",
    replace: "  const folders = domainFolders(whole).slice(0, 0);",
    caughtBy: other("is listed by inspect"),
  },
  {
    id: "others-folder-needs-a-baseline",
    file: "src/apply/read-harvest.ts",
    find: "  if (other === undefined) return false;",
    replace: "  if (other !== undefined || places.baseline === null) return false;",
    caughtBy: other("stays where it is through persist"),
  },
];
