import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { findNativeRename } from "../../src/system/native-rename.ts";
import { type GivenVerdict, persistWith, Stopped, undoWith } from "../support/engine.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

const UPLOADS: GivenVerdict = { path: "public/uploads" };
const ENV: GivenVerdict = { path: ".env", kind: "file", secret: true };

/** A site with these entries in shared. */
function shared(shape: Record<string, string>, verdicts: readonly GivenVerdict[] = [UPLOADS]) {
  const root = freshFolder();
  writeTree(root, shape);
  const app = join(root, "app");
  persistWith(app, verdicts);
  return { root, app, at: (...path: string[]) => join(root, ...path) };
}

const DATA = { "app/public/uploads/a.txt": "a", "app/public/uploads/deep/b.txt": "b", "app/composer.json": "{}" };
const text = (path: string): string => readFileSync(path, "utf8");
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [];

/** Does something just before the nth exchange of a run. */
function beforeExchange(n: number, work: () => void): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count === n) work();
  };
}

describe("an entry given back to the app", () => {
  it("has the very files, with the owner, mode and times of each folder; shared leads to it and has nothing of its own", () => {
    const { app, at } = shared(DATA);
    chmodSync(at("shared/public/uploads/deep"), 0o2751);
    utimesSync(at("shared/public/uploads/deep"), 1000, 2000);
    const before = statSync(at("shared/public/uploads/a.txt")).ino;
    expect(codes(undoWith(app))).toEqual([]);
    expect(lstatSync(at("app/public/uploads")).isDirectory()).toBe(true);
    expect(statSync(at("app/public/uploads/a.txt"))).toMatchObject({ ino: before, nlink: 1 });
    expect(statSync(at("app/public/uploads/deep"))).toMatchObject({ mode: 0o42751, mtimeMs: 2_000_000 });
    expect(readlinkSync(at("shared/public/uploads"))).toBe("../../app/public/uploads");
    expect(readdirSync(at("shared/.holdfast/stage"))).toEqual([]);
    expect(readdirSync(at("app/public"))).toEqual(["uploads"]);
  });

  it("keeps extended attributes of folders", () => {
    const { app, at } = shared(DATA);
    spawnSync("setfattr", ["-n", "user.who", "-v", "owner", at("shared/public/uploads/deep")]);
    undoWith(app);
    const run = spawnSync("getfattr", ["-n", "user.who", "--only-values", at("app/public/uploads/deep")]);
    expect(run.stdout.toString()).toBe("owner");
  });

  it("has what was made, replaced and deleted through the link after the clone was made", () => {
    const { app, at } = shared(DATA);
    undoWith(app, {
      beforeExchange: beforeExchange(1, () => {
        writeTree(app, { "public/uploads/made.txt": "made", "public/uploads/new/c.txt": "c" });
        writeFileSync(at("app/public/uploads/next"), "replaced");
        renameSync(at("app/public/uploads/next"), at("app/public/uploads/a.txt"));
        unlinkSync(at("app/public/uploads/deep/b.txt"));
      }),
    });
    expect(lstatSync(at("app/public/uploads")).isDirectory()).toBe(true);
    expect(text(at("app/public/uploads/a.txt"))).toBe("replaced");
    expect(text(at("app/public/uploads/made.txt"))).toBe("made");
    expect(text(at("app/public/uploads/new/c.txt"))).toBe("c");
    expect(existsSync(at("app/public/uploads/deep/b.txt"))).toBe(false);
  });

  it("has what was written into shared after the app had got its own", () => {
    const { app, at } = shared(DATA);
    undoWith(app, {
      beforeExchange: beforeExchange(2, () => {
        appendFileSync(at("shared/public/uploads/a.txt"), "+");
        writeTree(at("shared"), { "public/uploads/late.txt": "late" });
      }),
    });
    expect(text(at("app/public/uploads/a.txt"))).toBe("a+");
    expect(text(at("app/public/uploads/late.txt"))).toBe("late");
  });

  it("keeps both versions of what was changed on both sides meanwhile", () => {
    const { root, app, at } = shared(DATA);
    const result = undoWith(app, {
      beforeExchange: beforeExchange(2, () => {
        for (const side of ["shared", "app"]) {
          writeFileSync(at(side, "public/uploads/next"), `${side}'s`);
          renameSync(at(side, "public/uploads/next"), at(side, "public/uploads/a.txt"));
        }
      }),
    });
    expect(text(at("app/public/uploads/a.txt"))).toBe("app's");
    const [kept] = result.kind === "applied" ? result.outcome.rescued : [];
    expect(text(kept?.kept ?? root)).toBe("shared's");
  });

  it("a file: its own again, also where an editor replaced it in that moment", () => {
    const { app, at } = shared({ "app/.env": "KEY=1", "app/composer.json": "{}" }, [ENV]);
    undoWith(app, {
      beforeExchange: beforeExchange(1, () => {
        writeFileSync(at("shared/.env.new"), "KEY=2");
        renameSync(at("shared/.env.new"), at("shared/.env"));
      }),
    });
    expect(lstatSync(at("app/.env")).isFile()).toBe(true);
    expect(text(at("app/.env"))).toBe("KEY=2");
    expect(statSync(at("app/.env")).nlink).toBe(1);
  });
});

