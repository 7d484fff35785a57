/**
 * `npm test`: everything that CI runs, on a fresh machine that has git and Node. Installs what is missing, builds, checks
 * the code, runs the tests, and ends with the one line `N passed, N failed`, in which each build and check step counts
 * too. Arguments go to vitest (`npm test -- test/core`).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installDependencies, requireNode } from "./dependencies.mjs";
import { runCommand, runSteps, toolScript } from "./run-command.mjs";
import { installTestPrograms } from "./test-programs.mjs";

requireNode();
await installDependencies();
await installTestPrograms();

const { check } = await import("./check.mjs");
const counts = [
  await runSteps([{ name: "build", args: ["scripts/build.mjs"] }]),
  await check(),
  await runTests(process.argv.slice(2)),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs vitest; a run that ends badly without a failed test (no tests, a crash) counts as one failure. */
async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  const file = join(folder, "counts.json");
  try {
    const { code } = await runCommand(process.execPath, [toolScript("vitest"), "run", ...args], {
      show: true,
      env: { HOLDFAST_TEST_COUNTS: file },
    });
    const tests = readCounts(file);
    return code !== 0 && tests.failed === 0 ? { ...tests, failed: 1 } : tests;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
