import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HEAD = 'import { expect, test } from "vitest";\n';
const SKIPPED = "test.skip";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-count-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the closing line counts what passed", () => {
  plant("a", `${HEAD}test("one", () => expect(1).toBe(1));\ntest("two", () => expect(2).toBe(2));\n`);
  expect(closingLine()).toBe("2 passed, 0 failed");
});

test("a failed test, a file that cannot be loaded and a stray error each count as failed", () => {
  plant("a", `${HEAD}test("one", () => expect(1).toBe(1));\ntest("two", () => expect(1).toBe(2));\n`);
  plant("b", `${HEAD}throw new Error("cannot be loaded");\n`);
  plant("c", `${HEAD}test("three", () => { setTimeout(() => { throw new Error("stray"); }, 0); });\n`);
  expect(closingLine()).toBe("2 passed, 3 failed");
});

test("a skipped test counts as failed, unless tests were chosen by name", () => {
  plant("a", `${HEAD}test("one", () => expect(1).toBe(1));\n${SKIPPED}("two", () => expect(1).toBe(1));\n`);
  expect(closingLine()).toBe("1 passed, 1 failed");
  expect(closingLine("-t", "one")).toBe("1 passed, 0 failed");
});

test("with HOLDFAST_TEST_COUNTS the counts go to that file and no line is printed", () => {
  plant("a", `${HEAD}test("one", () => expect(1).toBe(1));\n`);
  const file = join(folder, "counts.json");
  expect(output({ HOLDFAST_TEST_COUNTS: file })).not.toContain("1 passed, 0 failed");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ passed: 1, failed: 0 });
});

function plant(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.test.ts`), text);
}

function closingLine(...args: readonly string[]): string | undefined {
  return output({}, args).trimEnd().split("\n").at(-1);
}

function output(env: Readonly<Record<string, string>>, args: readonly string[] = []): string {
  const reporter = join(ROOT, "scripts/count-reporter.mjs");
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { HOLDFAST_TEST_COUNTS: _, ...inherited } = process.env;
  const command = [vitest, "run", "--root", folder, "--reporter", reporter, ...args];
  return spawnSync(process.execPath, command, { cwd: folder, env: { ...inherited, ...env }, encoding: "utf8" }).stdout;
}
