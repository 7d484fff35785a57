import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EXIT_CODES } from "../../src/core/exit-code.ts";
import { program } from "../support/program.ts";
import { freshFolder, manifest, writeTree } from "../support/tree.ts";

/** Makes the program believe that it runs on macOS; every system call it makes is written down. */
function onDarwin(
  app: string,
  ...args: readonly string[]
): { readonly status: number | null; readonly out: string; readonly trace: string } {
  const trace = join(freshFolder(), "trace");
  const pretend = 'data:text/javascript,Object.defineProperty(process,"platform",{value:"darwin"})';
  const run = spawnSync(
    "strace",
    ["-f", "-o", trace, "-e", "trace=openat,renameat2", process.execPath, "--import", pretend, program(), ...args],
    { cwd: app, encoding: "utf8" },
  );
  return { status: run.status, out: run.stdout + run.stderr, trace: readFileSync(trace, "utf8") };
}

function site(): string {
  const root = freshFolder();
  writeTree(root, {
    "app/composer.json": '{"require":{"laravel/framework":"^11.0"}}',
    "app/artisan": "",
    "app/.env": "A=1",
    "app/public/uploads/u": "u",
  });
  return root;
}

it("looking and planning work on macOS, without anything that only Linux has", () => {
  const root = site();
  for (const args of [["inspect"], ["plan"], ["persist", "--dry-run"]]) {
    const run = onDarwin(join(root, "app"), ...args);
    expect(run.status, run.out).toBe(EXIT_CODES.ok.code);
    expect(run.out).toContain("public/uploads");
    expect(run.trace, "no descriptor paths").not.toContain("/proc/self/fd");
  }
});

it("changing is refused on macOS, with the reason", () => {
  const root = site();
  const before = manifest(root);
  const run = onDarwin(join(root, "app"), "persist", "--yes");
  expect(run.status).toBe(EXIT_CODES.refused.code);
  expect(run.out).toMatch(/On darwin Holdfast looks, plans and writes scripts, but does not change a site/);
  expect(manifest(root)).toEqual(before);
});

it("init puts its scripts into a checkout on macOS, and runs twice without a change", () => {
  const root = site();
  expect(onDarwin(join(root, "app"), "init").status).toBe(EXIT_CODES.ok.code);
  expect(readdirSync(join(root, "app/scripts")).sort()).toEqual([
    "holdfast.mjs",
    "holdfast.schema.json",
    "ultimate-persistence.sh",
  ]);
  const before = manifest(root);
  expect(onDarwin(join(root, "app"), "init").out).toContain("nothing was changed");
  expect(manifest(root)).toEqual(before);
  expect(onDarwin(join(root, "app"), "decide", "--set", "public/uploads=user").status).toBe(EXIT_CODES.ok.code);
  expect(readFileSync(join(root, "app/holdfast.json"), "utf8")).toContain('"public/uploads": "user"');
});
