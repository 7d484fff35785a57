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
  {
    id: "keeping-data-behind-a-link-of-the-owner",
    file: "src/cli/release/led-elsewhere.ts",
    find: 'const LEFT: readonly string[] = ["link-left-alone", "dangling-link"];',
    replace: 'const LEFT: readonly string[] = ["dangling-link"];',
    caughtBy: { file: "test/scenarios/links.test.ts", named: "10: a link that leads to the wrong place" },
  },
  {
    id: "keeping-quiet-of-a-wrong-hook",
    file: "src/cli/release/delivery.ts",
    find: "    refuseWrongSettings(inventory, path);\n",
    replace: "",
    caughtBy: { file: "test/cli/release-hooks.test.ts", named: "an unknown hook in holdfast.json" },
  },
];
