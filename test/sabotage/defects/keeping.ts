import type { Catcher, Defect } from "../defect.ts";

const rescued = (named: string): Catcher => ({ file: "test/cli/rescued.test.ts", named });

const snapshot = (named: string): Catcher => ({ file: "test/cli/snapshot.test.ts", named });
const restore = (named: string): Catcher => ({ file: "test/cli/restore.test.ts", named });

const doubtful = (named: string): Defect["caughtBy"] => ({ file: "test/cli/doubtful-folders.test.ts", named });

/** What is kept: rescued things and snapshots. */
export const KEEPING: readonly Defect[] = [
  {
    id: "canary-takes-what-is-not-ours",
    file: "src/apply/canary.ts",
    find: "return there !== null && content.subarray(0, there.length).equals(there);",
    replace: "return there !== null;",
    caughtBy: { file: "test/cli/probe.test.ts", named: "stands at a canary's name" },
  },
  {
    id: "canary-stays",
    file: "src/apply/canary.ts",
    find: "  if (isOurs(aside, content)) {\n    dropOwnName(aside);\n",
    replace: "  if (isOurs(aside, content)) {\n",
    caughtBy: { file: "test/cli/probe.test.ts", named: "stands at a canary's name" },
  },
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
  {
    id: "snapshot-trusts-size-and-time",
    file: "src/apply/snapshot/take-file.ts",
    find: "  return before.known === keyOf(fact) && before.size",
    replace: "  return before.size",
    caughtBy: snapshot("also with size and time restored"),
  },
  {
    id: "snapshot-trusts-what-was-just-written",
    file: "src/apply/snapshot/take-file.ts",
    find: "  return age < TOO_LATELY_MS ? {} : ",
    replace: "  return age < 0 ? {} : ",
    caughtBy: snapshot("a file written in the same moment"),
  },
  {
    id: "snapshot-without-the-log",
    file: "src/apply/snapshot/take-database.ts",
    find: 'const BESIDE = ["-wal", "-journal"] as const;',
    replace: 'const BESIDE = ["-journal"] as const;',
    caughtBy: snapshot("is taken with its log"),
  },
  {
    id: "verify-reads-no-content",
    file: "src/apply/snapshot/verify-snapshot.ts",
    find: 'return digestAt(spot) === node.sha256 ? null : "has another content than was copied";',
    replace: "return null;",
    caughtBy: snapshot("has another content"),
  },
  {
    id: "verify-does-not-see-what-is-added",
    file: "src/apply/snapshot/verify-snapshot.ts",
    find: "        .filter((path) => !known.has(path))",
    replace: "        .filter(() => false)",
    caughtBy: snapshot("is not in the manifest"),
  },
  {
    id: "keep-removes-the-one-just-taken",
    file: "src/plan/snapshot/keep.ts",
    find: "head !== null && !head.named && name !== taken",
    replace: "head !== null && !head.named",
    caughtBy: snapshot("leaves the last ones"),
  },
  {
    id: "keep-removes-what-has-a-name",
    file: "src/plan/snapshot/keep.ts",
    find: "head !== null && !head.named && name",
    replace: "head !== null && name",
    caughtBy: snapshot("leaves the last ones"),
  },
  {
    id: "restore-without-reading-back",
    file: "src/cli/keeping/restoring.ts",
    find: "    if (faults.length > 0) throw damaged(name, faults);\n",
    replace: "",
    caughtBy: restore("is refused with the file's name"),
  },
  {
    id: "restore-meets-the-old-log",
    file: "src/cli/keeping/restoring.ts",
    find: "        ...live.map(asideStep),\n",
    replace: "",
    caughtBy: restore("comes back with its log"),
  },
  {
    id: "restore-without-times",
    file: "src/system/give-facts.ts",
    find: "  how.native.setTimesNs(spot, { atimeNs: facts.mtimeNs, mtimeNs: facts.mtimeNs });\n",
    replace: "",
    caughtBy: restore("bit by bit with modes"),
  },
  {
    id: "restore-under-an-open-database",
    file: "src/cli/keeping/restoring.ts",
    find: "    if (user === undefined) continue;",
    replace: "    if (user === undefined || place !== null) continue;",
    caughtBy: restore("that a process has open"),
  },
  {
    id: "temporary-folder-goes-with-its-release",
    file: "src/cli/release/keeping-rest.ts",
    find: "...doubtful.operations, ",
    replace: "",
    caughtBy: doubtful("are rescued before it is pruned"),
  },
  {
    id: "temporary-folder-is-a-cache-by-its-name",
    file: "src/cli/release/harvest-ground.ts",
    find: '    if (mayBeData(path)) return "data";\n',
    replace: "",
    caughtBy: doubtful("stay as they are on a site without links"),
  },
  {
    id: "well-known-is-made-anew",
    file: "src/classify/names.ts",
    find: 'sure: true, handling: "carry" };',
    replace: 'sure: true, handling: "per-release" };',
    caughtBy: doubtful(".well-known goes along"),
  },
  {
    id: "half-made-release-compared-with-the-old-version",
    file: "src/cli/commands/release.ts",
    find: ' || standing === "half-made"',
    replace: "",
    caughtBy: doubtful("goes on with the same command"),
  },
  {
    id: "sample-settings-replace-the-sites",
    file: "src/classify/sources.ts",
    find: "    ...claimsByCredentials(path, ground),\n",
    replace: "",
    caughtBy: { file: "test/classify/credentials.test.ts", named: "in constants is this installation's" },
  },
];
