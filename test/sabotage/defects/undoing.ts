import type { Catcher, Defect } from "../defect.ts";

const unshare = (named: string): Catcher => ({ file: "test/apply/unshare.test.ts", named });
const undo = (named: string): Catcher => ({ file: "test/cli/undo.test.ts", named });
const links = (named: string): Catcher => ({ file: "test/cli/undo-links.test.ts", named });
const UNSHARE = "src/apply/unshare.ts";

/** Giving data back to the app: each step that keeps something left out. */
export const UNDOING: readonly Defect[] = [
  {
    id: "undo-without-the-last-sweep",
    file: UNSHARE,
    find: "  sweep({ from: retired, into: app }, work);\n",
    replace: "",
    caughtBy: unshare("has what was made, replaced and deleted"),
  },
  {
    id: "undo-gives-away-what-was-put-there",
    file: "src/apply/exchange-in.ts",
    find: "  if (!isOurLink(look(clone), operation)) {",
    replace: "  if (look(clone) === null) {",
    caughtBy: unshare("something else was put at the link's place"),
  },
  {
    id: "undo-leaves-second-names",
    file: UNSHARE,
    find: "  const compared = compareOnce({ retired, shared: app }, { note: known, name: noteName(run), work });",
    replace: "  const compared = NO_OUTCOME;",
    caughtBy: unshare("has the very files"),
  },
  {
    id: "undo-with-folders-of-its-own",
    file: UNSHARE,
    find: "  dressFolders(giving);\n",
    replace: "",
    caughtBy: unshare("keeps extended attributes of folders"),
  },
  {
    id: "undo-loses-what-was-written-before-it-was-taken-back",
    file: UNSHARE,
    find: "  sweep({ from: clone, into: shared }, work);\n",
    replace: "",
    caughtBy: unshare("shared's cannot be moved"),
  },
  {
    id: "undo-of-a-busy-database",
    file: "src/apply/quiet-databases.ts",
    find: '  if (guarded.kind === "busy") return left({ path: whole }, BUSY);',
    replace: '  if (guarded.kind === "busy") return next();',
    caughtBy: unshare("in a folder, with a transaction under way"),
  },
  {
    id: "undo-of-a-database-without-its-log",
    file: UNSHARE,
    find: "  bringCompanions(giving);\n",
    replace: "",
    caughtBy: unshare("that is an entry goes with its log"),
  },
  {
    id: "undo-leaves-a-second-path-to-a-log",
    file: UNSHARE,
    find: "  dropCompanions(giving);\n",
    replace: "",
    caughtBy: unshare("that is an entry goes with its log"),
  },
  {
    id: "undo-forgets-what-is-retired",
    file: "src/apply/pending.ts",
    find: '(how !== "undone" && !isInside(into.directory, shared))',
    replace: "!isInside(into.directory, shared)",
    caughtBy: unshare("is kept, and what is written there comes to the app"),
  },
  {
    id: "undone-and-never-taken-over-again",
    file: "src/plan/real-entry.ts",
    find: "!survey.maintenance && survey.record?.undone !== true",
    replace: "!survey.maintenance",
    caughtBy: undo("flat layout.*a later persist takes what the app has"),
  },
  {
    id: "undone-and-switched-away-from",
    file: "src/cli/release/site-undone.ts",
    find: "  if (record?.undone !== true) return;",
    replace: "  if (record !== null) return;",
    caughtBy: undo("no release is switched or removed"),
  },
  {
    id: "settings-behind-a-link-are-not-read",
    file: "src/system/scan.ts",
    find: '    else if (node.leadsTo === "file") noteEntry(walk, path);\n',
    replace: "",
    caughtBy: links("is an entry: inspect"),
  },
  {
    id: "a-kept-file-is-no-entry",
    file: "src/classify/candidates.ts",
    find: "    ...keptFiles(ground),\n",
    replace: "",
    caughtBy: links("keeps in a shared folder already"),
  },
  {
    id: "undo-leaves-what-was-not-recorded",
    file: "src/plan/persist.ts",
    find: "only === null ? withLinked(survey.record, survey) : survey.record",
    replace: "survey.record",
    caughtBy: links("not recorded, as by an earlier program"),
  },
  {
    id: "undo-does-not-look-for-other-links",
    file: "src/cli/commands/undo.ts",
    find: "args.only === null ? leftLinks(plan) : []",
    replace: "[]",
    caughtBy: links("is named by an undo"),
  },
  {
    id: "a-part-taken-back-counts-as-all",
    file: "src/report/undo-text.ts",
    find: "  if (stays.length > 0) return partLines({ stays, again, retry });\n",
    replace: "",
    caughtBy: { file: "test/cli/undo-last.test.ts", named: "what this run linked is the app's own again" },
  },
  {
    id: "a-part-given-back-is-parted-from-its-data",
    file: "src/cli/release/site-undone.ts",
    find: "  if (record?.undone !== true) return;",
    replace: "  if (record?.undone !== true || record.entries.some(({ inPlace }) => inPlace !== true)) return;",
    caughtBy: { file: "test/cli/undo-last.test.ts", named: "a release afterwards names" },
  },
  {
    id: "undo-does-not-look-into-the-data",
    file: "src/cli/left-links.ts",
    find: "    ...data,\n",
    replace: "",
    caughtBy: links("is named by an undo"),
  },
  {
    id: "undo-leaves-the-link-to-an-owners-disk",
    file: "src/plan/undo-entry.ts",
    find: "  return ![layout.app, layout.shared, under(layout.site, rel(NAMES.releases))].some(",
    replace: "  return [layout.app, layout.shared, under(layout.site, rel(NAMES.releases))].some(",
    caughtBy: links("by an absolute path"),
  },
  {
    id: "undo-leads-into-a-release-that-goes",
    file: "src/plan/undo-entry.ts",
    find: "  return ![layout.app, layout.shared, under(layout.site, rel(NAMES.releases))].some(",
    replace: "  return ![layout.app, layout.shared].some(",
    caughtBy: links("into a release"),
  },
  {
    id: "check-calls-what-it-may-not-see-a-file-in-the-way",
    file: "src/verify/check-entry.ts",
    find: "  const answer = link?.end.answer;\n",
    replace: '  const answer = link?.end.kind === "loop" ? "" : undefined;\n',
    caughtBy: { file: "test/cli/undo-check.test.ts", named: "may be closed to who looks" },
  },
  {
    id: "advice-runs-the-name-of-a-file",
    file: "src/core/shell.ts",
    find: '? `"${text}"` : quote(text);',
    replace: '? `"${text}"` : `"${text}"`;',
    caughtBy: links("may have any name"),
  },
];
