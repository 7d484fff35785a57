/** A copy of the part of this project that tests need, in which one defect at a time is made and tests are run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Catcher, type Defect, sabotaged } from "./defect.ts";

export const ROOT = join(import.meta.dirname, "../..");
const NEEDED = ["src", "test", "scripts", "schema", "package.json", "tsconfig.json", "vitest.config.ts"];
/** A test that takes longer hangs. */
const LIMIT_MS = 240_000;

/** How a test ended in the copy: `nothing-ran` where the file could not be loaded or has no such test. */
export type Ended = "passed" | "failed" | "nothing-ran" | "hung";

export interface Workshop {
  /** Runs a test on the copy as it is. */
  readonly runPlain: (test: Catcher) => Promise<Ended>;
  /** Makes the defect, runs its test, and puts the file right again. */
  readonly runWith: (defect: Defect) => Promise<Ended>;
  readonly close: () => void;
}

/** Makes a copy; the installed packages are the project's own, by a link. */
export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-sabotage-"));
  // Some tests run the program as another user.
  chmodSync(folder, 0o755);
  for (const name of NEEDED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return {
    runPlain: (test) => run(folder, test),
    runWith: async (defect) => {
      const file = join(folder, defect.file);
      const source = readFileSync(file, "utf8");
      writeFileSync(file, sabotaged(source, defect));
      try {
        return await run(folder, defect.caughtBy);
      } finally {
        writeFileSync(file, source);
      }
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(folder: string, test: Catcher): Promise<Ended> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const only = test.named === undefined ? [] : ["-t", test.named.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")];
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const options = ["run", test.file, ...only, "--reporter=json", `--outputFile=${report}`, "--no-cache"];
  // A group of its own, so that what hangs can be ended with everything that it started.
  const child = spawn("nice", ["-n", "10", process.execPath, vitest, ...options], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, HOLDFAST_TEST_COUNTS: join(folder, "counts.json") },
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, LIMIT_MS);
  await once(child, "exit");
  clearTimeout(timer);
  return isLate ? "hung" : endedAs(report);
}

interface Report {
  readonly numFailedTests: number;
  readonly numPassedTests: number;
}

function endedAs(report: string): Ended {
  try {
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, "utf8")) as Report;
    if (numFailedTests > 0) return "failed";
    return numPassedTests > 0 ? "passed" : "nothing-ran";
  } catch {
    return "nothing-ran";
  }
}
