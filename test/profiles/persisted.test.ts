/** Every example taken over for real: nothing is lost, and a second run finds nothing to do and makes no changing call. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runInProcess } from "../faults/lab/in-process.ts";
import { freshFolder, writeTree } from "../support/tree.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** Every file of a tree, with what it holds. */
function filesOf(app: string): Map<string, string> {
  const paths = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(app, path)).isFile(),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(app, path), "latin1")]));
}

async function twice(app: string): Promise<void> {
  const before = filesOf(app);
  expect(before.size).toBeGreaterThan(0);
  const first = await runInProcess({ cwd: app, argv: ["persist", "--yes"] }, null);
  expect(first.code, first.text).toBe(0);
  // A walk follows no links, so each file is asked for by its path.
  for (const [path, text] of before) expect(readFileSync(join(app, path), "latin1"), path).toBe(text);
  const second = await runInProcess({ cwd: app, argv: ["persist", "--yes"] }, null);
  expect(second.text).toContain("Nothing to do");
  expect([second.code, second.counts.changing]).toEqual([0, 0]);
}

describe.each(readdirSync(EXAMPLES).sort())("the example %s", (name) => {
  it("is taken over, and then is as it shall be", async () => {
    const site = freshFolder();
    mkdirSync(join(site, "app"));
    cpSync(join(EXAMPLES, name, "tree"), join(site, "app"), { recursive: true, verbatimSymlinks: true });
    await twice(join(site, "app"));
  });
});

it("applications in folders are taken over from the folder around them, their chains included", async () => {
  const site = freshFolder();
  mkdirSync(join(site, "app"));
  cpSync(join(EXAMPLES, "laravel-bought/tree"), join(site, "app/upload"), { recursive: true, verbatimSymlinks: true });
  cpSync(join(EXAMPLES, "next/tree"), join(site, "app/client"), { recursive: true, verbatimSymlinks: true });
  await twice(join(site, "app"));
});

it("a folder that is a question because of the one file that its owner decided on is none afterwards", async () => {
  const site = freshFolder();
  writeTree(join(site, "app"), {
    "index.php": "<?php",
    "conf/settings.ini": "a=1",
    "holdfast.json": '{"paths": {"conf/settings.ini": "user"}}',
  });
  await twice(join(site, "app"));
});
