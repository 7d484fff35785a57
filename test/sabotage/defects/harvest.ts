import type { Catcher, Defect } from "../defect.ts";

const baseline = (named: string): Catcher => ({ file: "test/apply/baseline.test.ts", named });
const harvest = (named: string): Catcher => ({ file: "test/apply/harvest.test.ts", named });
const told = (named: string): Catcher => ({ file: "test/core/baseline.test.ts", named });
const line = (named: string): Catcher => ({ file: "test/core/baseline-line.test.ts", named });
const settled = (named: string): Catcher => ({ file: "test/system/settled-folders.test.ts", named });
const document = (named: string): Catcher => ({ file: "test/plan/baseline-document.test.ts", named });

const copied = (named: string): Catcher => ({ file: "test/cli/copied-site.test.ts", named });

const gone = (named: string): Catcher => ({ file: "test/cli/release-refused.test.ts", named });

/** What a site made among its code, overlooked, written over or carried where it could run. */
export const HARVEST: readonly Defect[] = [
  {
    id: "unchanged-by-size-and-time",
    file: "src/core/baseline.ts",
    find: "known.ctimeNs !== 0n && known.ctimeNs === seen.ctimeNs && known.mtimeNs === seen.mtimeNs;",
    replace: "known.mtimeNs === seen.mtimeNs;",
    caughtBy: baseline("restores the time with touch -r"),
  },
  {
    id: "change-time-always-proves",
    file: "src/core/baseline.ts",
    find: "known.ctimeNs !== 0n && known.ctimeNs === seen.ctimeNs",
    replace: "known.ctimeNs === seen.ctimeNs",
    caughtBy: told("no proof"),
  },
  {
    id: "tick-of-the-clock-forgotten",
    file: "src/core/baseline.ts",
    find: "  return ctimeNs + tick < nowNs;",
    replace: "  return ctimeNs < nowNs;",
    caughtBy: told("of the same tick"),
  },
  {
    id: "line-of-a-baseline-by-its-seconds",
    file: "src/core/baseline-line.ts",
    find: "    if (low !== Number(BigInt.asUintN(32, time))) return false;\n",
    replace: "",
    caughtBy: line("to the nanosecond"),
  },
  {
    id: "line-of-a-baseline-that-climbs-out",
    file: "src/core/baseline-line.ts",
    find: "    return length > 0 && !isDots && !this.hasSlash();",
    replace: "    return length > 0;",
    caughtBy: document("climbs out"),
  },
  {
    id: "baseline-names-a-path-twice",
    file: "src/core/baseline-index.ts",
    find: "    if (this.names.has(name)) return true;\n",
    replace: "",
    caughtBy: document("a name twice"),
  },
  {
    id: "settled-although-there-are-more",
    file: "src/system/known-folders.ts",
    find: "    if (countIn(dir) !== names.length) return false;\n",
    replace: "",
    caughtBy: settled("a new name"),
  },
  {
    id: "settled-by-size-alone",
    file: "src/system/known-folders.ts",
    find: "  return line.hasTimes(stats.mtimeNs, stats.ctimeNs);",
    replace: "  return true;",
    caughtBy: baseline("restores the time with touch -r"),
  },
  {
    id: "settled-although-one-was-never-read",
    file: "src/system/settled-folders.ts",
    find: "  for (const number of incomplete) told[number] = TOLD.doubtful;\n",
    replace: "",
    caughtBy: settled("one could not be read"),
  },
  {
    id: "second-thread-is-not-waited-for",
    file: "src/system/two-threads.ts",
    find: "  waitForSecond(work);\n",
    replace: "",
    caughtBy: { file: "test/system/two-threads.test.ts", named: "waits for the second" },
  },
  {
    id: "content-of-a-snapshot-proven-unread",
    file: "src/system/known-contents.ts",
    find: "name: baseName(path) }) === digests[file];",
    replace: 'name: baseName(path) }) !== "";',
    caughtBy: { file: "test/system/two-threads.test.ts", named: "with one" },
  },
  {
    id: "baseline-of-another-folder",
    file: "src/apply/read-baseline.ts",
    find: "known.some((folder) => isSameTree(folder, { id: baseline.tree, born: baseline.born }))",
    replace: "known.length > 0",
    caughtBy: baseline("of another folder"),
  },
  {
    id: "baseline-written-for-whatever-stands-there",
    file: "src/apply/write-baseline.ts",
    find: "    if (lookAtSelf(tree).id !== operation.identity) throw replaced(operation);\n",
    replace: '    if (lookAtSelf(tree).id === "") throw replaced(operation);\n',
    caughtBy: baseline("is not written where another folder stands"),
  },
  {
    id: "baseline-without-its-sum",
    file: "src/plan/baseline-document.ts",
    find: "  if (sumOf(body) !== end[2])",
    replace: '  if (sumOf(body) === "")',
    caughtBy: document("any bit flipped"),
  },
  {
    id: "bring-over-what-came-meanwhile",
    file: "src/apply/bring.ts",
    find: "  if (look(copy)?.id !== operation.replaces) {",
    replace: "  if (look(copy) === null) {",
    caughtBy: harvest("in the very moment of the exchange"),
  },
  {
    id: "bring-what-nobody-decided-about",
    file: "src/apply/bring.ts",
    find: "  if (!isAsDecided(copy, { operation, found })) {",
    replace: "  if (look(copy) === null) {",
    caughtBy: harvest("changes after it was decided about"),
  },
  {
    id: "shared-is-written-over",
    file: "src/plan/harvest/harvest.ts",
    find: '  return { ...stays, rescue: ["live"], group: "kept-differs" };',
    replace: '  return { ...stays, stands: "live", act: "replace", group: "kept" };',
    caughtBy: harvest("what shared lacks is added there"),
  },
  {
    id: "returning-release-revives",
    file: "src/plan/harvest/harvest.ts",
    find: "  return returning(asked, { mark, isShipped });",
    replace: "  return isShipped ? returning(asked, { mark, isShipped }) : asked;",
    caughtBy: harvest("is not revived"),
  },
  {
    id: "what-stands-in-the-way-unasked",
    file: "src/apply/read-harvest.ts",
    find: "  askWhatStandsInTheWay(reading);\n",
    replace: "",
    caughtBy: harvest("below what is a link out of the coming release"),
  },
  {
    id: "entry-compared-through-its-link",
    file: "src/apply/read-harvest.ts",
    find: '  return isInShared(handling) && at(path, reading.chains.from)?.fact.kind === "link";',
    replace: '  return isInShared(handling) && at(path, reading.chains.from)?.fact.kind !== "link";',
    caughtBy: harvest("with a real folder where our link should be"),
  },
  {
    id: "copied-site-is-another",
    file: "src/plan/release/known-releases.ts",
    find: "  const deliveredIn = copiedFrom(release, tree);",
    replace: "  const deliveredIn = null as ReturnType<typeof copiedFrom>;",
    caughtBy: copied("knows its releases, and takes along"),
  },
  {
    id: "another-folder-taken-for-a-copy",
    file: "src/apply/read-baseline.ts",
    find: "      return same.length > 0 && same.length >= asked.length * ENOUGH;",
    replace: "      return same.length >= 0;",
    caughtBy: copied("is of another folder"),
  },
  {
    id: "released-without-a-damaged-baseline",
    file: "src/cli/commands/release.ts",
    find: "  refuseUnknown(args, { found, delivery, standing }, shipped);\n",
    replace: "  void refuseUnknown;\n",
    caughtBy: copied("is damaged"),
  },
  {
    id: "released-with-current-gone",
    file: "src/cli/commands/release.ts",
    find: "  if (args.activate) refuseCurrentGone(found, null);\n",
    replace: "  void refuseCurrentGone;\n",
    caughtBy: gone("refuses a release, and a rollback to another one"),
  },
  {
    id: "rolled-back-past-what-was-live",
    file: "src/cli/commands/rollback.ts",
    find: "    refuseCurrentGone(found, release);\n",
    replace: "    void refuseCurrentGone;\n",
    caughtBy: gone("refuses a release, and a rollback to another one"),
  },
];
