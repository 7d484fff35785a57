import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, must, persist } from "../support/cli.ts";
import { freshFolder, writeTree } from "../support/tree.ts";
import { accountOf, trafficIn } from "./traffic.ts";

const SITE = {
  "app/composer.json": '{"require":{"laravel/framework":"^11.0"}}',
  "app/artisan": "",
  "app/public/index.php": "<?php",
  "app/.env": "APP_KEY=live",
  "app/storage/logs/laravel.log": "log",
  "app/public/uploads/kept/deep.txt": "kept",
};
const READ = ["app/.env", "app/storage/logs/laravel.log", "app/public/uploads/kept/deep.txt"];
const SHARED = READ.map((path) => path.replace("app/", "shared/"));

/** Reads the paths without a pause until it is asked to end; says how often, and each error that it met. */
const READER = `
const { readFileSync, readdirSync } = require("node:fs");
const { dirname } = require("node:path");
let reads = 0, ending = false;
const errors = {};
process.on("SIGTERM", () => { ending = true; });
(function turn() {
  for (let round = 0; round < 50; round++)
    for (const path of process.argv.slice(1)) {
      try { if (readFileSync(path, "utf8") === "") throw { code: "EMPTY" }; readdirSync(dirname(path)); reads++; }
      catch (error) { errors[error.code + " " + path] = (errors[error.code + " " + path] ?? 0) + 1; }
    }
  if (!ending) { setImmediate(turn); return; }
  console.log(JSON.stringify({ reads, errors }));
})();
`;

describe("undo and persist in turn while the application writes and visitors read", () => {
  it("loses no acknowledged write, and no reader meets a gap", async () => {
    const site = freshFolder();
    writeTree(site, SITE);
    const app = join(site, "app");
    persist(app);
    const paths = [...READ, ...SHARED].map((path) => join(site, path));
    const reader = spawn(process.execPath, ["-e", READER, ...paths], { stdio: ["ignore", "pipe", "inherit"] });
    const said: Buffer[] = [];
    reader.stdout.on("data", (part: Buffer) => said.push(part));
    const gone = once(reader, "close");
    const ledger = join(freshFolder(), "ledger");
    const traffic = await trafficIn(join(app, "public/uploads"), ledger);
    try {
      for (let round = 1; round <= 3; round++) {
        await traffic.reaches(round * 400);
        must(holdfast(["undo", app, "--yes"]));
        expect(lstatSync(join(app, "public/uploads")).isDirectory()).toBe(true);
        await traffic.reaches(round * 400 + 200);
        if (round < 3) persist(app);
      }
    } finally {
      await traffic.ends();
      reader.kill("SIGTERM");
      await gone;
    }
    const { reads, errors } = JSON.parse(Buffer.concat(said).toString()) as { reads: number; errors: object };
    // While it is taken over again, the old path through shared has no end for a moment; the application's own always has.
    const met = Object.keys(errors).filter((error) => !error.startsWith(`ELOOP ${site}/shared/`));
    expect(met).toEqual([]);
    expect(reads).toBeGreaterThan(1000);
    const state = join(site, "shared/.holdfast");
    const account = accountOf(ledger, join(app, "public/uploads"), [join(state, "rescued")]);
    expect(account.acknowledged).toBeGreaterThan(1000);
    expect(account.lost).toEqual([]);
    // What is made between the clone and the exchange is not to be seen for a moment: its maker may meet that, and nothing else.
    expect(account.failures.filter((code) => code !== "ENOENT")).toEqual([]);
    expect(account.failures.length).toBeLessThan(10);
    expect(readFileSync(join(app, "public/uploads/kept/deep.txt"), "utf8")).toBe("kept");
  }, 180_000);
});
