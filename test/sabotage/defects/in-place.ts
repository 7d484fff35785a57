import type { Defect } from "../defect.ts";

const PLAN = "src/plan/in-place/in-place-plan.ts";
const caughtBy = (named: string): Defect["caughtBy"] => ({ file: "test/plan/in-place-plan.test.ts", named });

const SWAP = "src/apply/swap-in.ts";
const swapCaughtBy = (named: string): Defect["caughtBy"] => ({ file: "test/apply/swap-in.test.ts", named });

/** What goes wrong when code is replaced around data that stays where it is. */
export const IN_PLACE: readonly Defect[] = [
  {
    id: "in-place-removes-what-is-not-as-shipped",
    file: PLAN,
    find: 'owner !== "code" || base !== "this"',
    replace: 'owner !== "code"',
    caughtBy: caughtBy("what is not as it was shipped"),
  },
  {
    id: "in-place-moves-folders-with-data",
    file: PLAN,
    find: 'owner !== "code" || base !== "this"',
    replace: 'base !== "this"',
    caughtBy: caughtBy("no folder that holds data is moved"),
  },
  {
    id: "in-place-takes-a-folder-whole",
    file: PLAN,
    find: '  if (owner !== "code" || base !== "this") return false;\n  return below.every(isRemovable);',
    replace: '  return owner === "code" && base === "this";',
    caughtBy: caughtBy("an old folder goes whole where"),
  },
  {
    id: "in-place-changes-data",
    file: PLAN,
    find: '  if (owner === "data") inData(twin, terms, found);\n  else if',
    replace: "  if",
    caughtBy: caughtBy("no folder that holds data is moved"),
  },
  {
    id: "in-place-brings-back-what-was-deleted",
    file: PLAN,
    find: 'owner !== "data" || isNewData(twin)',
    replace: "true",
    caughtBy: caughtBy("what the code ships into data"),
  },
  {
    id: "in-place-touches-what-nobody-decided",
    file: PLAN,
    find: '  if (owner === "untouched") return;\n',
    replace: "",
    caughtBy: caughtBy("what nobody decided about is not touched"),
  },
  {
    id: "in-place-puts-a-file-over-a-folder-of-the-owner",
    file: PLAN,
    find: "if (isClash && !isRemovable(twin))",
    replace: "if (isClash && twin.path === undefined)",
    caughtBy: caughtBy("a folder in the place of a file comes"),
  },
  {
    id: "in-place-forgets-the-second-name",
    file: SWAP,
    find: "  finishTwoNames(operation, ends, run);\n",
    replace: "",
    caughtBy: swapCaughtBy("killed when the old file had got its second name"),
  },
  {
    id: "in-place-replaces-what-was-saved-meanwhile",
    file: SWAP,
    find: "if (idAt(second) !== operation.identity || idAt(place) !== operation.identity) {",
    replace: "if (idAt(second) === null) {",
    caughtBy: swapCaughtBy("what somebody saved in that moment stays"),
  },
  {
    id: "in-place-leaves-a-second-name-of-what-is-theirs",
    file: SWAP,
    find: "    if (idAt(second) === idAt(place)) dropOwnName(second);\n",
    replace: "",
    caughtBy: swapCaughtBy("what somebody saved in that moment stays"),
  },
  {
    id: "in-place-leaves-the-old-file-under-its-second-name",
    file: SWAP,
    find: "  if (idAt(tree) === null) rename(second, tree);\n",
    replace: "",
    caughtBy: swapCaughtBy("killed when the new file had come over it"),
  },
  {
    id: "in-place-never-waits-for-the-disk",
    file: "src/apply/later-syncs.ts",
    find: "      for (const folder of folders) syncFolder(folder);\n",
    replace: "",
    caughtBy: { file: "test/faults/syncs.test.ts", named: "what 'release-in-place' syncs" },
  },
  {
    id: "in-place-waits-for-the-disk-after-its-records",
    file: "src/apply/apply.ts",
    find: "    if (endsGroup(operations, step)) finishSyncs(waiting, transaction.plan);\n",
    replace: "",
    caughtBy: { file: "test/faults/syncs.test.ts", named: "what 'release-in-place' syncs" },
  },
  {
    id: "in-place-drops-the-vendors-without-a-word",
    file: PLAN,
    find: "  else if (next !== null && !twin.isSame && twin.isNews) found.kept.push(twin);\n",
    replace: "",
    caughtBy: caughtBy("is named, with the place of it"),
  },
  {
    id: "what-stays-in-place-is-told-as-brought-again",
    file: "src/cli/release/harvesting.ts",
    find: "return isThere(other) &&",
    replace: "return (toIsLive || isThere(other)) &&",
    caughtBy: { file: "test/cli/in-place-told.test.ts", named: "each name is told once" },
  },
  {
    id: "a-folder-that-stays-is-told-as-replaced",
    file: "src/cli/release/harvesting.ts",
    find: ' && (own.kind !== "folder" || other.kind === "folder");',
    replace: ";",
    caughtBy: { file: "test/cli/in-place-told.test.ts", named: "each name is told once" },
  },
  {
    id: "a-rule-for-old-code-is-not-seen",
    file: "src/cli/release/open-code.ts",
    find: "foldersUpTo(root, app).some(isClosed)",
    replace: "isClosed(app)",
    caughtBy: { file: "test/cli/in-place-told.test.ts", named: "in a folder of the web root" },
  },
];
