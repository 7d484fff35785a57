import type { Defect } from "../defect.ts";

const ACTIVATE = "src/apply/activate.ts";
const caughtBy = (named: string): Defect["caughtBy"] => ({ file: "test/apply/activate.test.ts", named });

/** What goes wrong when `current` is switched. */
export const SWITCHING: readonly Defect[] = [
  {
    id: "unlinked-release-goes-live",
    file: "src/cli/release/switching.ts",
    find: "  if (fault !== null) {\n    await markFailed",
    replace: "  if (fault !== null && deployment === null) {\n    await markFailed",
    caughtBy: { file: "test/cli/shared-away.test.ts", named: "is not made live" },
  },
  {
    id: "empty-shared-in-place-of-one-that-is-away",
    file: "src/cli/shared-away.ts",
    find: "  if (first === undefined) return;",
    replace: "  if (first === undefined || lost.length > 0) return;",
    caughtBy: { file: "test/cli/shared-away.test.ts", named: "that does not exist" },
  },
  {
    id: "a-link-is-as-good-as-the-shared-folder",
    file: "src/cli/shared-away.ts",
    find: '  if (fact?.kind !== "link") return;',
    replace: '  if (fact?.kind !== "other") return;',
    caughtBy: { file: "test/cli/shared-away.test.ts", named: "is said for what it is by every command" },
  },
  {
    id: "switching-with-a-gap",
    file: ACTIVATE,
    find: "    else rename(prepared, spot);\n",
    replace: "    else {\n      dropOwnName(spot);\n      rename(prepared, spot);\n    }\n",
    caughtBy: caughtBy("current leads to the old release or the new one"),
  },
  {
    id: "switching-what-is-another-by-now",
    file: ACTIVATE,
    find: "    if (!isAsPlanned(found, operation)) throw unexpected(operation, spot, found);\n",
    replace: "",
    caughtBy: caughtBy("is refused where current is another's by now"),
  },
  {
    id: "switching-over-what-came-meanwhile",
    file: ACTIVATE,
    find: "run.native.renameNoReplace(prepared, spot)",
    replace: "rename(prepared, spot)",
    caughtBy: caughtBy("a first current takes the place of nothing"),
  },
  {
    id: "switching-leaves-what-was-prepared",
    file: ACTIVATE,
    find: "      dropPrepared(preparedBeside(spot, run), operation);\n",
    replace: "",
    caughtBy: caughtBy("takes away the link that a run which was killed had prepared"),
  },
];
