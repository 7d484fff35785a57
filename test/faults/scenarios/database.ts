import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Scenario } from "../scenario.ts";
import { below, LIVE_DATA, writeLaravel } from "./shapes.ts";

export const persistDatabase: Scenario = {
  id: "persist-database",
  what: "a live flat app with a SQLite database whose log has changes that are not in its file yet",
  layout: "flat",
  realDisk: true,
  make: (root) => {
    writeLaravel(below(root, "app"), LIVE_DATA);
    mkdirSync(below(root, "app/database"), { recursive: true });
    // A writer that dies leaves the log beside the database, as a killed worker does.
    const sql = "pragma journal_mode=wal; create table t(x); insert into t values('kept');\n.shell kill -9 $PPID\n";
    spawnSync("sqlite3", [below(root, "app/database/database.sqlite")], { input: sql });
  },
  cwd: "app",
  argv: ["persist", "--yes"],
  again: ["persist", "--yes"],
  live: "app",
};
