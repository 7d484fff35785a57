/** `npm run bench`: installs what is missing, builds, and measures. Arguments go to bench/main.ts (`npm run bench -- --quick`). */
import { installBenchPrograms } from "./bench-programs.mjs";
import { installDependencies, requireNode } from "./dependencies.mjs";
import { runCommand, toolScript } from "./run-command.mjs";

requireNode();
await installDependencies();
await installBenchPrograms();
const build = await runCommand(process.execPath, ["scripts/build.mjs"]);
if (build.code !== 0) {
  console.error(build.output);
  process.exit(1);
}
const { code } = await runCommand(process.execPath, [toolScript("tsx"), "bench/main.ts", ...process.argv.slice(2)], {
  show: true,
});
process.exitCode = code;
