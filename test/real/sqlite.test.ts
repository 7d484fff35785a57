import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder, writeTree } from "../support/tree.ts";
import { holdfastMeanwhile, must } from "./holdfast.ts";
import { LIVE_ENV, writeLaravel } from "./laravel-skeleton.ts";

describe.each(["wal", "delete"])("an SQLite database in journal mode %s, written while it is taken over", (mode) => {
  it("is whole afterwards and holds every row that was acknowledged", async () => {
    const app = join(freshFolder(), "app");
    writeLaravel(app, "1");
    writeTree(app, { ".env": LIVE_ENV, "writer.php": WRITER, database: null });
    const database = join(app, "database/database.sqlite");
    must(app, "sqlite3", database, `pragma journal_mode=${mode}`, "create table notes (writer text, n integer)");
    const writers = [await startWriter(app, "stays", "keep"), await startWriter(app, "comes-and-goes", "reopen")];

    const ended = await holdfastMeanwhile(app, "persist", app, "--yes");
    await pause(200);
    const acknowledged = await Promise.all(writers.map((writer) => writer.stop()));

    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(must(app, "sqlite3", database, "pragma integrity_check").trim()).toBe("ok");
    for (const { name, rows, complaints } of acknowledged) {
      expect(complaints).toBe("");
      expect(rows).toBeGreaterThan(10);
      const kept = must(
        app,
        "sqlite3",
        database,
        `select count(distinct n) from notes where writer = '${name}' and n <= ${rows}`,
      );
      expect(Number(kept)).toBe(rows);
    }
    expect(lstatSync(database).isSymbolicLink()).toBe(true);
    expect(existsSync(`${database}-journal`)).toBe(false);
  });
});

interface Writer {
  readonly stop: () => Promise<{ readonly name: string; readonly rows: number; readonly complaints: string }>;
}

/** Writes rows 1, 2, 3, ... through the app's path and prints each number after its commit. */
async function startWriter(app: string, name: string, way: "keep" | "reopen"): Promise<Writer> {
  const child: ChildProcess = spawn("php", ["writer.php", name, way], { cwd: app, stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { out: "", err: "" };
  child.stderr?.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  await new Promise<void>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      said.out += chunk.toString();
      resolve();
    });
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): ReturnType<Writer["stop"]> => {
    child.stdin?.end();
    await gone;
    return { name, rows: said.out.split("\n").length - 1, complaints: said.err };
  };
  return { stop };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const WRITER = `<?php

[, $name, $way] = $argv;
ini_set('display_errors', 'stderr');
stream_set_blocking(STDIN, false);

function connect()
{
    return new PDO('sqlite:database/database.sqlite', null, null, [PDO::ATTR_TIMEOUT => 20]);
}

$connection = connect();
for ($n = 1; !feof(STDIN); $n++, fread(STDIN, 1)) {
    $connection->prepare('insert into notes values (?, ?)')->execute([$name, $n]);
    echo $n, "\\n";
    usleep(1000);
    if ($way === 'reopen') {
        $connection = null;
        $connection = connect();
    }
}
`;
