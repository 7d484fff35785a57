import { writeFileSync } from "node:fs";

/**
 * Counts tests for the closing line. With HOLDFAST_TEST_COUNTS it writes `{ passed, failed }` to that file; otherwise it
 * prints the line itself. A file that cannot be loaded and an error outside every test are failures. So is a skipped
 * test, unless only some were asked for by name: a check that did not run proves nothing.
 */
export default class CountReporter {
  onInit(vitest) {
    this.vitest = vitest;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length };
    const skipped = [];
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed") counts[state]++;
        else skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    if (this.vitest.config.testNamePattern === undefined) counts.failed += skipped.length;
    if (skipped.length > 0) console.log(`\nNot run:\n  ${skipped.join("\n  ")}`);
    this.publish(counts);
  }

  publish(counts) {
    const file = process.env["HOLDFAST_TEST_COUNTS"];
    if (file === undefined) console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
    else writeFileSync(file, JSON.stringify(counts));
  }
}
