import type { Catcher, Defect } from "../defect.ts";

const alone = (named: string): Catcher => ({ file: "test/classify/each-source.test.ts", named });

/** A source of evidence that is no longer heard, each caught by the application in which only that source knows better. */
export const JUDGING: readonly Defect[] = [
  {
    id: "decisions-are-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByDecision(path, ground),\n",
    replace: "",
    caughtBy: alone("the owner's decision alone"),
  },
  {
    id: "the-record-is-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByRecord(path, ground),\n",
    replace: "",
    caughtBy: alone("the record alone"),
  },
  {
    id: "profiles-are-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByProfile(path, ground, code),\n",
    replace: "",
    caughtBy: alone("the profile alone"),
  },
  {
    id: "the-code-is-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...code,\n    ...claimsByObservation",
    replace: "    ...claimsByObservation",
    caughtBy: alone("the code alone"),
  },
  {
    id: "the-running-site-is-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByObservation(path, ground),\n",
    replace: "",
    caughtBy: alone("the baseline alone"),
  },
  {
    id: "placeholders-are-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByPlaceholder(ground.inventory, path),\n",
    replace: "",
    caughtBy: alone("a placeholder alone"),
  },
  {
    id: "names-are-not-heard",
    file: "src/classify/sources.ts",
    find: '    ...(name === undefined || claims.some((claim) => claim.kind === "file") ? [] : [name]),\n',
    replace: "",
    caughtBy: alone("a name alone"),
  },
  {
    id: "names-of-files-are-not-heard",
    file: "src/classify/sources.ts",
    find: '      ...claimByFileName(path, isIgnored(ground.inventory, path, "file")),\n',
    replace: "",
    caughtBy: alone("the name of a file alone"),
  },
  {
    id: "samples-are-not-heard",
    file: "src/classify/sources.ts",
    find: '"file") claims.push(...claimsBySettingsFile(path, ground.inventory));',
    replace: '"file") claims.push();',
    caughtBy: { file: "test/classify/settings-files.test.ts", named: "is this installation's where" },
  },
  {
    id: "a-doubt-splits-a-linked-folder",
    file: "src/classify/inherit.ts",
    find: "?? byLink(known, family) ",
    replace: "",
    caughtBy: { file: "test/classify/settings-files.test.ts", named: "a doubt about a file changes nothing" },
  },
  {
    id: "contents-are-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByContents(ground.inventory, path),\n",
    replace: "",
    caughtBy: alone("the contents alone"),
  },
  {
    id: "links-of-others-are-not-heard",
    file: "src/classify/sources.ts",
    find: "    ...claimsByLink(path, ground),\n",
    replace: "",
    caughtBy: alone("a link into a shared folder alone"),
  },
  {
    id: "the-parser-is-not-asked",
    file: "src/classify/source.ts",
    find: '(language === "php" ? phpTokens(text, path) : undefined) ?? ',
    replace: "",
    caughtBy: { file: "test/classify/php-tree.test.ts", named: "a path in a heredoc counts" },
  },
  {
    id: "the-scanner-is-not-asked",
    file: "src/classify/source.ts",
    find: "?? tokenize(text, language);",
    replace: "?? [];",
    caughtBy: { file: "test/classify/php-tree.test.ts", named: "a file that does not parse still tells" },
  },
  {
    id: "classes-share-their-constants",
    file: "src/classify/expression.ts",
    find: "world.constants.get(`${holder}::${name}`) ?? ",
    replace: "",
    caughtBy: { file: "test/classify/php-tree.test.ts", named: "two classes may call two folders alike" },
  },
  {
    id: "an-application-in-a-folder-is-not-looked-for",
    file: "src/detect/nested.ts",
    find: "  if (folders.length > MOST_FOLDERS) return own;",
    replace: "  if (folders.length > 0) return own;",
    caughtBy: { file: "test/classify/folder.test.ts", named: "is recognised" },
  },
];