describe("an entry that is not given back", () => {
  it("something else was put at the link's place in that moment: it goes back there, and the run says so", () => {
    const { app, at } = shared(DATA);
    const swap = beforeExchange(1, () => {
      unlinkSync(at("app/public/uploads"));
      symlinkSync("/nowhere", at("app/public/uploads"));
    });
    expect(() => undoWith(app, { beforeExchange: swap })).toThrow("which is not what the plan");
    expect(readlinkSync(at("app/public/uploads"))).toBe("/nowhere");
    expect(text(at("shared/public/uploads/a.txt"))).toBe("a");
  });

  it("no exchange here: it stays linked, is named, and leaves nothing behind", () => {
    const { app, at } = shared(DATA);
    const before = manifest(app);
    expect(codes(undoWith(app, { way: "none" }))).toEqual(["no-exchange"]);
    expect(manifest(app)).toEqual(before);
    expect(lstatSync(at("shared/public/uploads")).isDirectory()).toBe(true);
    expect(statSync(at("shared/public/uploads/a.txt")).nlink).toBe(1);
    expect(readdirSync(at("shared/.holdfast/stage"))).toEqual([]);
    expect(text(at("shared/.persistence-config"))).not.toContain("undone");
  });

  it("with --maintenance it is given back in two steps then", () => {
    const { app, at } = shared(DATA);
    expect(codes(undoWith(app, { way: "none", maintenance: true }))).toEqual(["two-steps"]);
    expect(text(at("app/public/uploads/deep/b.txt"))).toBe("b");
    expect(lstatSync(at("app/public/uploads")).isDirectory()).toBe(true);
    expect(readlinkSync(at("shared/public/uploads"))).toBe("../../app/public/uploads");
  });

  it("shared's cannot be moved: the link stands again, and what was written meanwhile is in shared", () => {
    const { app, at } = shared(DATA);
    const native = findNativeRename();
    let count = 0;
    const result = undoWith(app, {
      native: {
        ...native,
        exchange: (a, b) => {
          count += 1;
          if (count === 2) {
            writeTree(app, { "public/uploads/late.txt": "late" });
            throw Object.assign(new Error("EBUSY"), { code: "EBUSY" });
          }
          native.exchange(a, b);
        },
      },
    });
    expect(codes(result)).toEqual(["mount-point"]);
    expect(readlinkSync(at("app/public/uploads"))).toBe("../../shared/public/uploads");
    expect(text(at("shared/public/uploads/late.txt"))).toBe("late");
    expect(statSync(at("shared/public/uploads/a.txt")).nlink).toBe(1);
  });
});

describe("what shared had, while a process has it open", () => {
  it("is kept, and what is written there comes to the app with a later run", async () => {
    const { app, at } = shared(DATA);
    const worker = spawn("sh", ["-c", "read go; echo late > late.txt"], {
      cwd: at("shared/public/uploads"),
      stdio: ["pipe", "ignore", "inherit"],
    });
    const gone = once(worker, "exit");
    expect(codes(undoWith(app))).toEqual(["retired-in-use"]);
    worker.stdin.end("go\n");
    await gone;
    undoWith(app);
    expect(text(at("app/public/uploads/late.txt"))).toBe("late\n");
    expect(statSync(at("app/public/uploads/a.txt")).nlink).toBe(1);
  });
});

describe("a database", () => {
  const DATABASE: GivenVerdict = { path: "database/d.sqlite", kind: "file", database: true };
  // A writer that dies leaves the log beside the database.
  const WITH_LOG = "pragma journal_mode=wal; create table t(x); insert into t values('kept');\n.shell kill -9 $PPID\n";
  const ask = (file: string): string => spawnSync("sqlite3", [file, "select * from t"]).stdout.toString().trim();

  it("that is an entry goes with its log, and shared keeps no name of it", () => {
    const root = freshFolder();
    writeTree(root, { "app/composer.json": "{}", "app/database/x": "" });
    spawnSync("sqlite3", [join(root, "app/database/d.sqlite")], { input: WITH_LOG });
    const app = join(root, "app");
    persistWith(app, [DATABASE]);
    expect(lstatSync(join(app, "database/d.sqlite-wal")).isSymbolicLink()).toBe(true);
    expect(codes(undoWith(app))).toEqual([]);
    for (const name of ["d.sqlite", "d.sqlite-wal", "d.sqlite-shm"])
      expect(lstatSync(join(app, "database", name)).isFile(), name).toBe(true);
    expect(readdirSync(join(root, "shared/database"))).toEqual(["d.sqlite"]);
    expect(ask(join(app, "database/d.sqlite"))).toBe("kept");
    persistWith(app, [DATABASE]);
    expect(ask(join(root, "shared/database/d.sqlite"))).toBe("kept");
  });

  it("in a folder, with a transaction under way, keeps the folder linked", async () => {
    const { app, at } = shared(DATA);
    const file = at("shared/public/uploads/d.db");
    spawnSync("sqlite3", [file, "create table t(x)"]);
    const writer = spawn("sqlite3", [file], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
    const gone = once(writer, "exit");
    writer.stdin.write("begin immediate; select 'begun';\n");
    expect((await lines.next()).value).toBe("begun");
    const result = undoWith(app);
    writer.stdin.end("insert into t values('kept'); commit;\n");
    await gone;
    expect(codes(result)).toEqual(["database-busy"]);
    expect(lstatSync(at("app/public/uploads")).isSymbolicLink()).toBe(true);
    expect(codes(undoWith(app))).toEqual([]);
    expect(ask(at("app/public/uploads/d.db"))).toBe("kept");
  });
});

it("stopped between two entries, a later run gives the rest back", () => {
  const { app, at } = shared({ ...DATA, "app/.env": "KEY=1" }, [ENV, UPLOADS]);
  expect(() => undoWith(app, { stopBefore: 1 })).toThrow(Stopped);
  expect(lstatSync(at("app/.env")).isFile()).toBe(true);
  expect(lstatSync(at("app/public/uploads")).isSymbolicLink()).toBe(true);
  undoWith(app);
  expect(lstatSync(at("app/public/uploads")).isDirectory()).toBe(true);
  expect(text(at("shared/.persistence-config"))).toContain('"undone": true');
});
