import { spawn } from "node:child_process";
import { closeSync, existsSync, lstatSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Ended, must, persist, siteOf, start } from "../support/cli.ts";
import { delivered, live } from "../support/deliveries-of.ts";
import { mountAt, unmountBelow } from "../support/mounts.ts";
import { program } from "../support/program.ts";
import { expectRefused } from "../support/refused.ts";
import { freshFolder } from "../support/tree.ts";
import { SHOP, text, update } from "./shop.ts";

describe("bytes on the disk", () => {
  it("18: what is written while data is taken over is not lost", async () => {
    const site = siteOf("flat", SHOP);
    const uploads = join(site.app, "public/uploads");
    const ledger = join(dirname(site.root), "acknowledged");
    closeSync(openSync(ledger, "w"));
    const writer = spawn(
      "sh",
      [
        "-c",
        'n=0; while :; do n=$((n+1)); echo "$n" > "$0/w$n.txt" && echo "$n" >> "$1"; sleep 0.01; done',
        uploads,
        ledger,
      ],
      { cwd: "/", stdio: "ignore" },
    );
    const ended = new Promise((resolve) => writer.once("exit", resolve));
    onTestFinished(() => void writer.kill("SIGKILL"));
    await written(ledger);
    const persisted = await meanwhile(["persist", site.app, "--yes"]);
    await written(ledger);
    writer.kill("SIGTERM");
    await ended;
    expect(persisted.code, persisted.err).toBe(0);
    const acknowledged = text(ledger).trim().split("\n");
    expect(acknowledged.length).toBeGreaterThan(20);
    const there = new Set(readdirSync(join(site.shared, "public/uploads")));
    expect(acknowledged.filter((number) => !there.has(`w${number}.txt`))).toEqual([]);
  });

  it("21: a disk or quota that is too small is named with its numbers before anything is written", () => {
    const root = freshFolder();
    mountAt(join(root, "disk"), { size: "3m" });
    onTestFinished(() => {
      unmountBelow(root);
    });
    const site = siteOf("releases", SHOP, join(root, "disk"));
    persist(site.app);
    const source = delivered({ root: join(root, "site") }, "1.1", { "vendor/large.bin": "x".repeat(4 << 20) });
    const args = ["release", source, "--site", site.root, "--yes"];
    expectRefused(site, args, {
      code: 1,
      says: "There is no room for another copy of the code: it needs about ",
      next: "holdfast prune --keep 2",
    });
  });

  it("24: an SQLite database moves with its -wal and -shm, and stays one in the next release", () => {
    const site = siteOf("releases", { ...SHOP, ".env": "APP_KEY=live\nDB_CONNECTION=sqlite\n", database: null });
    const database = join(site.app, "database/database.sqlite");
    // A reader that is killed leaves what it had not brought into the database.
    const sql = "pragma journal_mode=wal; create table t (n); insert into t values (1); insert into t values (2);";
    must(start(["sh", "-c", `sqlite3 '${database}' "${sql}" '.shell kill -9 $PPID' || :`]));
    expect(existsSync(`${database}-wal`)).toBe(true);
    persist(site.app);
    must(update(site, "1.1", { "database/migrations/a.php": "<?php" }));
    const moved = live(site, "database/database.sqlite");
    expect(lstatSync(moved).isSymbolicLink()).toBe(true);
    expect(start(["sqlite3", moved, "select sum(n) from t"]).out).toBe("3\n");
    expect(must(start(["sqlite3", moved, "pragma integrity_check"])).out).toBe("ok\n");
  });
});

async function written(ledger: string): Promise<void> {
  const before = text(ledger).length;
  for (let tries = 0; tries < 400 && text(ledger).length < before + 60; tries++) await sleep(25);
}

/** Runs the program without holding up this process. */
function meanwhile(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program(), ...args], { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out: "", err })));
}
