import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

/** Tests touch real disks and start real programs: few at a time, each with room to finish. */
export default defineConfig({
  define: { __HOLDFAST_VERSION__: JSON.stringify(version) },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ["default", "./scripts/count-reporter.mjs"],
    // `npm run coverage`: where data is moved, every branch is taken by some test.
    coverage: {
      provider: "v8",
      include: ["src/apply/journal.ts", "src/apply/adopt.ts", "src/apply/merge.ts", "src/system/lock.ts"],
      thresholds: { perFile: true, branches: 100 },
      reporter: [["text", { maxCols: 160 }]],
      reportsDirectory: ".cache/coverage",
    },
  },
});
