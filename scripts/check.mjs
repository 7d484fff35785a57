/** `npm run check`: everything about the code that can be judged without running it, two steps at a time. */
import { fileURLToPath } from "node:url";
import { generatorSteps } from "./generate.mjs";
import { runSteps, toolScript } from "./run-command.mjs";

/** Runs every step, the slow ones first; returns how many passed and how many failed. */
export function check() {
  return runSteps([
    { name: "types", args: [toolScript("tsc"), "-p", "."] },
    { name: "lint and floors", args: [toolScript("oxlint"), "--type-aware", "--deny-warnings"] },
    { name: "unused code", args: [toolScript("knip"), "--no-config-hints"] },
    { name: "format", args: [toolScript("biome"), "format", "--colors=off"] },
    { name: "profiles hold data", args: [toolScript("tsx"), "scripts/profile-data.ts"] },
    ...generatorSteps({ check: true }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const { passed, failed } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed} steps passed, ${failed} failed, ${seconds} s`);
  process.exitCode = failed === 0 ? 0 : 1;
}
