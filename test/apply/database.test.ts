/** The order in which a database and its log are taken over, on a real disk: its locks are the kernel's own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import type { ApplyResult } from "../../src/apply/apply.ts";
import { findNativeRename } from "../../src/system/native-rename.ts";
import { callsOf } from "../faults/lab/calls-of.ts";
import { persistWith } from "../support/engine.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const DATABASE = { path: "database/d.sqlite", kind: "file" as const, database: true };

function site(): string {
  const root = freshFolder();
  writeTree(root, { "app/database/d.sqlite": "database", "app/database/d.sqlite-wal": "log" });
  return root;
}

const inode = (...parts: string[]): number => lstatSync(join(...parts)).ino;
const codes = (result: ApplyResult): string[] =>
  result.kind === "applied" ? result.outcome.diagnostics.map(({ code }) => code) : [];

it("the log is in shared, durably, before the database goes; links take both places, and all of it is synced", async () => {
  const root = site();
  const log = inode(root, "app/database/d.sqlite-wal");
  const calls = await callsOf(root, findNativeRename(), (native) => {
    persistWith(join(root, "app"), [DATABASE], { native });
  });
  const there = calls.filter(
    (call) => /database/.test(call) && !/^(lchown|mkdir|rename|open|fchmod|fchown)/.test(call),
  );
  expect(there.slice(there.findIndex((call) => call.startsWith("link app/")))).toEqual([
    "link app/database/d.sqlite-wal -> shared/database/d.sqlite-wal",
    "fsync shared/database",
    "symlink shared/database/d.sqlite",
    "fsync shared/database",
    "exchange app/database/d.sqlite shared/database/d.sqlite",
    "fsync shared/database",
    "fsync app/database",
    "exchange app/database/d.sqlite-wal shared/.holdfast/stage/tx-000001-1-d.sqlite-wal",
    "fsync app/database",
  ]);
  expect(inode(root, "shared/database/d.sqlite-wal")).toBe(log);
  expect(readlinkSync(join(root, "app/database/d.sqlite-wal"))).toBe("../../shared/database/d.sqlite-wal");
  expect(readFileSync(join(root, "app/database/d.sqlite-wal"), "utf8")).toBe("log");
});

it("where the database is left, its log has no second name in shared", () => {
  const root = site();
  const result = persistWith(join(root, "app"), [DATABASE], { way: "none" });
  expect(result.kind === "applied" && result.outcome.inPlace).toEqual(["database/d.sqlite"]);
  expect(existsSync(join(root, "shared/database/d.sqlite-wal"))).toBe(false);
  expect(readFileSync(join(root, "app/database/d.sqlite-wal"), "utf8")).toBe("log");
});

it("a database in which a transaction is under way is left as it is, and named", async () => {
  const root = freshFolder();
  writeTree(root, { "app/database": null });
  const file = join(root, "app/database/d.sqlite");
  const writer = spawn("sqlite3", [file], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
  const gone = once(writer, "exit");
  writer.stdin.write("create table t(x); begin immediate; select 'begun';\n");
  expect((await lines.next()).value).toBe("begun");
  const result = persistWith(join(root, "app"), [DATABASE]);
  writer.stdin.end("commit;\n");
  await gone;
  expect(codes(result)).toEqual(["database-busy"]);
  expect(lstatSync(file).isFile()).toBe(true);
  expect(existsSync(join(root, "shared/database/d.sqlite"))).toBe(false);
  expect(codes(persistWith(join(root, "app"), [DATABASE]))).toEqual([]);
});

it("a log that another file has replaced meanwhile is not replaced by a link", () => {
  const root = site();
  const native = findNativeRename();
  persistWith(join(root, "app"), [DATABASE], {
    native: {
      ...native,
      exchange: (a, b) => {
        native.exchange(a, b);
        if (a.name !== "d.sqlite") return;
        writeFileSync(join(root, "another"), "another log");
        native.exchange({ ...a, name: "d.sqlite-wal" }, { dir: { ...a.dir }, name: "../../another" });
      },
    },
  });
  expect(readFileSync(join(root, "app/database/d.sqlite-wal"), "utf8")).toBe("another log");
  expect(lstatSync(join(root, "app/database/d.sqlite-wal")).isFile()).toBe(true);
});

it.each([
  ["waits to be rolled back", "\xd9journal", true],
  ["is empty, as it is between transactions", "", false],
  ["is zeroed, as it is between transactions", "\0\0\0\0", false],
])("a database whose journal %s", (_what, journal, isLeft) => {
  const root = freshFolder();
  writeTree(root, { "app/database/d.sqlite": "database", "app/database/d.sqlite-journal": journal });
  const result = persistWith(join(root, "app"), [DATABASE]);
  expect(codes(result)).toEqual(isLeft ? ["hot-journal"] : []);
  expect(lstatSync(join(root, "app/database/d.sqlite")).isFile()).toBe(isLeft);
});
