import type { Catcher, Defect } from "../defect.ts";

/** On the model of a disk: what an operation has done is durable when the next one begins. */
const step = (named: string): Catcher => ({ file: "test/apply/durable-steps.test.ts", named });
/** What is durable before what. */
const order = (named: string): Catcher => ({ file: "test/apply/order.test.ts", named });
/** The same for the smallest calls. */
const call = (named: string): Catcher => ({ file: "test/system/durable-model.test.ts", named });

const EXCHANGE = "taking over by exchange";
const OTHERWISE = "taking over without exchange";
const MERGE = "merging what both have, mode first";
const LOSING = "merging what both have, mode subsequent";
const LINKS = "making links and their folders";

/** Each call that makes something durable, left out. */
export const SYNCS: readonly Defect[] = [
  {
    id: "sync-nothing-of-folders",
    file: "src/system/dir.ts",
    find: "    fsyncSync(dir.fd);",
    replace: "",
    caughtBy: call("replaceFile() is durable"),
  },
  {
    id: "sync-not-the-bytes",
    file: "src/system/durable-file.ts",
    find: "      fsyncSync(fd);\n",
    replace: "",
    caughtBy: call("replaceFile() is durable"),
  },
  {
    id: "sync-before-the-mode",
    file: "src/system/durable-file.ts",
    find: "      fchmodSync(fd, content.mode);\n      fsyncSync(fd);\n",
    replace: "      fsyncSync(fd);\n      fchmodSync(fd, content.mode);\n",
    caughtBy: call("replaceFile() is durable"),
  },
  {
    id: "sync-not-the-replaced-name",
    file: "src/system/durable-file.ts",
    find: "  rename(temporary, spot);\n  syncDir(spot.dir);\n",
    replace: "  rename(temporary, spot);\n",
    caughtBy: call("replaceFile() is durable"),
  },
  {
    id: "sync-not-the-created-name",
    file: "src/system/durable-file.ts",
    find: "    dropOwnName(temporary);\n    syncDir(spot.dir);\n",
    replace: "    dropOwnName(temporary);\n",
    caughtBy: call("createFile() is durable"),
  },
  {
    id: "sync-not-the-made-folder",
    file: "src/apply/make-folder.ts",
    find: "    syncDir(made);\n",
    replace: "",
    caughtBy: call("makeDirectoryAt() is durable"),
  },
  {
    id: "sync-not-the-made-folders-name",
    file: "src/apply/make-folder.ts",
    find: "  }\n  syncDir(parent);\n",
    replace: "  }\n",
    caughtBy: call("makeDirectoryAt() is durable"),
  },
  {
    id: "sync-failure-is-swallowed",
    file: "src/system/dir.ts",
    find: "    fsyncSync(dir.fd);",
    replace: "    try { fsyncSync(dir.fd); } catch {}",
    caughtBy: { file: "test/system/failing-sync.test.ts", named: "of a folder" },
  },
  {
    id: "sync-failure-is-retried",
    file: "src/system/durable-file.ts",
    find: "      fsyncSync(fd);\n",
    replace: "      try { fsyncSync(fd); } catch { fsyncSync(fd); }\n",
    caughtBy: { file: "test/system/failing-sync.test.ts", named: "of a file" },
  },
  {
    id: "sync-not-the-placeholder",
    file: "src/apply/adopt.ts",
    find: "  setLinkOwner(ends.shared, data);\n  syncDir(ends.shared.dir);\n",
    replace: "  setLinkOwner(ends.shared, data);\n",
    caughtBy: order("the placeholder is durable before the exchange"),
  },
  {
    id: "sync-not-shared-after-the-exchange",
    file: "src/apply/adopt.ts",
    find: "  syncDir(ends.shared.dir);\n  syncDir(ends.app.dir);\n",
    replace: "  syncDir(ends.app.dir);\n",
    caughtBy: step(EXCHANGE),
  },
  {
    id: "sync-not-the-app-after-the-exchange",
    file: "src/apply/adopt.ts",
    find: "  syncDir(ends.shared.dir);\n  syncDir(ends.app.dir);\n",
    replace: "  syncDir(ends.shared.dir);\n",
    caughtBy: step(EXCHANGE),
  },
  {
    id: "sync-not-what-leads-in-place",
    file: "src/apply/adopt.ts",
    find: "if (data !== null) setLinkOwner(ends.shared, data);\n  syncDir(ends.shared.dir);\n",
    replace: "if (data !== null) setLinkOwner(ends.shared, data);\n",
    caughtBy: step(OTHERWISE),
  },
  {
    id: "sync-not-the-dropped-placeholder",
    file: "src/apply/adopt.ts",
    find: "  }\n  syncDir(ends.shared.dir);\n}",
    replace: "  }\n}",
    caughtBy: step("a take-over that is refused"),
  },
  {
    id: "sync-not-the-stage-after-linking",
    file: "src/apply/merge.ts",
    find: "    syncDir(work.run.dirs.stage);\n    return null;\n",
    replace: "    return null;\n",
    caughtBy: order("everything is in shared, durably"),
  },
  {
    id: "sync-not-the-retired-folder",
    file: "src/apply/exchange-out.ts",
    find: "  syncDir(ends.retired.dir);\n  syncDir(ends.app.dir);\n",
    replace: "  syncDir(ends.app.dir);\n",
    caughtBy: order("a merge's exchange is durable"),
  },
  {
    id: "sync-not-the-app-after-merging",
    file: "src/apply/exchange-out.ts",
    find: "  syncDir(ends.retired.dir);\n  syncDir(ends.app.dir);\n",
    replace: "  syncDir(ends.retired.dir);\n",
    caughtBy: step(MERGE),
  },
  {
    id: "sync-not-the-stage-after-sweeping",
    file: "src/apply/merge.ts",
    find: "  syncDir(ends.shared.dir);\n  syncDir(work.run.dirs.stage);\n",
    replace: "  syncDir(ends.shared.dir);\n",
    caughtBy: { file: "test/apply/merge-live.test.ts", named: "what was swept is durable" },
  },
  {
    id: "sync-not-a-merged-file",
    file: "src/apply/merge.ts",
    find: "    syncDir(into.dir);\n",
    replace: "",
    caughtBy: order("everything is in shared, durably"),
  },
  {
    id: "sync-not-the-prepared-link",
    file: "src/apply/exchange-out.ts",
    find: "  if (owner !== null) setLinkOwner(spot, owner);\n  syncDir(spot.dir);\n",
    replace: "  if (owner !== null) setLinkOwner(spot, owner);\n",
    caughtBy: order("everything is in shared, durably"),
  },
  {
    id: "sync-not-a-linked-folder",
    file: "src/apply/tree-link.ts",
    find: "  work.syncs.wentThrough(shared, prefix);\n",
    replace: "",
    caughtBy: order("everything is in shared, durably"),
  },
  {
    id: "sync-not-what-was-linked-together",
    file: "src/apply/merge.ts",
    find: "    work.syncs.finish(ends.shared);\n",
    replace: "",
    caughtBy: order("everything is in shared, durably"),
  },
  {
    id: "sync-not-what-was-swept-together",
    file: "src/apply/merge.ts",
    find: "  work.syncs.finish(ends.shared);\n  syncDir",
    replace: "  syncDir",
    caughtBy: { file: "test/apply/merge-live.test.ts", named: "what was swept is durable" },
  },
  {
    id: "sync-not-a-swept-folder",
    file: "src/apply/tree-sweep.ts",
    find: "  work.syncs.wentThrough(shared, prefix);\n",
    replace: "",
    caughtBy: { file: "test/apply/merge-live.test.ts", named: "what was swept is durable" },
  },
  {
    id: "sync-not-the-rescue-folder",
    file: "src/apply/rescue.ts",
    find: "    else if (!isKept) giveName(loser, spot, work);\n    syncDir(folder);\n",
    replace: "    else if (!isKept) giveName(loser, spot, work);\n",
    caughtBy: step(LOSING),
  },
  {
    id: "sync-not-the-quarantine",
    file: "src/apply/rescue.ts",
    find: "    rename(spot, free);\n    syncDir(folder);\n",
    replace: "    rename(spot, free);\n",
    caughtBy: { file: "test/apply/merge-live.test.ts", named: "what was swept is durable" },
  },
  {
    id: "sync-not-what-came-late",
    file: "src/apply/pairs.ts",
    find: "      if (level.shared !== null) syncDir(level.shared);\n",
    replace: "",
    caughtBy: step("bringing along what was written"),
  },
  {
    id: "sync-not-the-damaged-journal",
    file: "src/apply/journal.ts",
    find: "{ dir: dirs.journal, name });\n  syncDir(dirs.journal);\n",
    replace: "{ dir: dirs.journal, name });\n",
    caughtBy: { file: "test/apply/journal.test.ts", named: "keepDamaged()" },
  },
  {
    id: "sync-not-a-made-link",
    file: "src/apply/small-steps.ts",
    find: "    dropBegun(spot, operation.text, run);\n    syncDir(spot.dir);\n    return NO_OUTCOME;\n  });\n}\n\n/** A script that was killed as root",
    replace:
      "    dropBegun(spot, operation.text, run);\n    return NO_OUTCOME;\n  });\n}\n\n/** A script that was killed as root",
    caughtBy: step(LINKS),
  },
  {
    id: "sync-not-a-corrected-link",
    file: "src/apply/small-steps.ts",
    find: "    rename(prepared, spot);\n    syncDir(spot.dir);\n",
    replace: "    rename(prepared, spot);\n",
    caughtBy: step(LINKS),
  },
  {
    id: "sync-not-where-it-is-set-aside",
    file: "src/apply/small-steps.ts",
    find: "      syncDir(folder);\n",
    replace: "",
    caughtBy: step("keeping a file of others aside"),
  },
  {
    id: "sync-not-where-it-was-set-aside-from",
    file: "src/apply/small-steps.ts",
    find: "      syncDir(folder);\n      syncDir(spot.dir);\n",
    replace: "      syncDir(folder);\n",
    caughtBy: order("what is set aside is synced"),
  },
  {
    id: "sync-not-the-cleared-stage",
    file: "src/apply/stage.ts",
    find: "  syncDir(dirs.stage);\n",
    replace: "",
    caughtBy: order("nothing that a later run would have to look for"),
  },
  {
    id: "sync-not-the-settled-folder",
    file: "src/apply/settle.ts",
    find: "    syncDir(retired.dir);\n",
    replace: "",
    caughtBy: order("counts as settled only when its name is gone"),
  },
  {
    id: "sync-not-the-databases-log",
    file: "src/apply/companions.ts",
    find: "  syncDir(move.shared.dir);\n",
    replace: "",
    caughtBy: { file: "test/apply/database.test.ts", named: "the log is in shared, durably" },
  },
  {
    id: "sync-not-the-link-to-the-databases-log",
    file: "src/apply/companions.ts",
    find: "  syncDir(pair.app.dir);\n",
    replace: "",
    caughtBy: { file: "test/apply/database.test.ts", named: "the log is in shared, durably" },
  },
  {
    id: "sync-not-btrfs-before-an-exchange",
    file: "src/system/native-rename.ts",
    find: "      if (tearsExchanges(b.dir)) {",
    replace: "      if (b.dir.fd < 0) {",
    caughtBy: { file: "test/system/btrfs.test.ts", named: "on btrfs everything is written out" },
  },
];
