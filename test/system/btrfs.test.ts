import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { onFileSystem } from "../faults/lab/file-systems.ts";
import { must, start } from "../support/cli.ts";
import { program } from "../support/program.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

it.each(["koffi", "perl"])(
  "on btrfs everything is written out before two names are exchanged through %s",
  async (way) => {
    const calls = await onFileSystem("btrfs", (folder) => {
      writeTree(folder, { "site/app/artisan": "", "site/app/.env": "A=1", "site/app/public/uploads/u": "u" });
      return Promise.resolve(callsOf(join(folder, "site/app"), way));
    });
    const exchanges = calls.filter((call) => call === "exchange");
    expect(exchanges.length).toBeGreaterThanOrEqual(2);
    expect(calls).toEqual(exchanges.flatMap(() => ["syncfs", "exchange"]));
  },
);

it("elsewhere nobody is made to wait for that", () => {
  const app = join(freshFolder(), "app");
  mkdirSync(app);
  writeTree(app, { artisan: "", ".env": "A=1" });
  const calls = callsOf(app, "koffi");
  expect(calls).toContain("exchange");
  expect(calls).not.toContain("syncfs");
});

/** The exchanges and syncs of a file system that a first run makes, in order. */
function callsOf(app: string, way: string): string[] {
  const trace = join(freshFolder(), "trace");
  const strace = ["strace", "-f", "-qq", "-o", trace, "-e", "trace=syncfs,renameat2"];
  const env = { HOLDFAST_RENAMEAT2: way };
  must(start([...strace, process.execPath, program(), "persist", app, "--yes"], { env }));
  const lines = readFileSync(trace, "utf8").split("\n");
  return lines.flatMap((line) => {
    if (line.includes("syncfs(")) return ["syncfs"];
    return line.includes("RENAME_EXCHANGE") ? ["exchange"] : [];
  });
}
