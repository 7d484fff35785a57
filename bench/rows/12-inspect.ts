import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Row } from "../row.ts";
import { longer } from "../timing/line.ts";
import { outputOf } from "../timing/process.ts";
import { race } from "../timing/rounds.ts";
import { SHARED_FOLDERS } from "../trees/small-delivery.ts";
import { linkTree, siteBelow, writeCode } from "../trees/site.ts";
import { timeLimit } from "./limits.ts";

/** The folders that the rules know as data, each one that holds files itself. */
const DATA = SHARED_FOLDERS.map((folder) => (folder === "storage" ? "storage/app/public" : folder));

/** What a judgement of the code looks for: the words that write files, and those that name folders. */
const PATTERNS = [
  "move_uploaded_file",
  "file_put_contents",
  "fopen",
  "mkdir",
  "storeAs",
  "putFile",
  "makeDirectory",
  "public_path",
  "storage_path",
  "base_path",
  "->store\\(",
  "->move\\(",
  "->save\\(",
  "Storage::",
  "File::",
];

/** Looking at an application and judging each path of it. */
export const inspectRow: Row = {
  ids: ["12"],
  title: "Inspecting an application with 10 linked folders",
  programs: ["git", "grep"],
  sets: ["app"],
  copies: ["app"],
  run: (bench) => {
    const { program, scratch, set, rounds } = bench;
    const { app } = siteBelow(scratch("inspect"));
    mkdirSync(dirname(app), { recursive: true });
    linkTree(set("app").path, app);
    writeCode(app);
    for (const folder of DATA) {
      mkdirSync(join(app, folder), { recursive: true });
      writeFileSync(join(app, folder, "made.jpg"), "made");
    }
    outputOf({ argv: [process.execPath, program, "persist", app, "--yes"] });
    outputOf({ argv: ["sh", "-c", COMMIT, "sh", app] });
    const inspect = { argv: [process.execPath, program, "inspect", app] };
    const { ours, theirs } = race(
      {
        ours: inspect,
        theirs: { argv: ["sh", "-c", LOOK, "sh", app, PATTERNS.join("|")] },
      },
      { rounds },
    );
    return [
      longer(
        {
          what: `an application of ${set("app").files} files`,
          ours: "inspect",
          theirs: "git status, and grep -rE of its own code",
          why: timeLimit(bench, inspect),
        },
        { ours, theirs },
        3,
      ),
    ];
  },
};

const COMMIT = `set -e; cd "$1"; git init -q; git config gc.auto 0; git config maintenance.auto false; git add -A
git -c user.name=bench -c user.email=bench@example.com commit -qm all; git status >/dev/null`;

const LOOK = `cd "$1" && git status >/dev/null && grep -rcE "$2" --include='*.php' --exclude-dir=vendor --exclude-dir=.git . >/dev/null; test $? -le 1`;
