import type { Catcher, Defect } from "../defect.ts";

const rescued = (named: string): Catcher => ({ file: "test/cli/rescued.test.ts", named });

/** What is kept: rescued things. */
export const KEEPING: readonly Defect[] = [
  {
    id: "rescued-without-its-reason",
    file: "src/apply/rescue.ts",
    find: "  run.noteRescue();\n",
    replace: "",
    caughtBy: rescued("of one folder are one group"),
  },
  {
    id: "rescued-comes-back-out-of-the-site",
    file: "src/cli/rescued/place.ts",
    find: "  if (isInSite && !isOurs) return;",
    replace: "  if (!isOurs) return;",
    caughtBy: rescued("a place behind a link that somebody else made"),
  },
  {
    id: "rescued-comes-back-into-our-folder",
    file: "src/cli/rescued/place.ts",
    find: "  if (isInSite && !isOurs) return;",
    replace: "  if (isInSite) return;",
    caughtBy: rescued("a place in our own folder"),
  },
  {
    id: "drop-without-being-told",
    file: "src/cli/commands/rescued.ts",
    find: "  if (!args.yes) await confirmText(text, context);\n  return await changing(args, context, async (deployment) => {\n    const now",
    replace: "  return await changing(args, context, async (deployment) => {\n    const now",
    caughtBy: rescued("drops only when told so"),
  },
];
