import type { Defect } from "../defect.ts";

const ORDER = "test/apply/order.test.ts";

/** Two steps in the other order, or a step left out on which a later one builds. */
export const ORDERS: readonly Defect[] = [
  {
    id: "work-before-the-journal",
    file: "src/apply/apply.ts",
    find: "    const outcome = yield* perform(begin(dirs, plan, settings), { dirs, lock, settings, resuming: false });\n",
    replace:
      '    const outcome = yield* perform({ id: "tx-000001", plan }, { dirs, lock, settings, resuming: false });\n    begin(dirs, plan, settings);\n',
    caughtBy: { file: ORDER, named: "the journal is durable before anything else" },
  },
  {
    id: "plan-before-the-unfinished",
    file: "src/apply/apply.ts",
    find: "    if (resumed.count > 0 || premise !== null)",
    replace: "    if (premise !== null)",
    caughtBy: { file: "test/apply/run.test.ts", named: "makes a plan stale although all that it rests on" },
  },
  {
    id: "plan-without-its-premises",
    file: "src/apply/apply.ts",
    find: "    if (resumed.count > 0 || premise !== null)",
    replace: "    if (resumed.count > 0)",
    caughtBy: { file: "test/apply/adopt.test.ts", named: "is stale and nothing is done" },
  },
  {
    id: "done-before-it-is",
    file: "src/apply/apply.ts",
    find: "  let isAbandoned = false;\n",
    replace: "  let isAbandoned = false;\n  endTransaction(hands.dirs, transaction.id);\n",
    caughtBy: { file: "test/apply/resume.test.ts", named: "is completed by the next one" },
  },
  {
    id: "done-before-the-stage-is-clear",
    file: "src/apply/apply.ts",
    find: "    clearStage(hands.dirs);\n    endTransaction(hands.dirs, transaction.id);\n",
    replace: "    endTransaction(hands.dirs, transaction.id);\n    clearStage(hands.dirs);\n",
    caughtBy: { file: ORDER, named: "nothing that a later run would have to look for" },
  },
  {
    id: "never-done",
    file: "src/apply/apply.ts",
    find: "    endTransaction(hands.dirs, transaction.id);\n",
    replace: "",
    caughtBy: { file: "test/apply/run.test.ts", named: "is planned anew after an unfinished run" },
  },
  {
    id: "replace-without-a-temporary-name",
    file: "src/system/durable-file.ts",
    find: "  putInPlace(writeStaged(stage, content), spot);\n",
    replace: "  dropOwnName(spot);\n  putInPlace(writeStaged(stage, content), spot);\n",
    caughtBy: { file: "test/system/durable-model.test.ts", named: "replaceFile() is durable" },
  },
  {
    id: "folder-gets-its-name-unfinished",
    file: "src/apply/make-folder.ts",
    find: "    setDirOwner(made, ownable(made, owner));\n    syncDir(made);\n",
    replace: "",
    caughtBy: { file: "test/system/durable-model.test.ts", named: "makeDirectoryAt() is durable" },
  },
  {
    id: "folder-made-under-its-name",
    file: "src/apply/make-folder.ts",
    find: "name: unfinishedName(name) };",
    replace: "name };",
    caughtBy: { file: "test/system/durable-model.test.ts", named: "makeDirectoryAt() is durable" },
  },
  {
    id: "first-run-opens-the-way-once",
    file: "src/apply/hold-lock.ts",
    find: "const FIRST_RUNS = 64;",
    replace: "const FIRST_RUNS = 0;",
    caughtBy: { file: "test/apply/first-runs.test.ts", named: "a folder on the way to the lock that another" },
  },
  {
    id: "first-run-makes-a-folder-once",
    file: "src/apply/make-folder.ts",
    find: "const ROUNDS = 64;",
    replace: "const ROUNDS = 0;",
    caughtBy: { file: "test/apply/first-runs.test.ts", named: "the same folder made as a whole by another run" },
  },
  {
    id: "unfinished-folder-of-somebody-is-taken",
    file: "src/apply/make-folder.ts",
    find: "    if (namesIn(made).length > 0 && look(spot) !== null) throw",
    replace: "    if (namesIn(made).length > 999 && look(spot) !== null) throw",
    caughtBy: { file: "test/apply/first-runs.test.ts", named: "what stands at the name of an unfinished folder" },
  },
  {
    id: "retired-before-it-is-noted",
    file: "src/apply/merge.ts",
    find: "  writeRetirement(run, noteName(run), note);\n  run.fence();\n  const exchanged = exchangeOut(operation, ends, run);\n",
    replace:
      "  run.fence();\n  const exchanged = exchangeOut(operation, ends, run);\n  writeRetirement(run, noteName(run), note);\n",
    caughtBy: { file: ORDER, named: "what a merge has linked is noted" },
  },
  {
    id: "note-of-a-merge-that-came-to-nothing",
    file: "src/apply/merge.ts",
    find: "  dropNote(run.dirs, noteName(run));\n",
    replace: "",
    caughtBy: { file: "test/apply/merge-ladder.test.ts", named: "leaves no note" },
  },
  {
    id: "loser-replaced-before-it-is-rescued",
    file: "src/apply/take-from-app.ts",
    find: "  if (taking.loser !== null) keepLoser(pair.shared, work, { path: pair.path, why: taking.loser, move: false });\n  const way = giveName(pair.app, staged, work);\n  swap(staged, pair.shared, work);\n",
    replace:
      "  const way = giveName(pair.app, staged, work);\n  swap(staged, pair.shared, work);\n  if (taking.loser !== null) keepLoser(staged, work, { path: pair.path, why: taking.loser, move: false });\n",
    caughtBy: { file: ORDER, named: "a rescued file is durable in the rescue folder" },
  },
  {
    id: "loser-not-rescued",
    file: "src/apply/take-from-app.ts",
    find: "  if (taking.loser !== null) keepLoser(pair.shared, work, { path: pair.path, why: taking.loser, move: false });\n",
    replace: "",
    caughtBy: { file: "test/apply/merge.test.ts", named: "the app's files win, shared's are rescued" },
  },
  {
    id: "settled-before-it-is-dropped",
    file: "src/apply/settle.ts",
    find: "  clearAside(aside, note, run);\n",
    replace: "  settleNote(run.dirs, name);\n  clearAside(aside, note, run);\n",
    caughtBy: { file: ORDER, named: "counts as settled only when its name is gone" },
  },
  {
    id: "dropping-not-noted",
    file: "src/apply/settle.ts",
    find: "  writeRetirement(work.run, name, quiet);\n",
    replace: "",
    caughtBy: { file: "test/apply/settle-killed.test.ts", named: "killed while it drops" },
  },
  {
    id: "late-writes-not-noted",
    file: "src/apply/settle.ts",
    find: '  writeRetirement(settling.work.run, settling.name, noteOf(settling, "swept"));\n',
    replace: "",
    caughtBy: { file: "test/apply/settle-killed.test.ts", named: "what one run has brought along" },
  },
  {
    id: "database-before-its-log",
    file: "src/apply/companions.ts",
    find: 'if (look(pair.app)?.kind === "file" && look(pair.shared) === null) addName(pair.app, pair.shared);',
    replace: "",
    caughtBy: { file: "test/apply/database.test.ts", named: "the log is in shared, durably" },
  },
  {
    id: "database-not-held-back",
    file: "src/system/database-guard.ts",
    find: 'return fcntl(fd, F_OFD_SETLK, flock) === 0 ? "held" : "busy";',
    replace: 'return "held";',
    caughtBy: { file: "test/apply/database.test.ts", named: "in which a transaction is under way" },
  },
  {
    id: "database-half-written",
    file: "src/apply/companions.ts",
    find: "hasHotJournal(subject) ? HALF_WRITTEN : takeQuietly(operation, move)",
    replace: "takeQuietly(operation, move)",
    caughtBy: { file: "test/apply/database.test.ts", named: "waits to be rolled back" },
  },
];
